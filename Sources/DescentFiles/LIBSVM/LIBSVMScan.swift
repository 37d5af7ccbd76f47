internal import Descent

/// Reads the lines of a LIBSVM file, once to check them and to learn how much there is, and once more into memory made for it.
struct LIBSVMScan {
    private let text: TextBytes
    /// The largest index allowed.
    private let most: Int?
    private(set) var samples = 0
    /// The largest index that there is.
    private(set) var largest = 0

    /// Where samples go: zeros before.
    struct Target<Element: Scalar> {
        let X: UnsafeMutablePointer<Element>
        let y: UnsafeMutablePointer<Element>
        let features: Int
        let samples: Int
    }

    init(_ text: TextBytes, most: Int?) {
        self.text = text
        self.most = most
    }

    /// Checks every line, where there is no target.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    mutating func run<Element: Scalar>(into target: Target<Element>?) throws(FileError) {
        var line = text.start, number = 1
        samples = 0
        while line < text.end {
            let end = text.endOfLine(from: line)
            var place = line
            text.skipBlanks(&place, end)
            if place < end, text[place] != Self.comment {
                // Memory was made for what was counted, and somebody may have written the file since.
                if let target, samples >= target.samples { throw .changed(path: text.path) }
                try sample(from: &place, to: end, line, number, into: target)
                samples += 1
            }
            line = end + 1
            number += 1
        }
        if let target, samples < target.samples { throw .changed(path: text.path) }
    }

    private static let comment = UInt8(ascii: "#")

    private mutating func sample<Element: Scalar>(
        from place: inout UnsafeRawPointer, to end: UnsafeRawPointer, _ line: UnsafeRawPointer, _ number: Int,
        into target: Target<Element>?
    ) throws(FileError) {
        func fault(_ reason: String, at place: UnsafeRawPointer) -> FileError {
            .illegalText(path: text.path, line: number, column: place - line + 1, reason: reason)
        }
        func finite(_ what: String, at place: inout UnsafeRawPointer) throws(FileError) -> Element {
            guard let found = Numbers.parse(place, end, as: Element.self) else {
                throw fault("\(text.quoted(place, end)) is not a number (\(what))", at: place)
            }
            guard found.value.isFinite else {
                throw fault("\(text.quoted(place, end)) is larger than a number can be (\(what))", at: place)
            }
            place = found.end
            return found.value
        }
        func requireBlank(_ place: UnsafeRawPointer, _ what: String, from start: UnsafeRawPointer) throws(FileError) {
            guard place == end || text.isBlank(place) || text[place] == Self.comment else {
                throw fault("\(text.quoted(start, end)) is not \(what)", at: start)
            }
        }
        let labelStart = place
        let label = try finite("label", at: &place)
        try requireBlank(place, "a number (label)", from: labelStart)
        target?.y[samples] = label
        var before = 0
        while true {
            text.skipBlanks(&place, end)
            guard place < end, text[place] != Self.comment else { return }
            let start = place
            let index = try index(at: &place, end, fault)
            guard index > before else {
                throw fault("index \(index) follows index \(before); indices ascend, each once", at: start)
            }
            if let most, index > most {
                throw fault("index \(index), where there are \(most) features", at: start)
            }
            if let target, index > target.features { throw .changed(path: text.path) }
            before = index
            largest = max(largest, index)
            let valueStart = place
            let value = try finite("value of index \(index)", at: &place)
            try requireBlank(place, "a number (value of index \(index))", from: valueStart)
            if let target { target.X[samples * target.features + index - 1] = value }
        }
    }

    /// A whole number from 1 on that BLAS can count to, and the colon behind it.
    private func index(
        at place: inout UnsafeRawPointer, _ end: UnsafeRawPointer,
        _ fault: (String, UnsafeRawPointer) -> FileError
    ) throws(FileError) -> Int {
        let start = place
        var index = 0
        while place < end, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[place]) {
            index = index * 10 + Int(text[place] - UInt8(ascii: "0"))
            guard index <= Int(Int32.max) else {
                throw fault("\(text.quoted(start, end)): an index beyond \(Int32.max)", start)
            }
            place += 1
        }
        guard place > start, place < end, text[place] == UInt8(ascii: ":") else {
            throw fault("\(text.quoted(start, end)) is not index:value, with an index from 1 on", start)
        }
        guard index > 0 else { throw fault("index 0; indices begin with 1", start) }
        place += 1
        return index
    }
}
