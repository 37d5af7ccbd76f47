internal import Descent

/// Reads the dictionary of a .npy header: a Python literal with three known keys, and nothing else of Python. No value is
/// evaluated, and nothing recurs, however deep brackets are.
struct NpyHeaderParser {
    private let text: [UInt8]
    private let start: Int
    private let path: String
    private var place = 0

    init(_ text: [UInt8], at start: Int, of path: String) {
        self.text = text
        self.start = start
        self.path = path
    }

    mutating func parse() throws(FileError) -> (type: NumberType, isFortranOrder: Bool, shape: [Int]) {
        var type: NumberType?, isFortranOrder: Bool?, shape: [Int]?
        try expect("{")
        while !take("}") {
            let keyPlace = place
            let key = try string()
            try expect(":")
            func once(_ isKnown: Bool) throws(FileError) {
                if isKnown { throw fault("it has the key '\(key)' twice", at: keyPlace) }
            }
            switch key {
            case "descr":
                try once(type != nil)
                type = try self.type()
            case "fortran_order":
                try once(isFortranOrder != nil)
                isFortranOrder = try boolean()
            case "shape":
                try once(shape != nil)
                shape = try self.shape()
            default: throw fault("it has the unknown key '\(key.shown)'", at: keyPlace)
            }
            if !take(",") {
                try expect("}")
                break
            }
        }
        skipSpace()
        guard place == text.count else { throw fault("something follows the header's dictionary") }
        guard let type, let isFortranOrder, let shape else {
            let missing = type == nil ? "descr" : isFortranOrder == nil ? "fortran_order" : "shape"
            throw fault("its header has no '\(missing)'")
        }
        return (type, isFortranOrder, shape)
    }

    private func fault(_ reason: String, at place: Int? = nil) -> FileError {
        .malformed(path: path, format: .npy, offset: start + (place ?? self.place), reason: reason)
    }

    private func unsupported(_ what: String) -> FileError {
        .unsupported(
            path: path, format: .npy, what: what,
            instead: "numbers of 1 to 8 bytes are: save it by NumPy's astype('<f8')")
    }

    private mutating func skipSpace() {
        while place < text.count, [0x20, 0x09, 0x0a, 0x0d].contains(text[place]) { place += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard place < text.count, text[place] == UInt8(character.value) else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(FileError) {
        guard take(character) else { throw fault("its header needs a '\(character)' here") }
    }

    private mutating func string() throws(FileError) -> String {
        skipSpace()
        guard place < text.count, text[place] == 0x27 || text[place] == 0x22 else {
            throw fault("its header needs a string here")
        }
        let quote = text[place], first = place + 1
        guard let end = text[first...].firstIndex(of: quote) else { throw fault("a string in its header has no end") }
        // Names of types and keys have no need of escapes.
        guard end - first <= 100, !text[first..<end].contains(0x5c) else {
            throw fault("a string in its header is none of NumPy's")
        }
        place = end + 1
        return String(decoding: text[first..<end], as: UTF8.self)
    }

    private mutating func type() throws(FileError) -> NumberType {
        skipSpace()
        if place < text.count, text[place] == 0x5b || text[place] == 0x28 { throw unsupported("structured values") }
        let typePlace = place
        let descr = try string()
        if let type = NumberType(descr: descr) { return type }
        let kind = descr.drop { "<>|=".contains($0) }.first
        switch kind {
        case "O": throw unsupported("pickled Python objects, which nobody should load")
        case "c": throw unsupported("complex numbers (\(descr.shown))")
        case "S", "U", "a", "V", "M", "m": throw unsupported("text, times or raw bytes (\(descr.shown))")
        case "f", "i", "u", "b": throw unsupported("numbers of type \(descr.shown)")
        default: throw fault("'\(descr.shown)' is no type of NumPy's", at: typePlace)
        }
    }

    private mutating func boolean() throws(FileError) -> Bool {
        skipSpace()
        for (word, value) in [("True", true), ("False", false)] where text[place...].starts(with: word.utf8) {
            place += word.utf8.count
            return value
        }
        throw fault("its header needs True or False here")
    }

    private mutating func shape() throws(FileError) -> [Int] {
        var shape: [Int] = [], endsInComma = false
        skipSpace()
        let first = place
        try expect("(")
        while !take(")") {
            // As many as NumPy has.
            guard shape.count < 64 else { throw fault("it has more than 64 dimensions") }
            shape.append(try extent())
            endsInComma = take(",")
            if !endsInComma {
                try expect(")")
                break
            }
        }
        // Python takes it for a number in brackets.
        guard shape.count != 1 || endsInComma else {
            throw fault(
                "its shape (\(shape[0])) is a number, no tuple; of one dimension it is (\(shape[0]),)", at: first)
        }
        return shape
    }

    private mutating func extent() throws(FileError) -> Int {
        skipSpace()
        let first = place
        var value = 0
        while place < text.count, (0x30...0x39).contains(text[place]) {
            let (ten, wide) = value.multipliedReportingOverflow(by: 10)
            let (sum, long) = ten.addingReportingOverflow(Int(text[place] - 0x30))
            guard !wide, !long else { throw fault("an extent of its shape is beyond 2⁶³", at: first) }
            value = sum
            place += 1
        }
        guard place > first else { throw fault("its shape needs a whole number from 0 on here", at: first) }
        // Python 2 wrote long integers so.
        if place < text.count, text[place] == 0x4c { place += 1 }
        return value
    }
}
