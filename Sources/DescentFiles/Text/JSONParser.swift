/// Reads a JSON text strictly: RFC 8259 in UTF-8, no key twice, brackets no deeper than any of Descent's files needs.
///
/// The toolchain's own parser takes duplicate keys, tells no places, and rounds some numbers to a neighbour of the nearest Double
/// (Foundation's `JSONSerialization` of Swift 6.3: 0.7857142857142858).
struct JSONParser {
    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0

    static let deepest = 64

    /// Where something is wrong, and what.
    struct Fault: Error, Equatable {
        let place: Int
        let reason: String
    }

    /// The value that is all of a text, but for space around it.
    static func parse(_ bytes: [UInt8]) throws(Fault) -> JSON {
        var parser = JSONParser(bytes)
        let value = try parser.value()
        parser.skipSpace()
        guard parser.place == bytes.count else { throw parser.fault("something follows the value") }
        return value
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    private func fault(_ reason: String, at place: Int? = nil) -> Fault {
        Fault(place: place ?? self.place, reason: reason)
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { place += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(character.value) else { return false }
        place += 1
        return true
    }

    private mutating func value() throws(Fault) -> JSON {
        skipSpace()
        switch next {
        case 0x7b: return try nested(object)
        case 0x5b: return try nested(array)
        case 0x22: return .string(try string())
        case 0x2d, .some(0x30...0x39): return try number()
        default:
            for (word, value) in [("null", JSON.null), ("true", .boolean(true)), ("false", .boolean(false))]
            where bytes[place...].starts(with: word.utf8) {
                place += word.utf8.count
                return value
            }
            throw fault("a value is missing")
        }
    }

    private mutating func nested(_ body: (inout Self) throws(Fault) -> JSON) throws(Fault) -> JSON {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw fault("brackets are more than \(Self.deepest) deep") }
        place += 1
        return try body(&self)
    }

    private func object(_ parser: inout Self) throws(Fault) -> JSON {
        var members: [JSON.Member] = [], keys: Set<String> = []
        if parser.take("}") { return .object([JSON.Member]()) }
        repeat {
            parser.skipSpace()
            let start = parser.place
            guard parser.next == 0x22 else { throw parser.fault("a key is missing") }
            let key = try parser.string()
            guard keys.insert(key).inserted else { throw parser.fault("the key is there twice", at: start) }
            guard parser.take(":") else { throw parser.fault("a colon is missing") }
            members.append(JSON.Member(key: key, value: try parser.value()))
        } while parser.take(",")
        guard parser.take("}") else { throw parser.fault("a comma or } is missing") }
        return .object(members)
    }

    private func array(_ parser: inout Self) throws(Fault) -> JSON {
        var elements: [JSON] = []
        if parser.take("]") { return .array([]) }
        repeat { elements.append(try parser.value()) } while parser.take(",")
        guard parser.take("]") else { throw parser.fault("a comma or ] is missing") }
        return .array(elements)
    }

    private mutating func number() throws(Fault) -> JSON {
        let start = place
        func digits(_ parser: inout Self) throws(Fault) {
            let first = parser.place
            while let byte = parser.next, (0x30...0x39).contains(byte) { parser.place += 1 }
            guard parser.place > first else { throw parser.fault("a digit is missing") }
        }
        if next == 0x2d { place += 1 }
        let first = place
        try digits(&self)
        guard bytes[first] != 0x30 || place == first + 1 else { throw fault("a number begins with 0", at: first) }
        if next == 0x2e {
            place += 1
            try digits(&self)
        }
        if next == 0x65 || next == 0x45 {
            place += 1
            if next == 0x2b || next == 0x2d { place += 1 }
            try digits(&self)
        }
        return .number(String(decoding: bytes[start..<place], as: UTF8.self))
    }

    private mutating func string() throws(Fault) -> String {
        let start = place
        place += 1
        var units: [UInt8] = []
        while let byte = next {
            switch byte {
            case 0x22:
                place += 1
                guard let text = String(validating: units, as: UTF8.self) else {
                    throw fault("a string is not UTF-8", at: start)
                }
                return text
            case 0x5c: units += String(try escaped()).utf8
            case 0..<0x20: throw fault("a control character stands in a string")
            default:
                units.append(byte)
                place += 1
            }
        }
        throw fault("a string has no end", at: start)
    }

    private mutating func escaped() throws(Fault) -> Unicode.Scalar {
        let start = place
        place += 2
        guard place <= bytes.count else { throw fault("an escape has no end", at: start) }
        switch bytes[place - 1] {
        case 0x22: return "\""
        case 0x5c: return "\\"
        case 0x2f: return "/"
        case 0x62: return "\u{8}"
        case 0x66: return "\u{c}"
        case 0x6e: return "\n"
        case 0x72: return "\r"
        case 0x74: return "\t"
        case 0x75:
            let first = try hexadecimal()
            if let scalar = Unicode.Scalar(first) { return scalar }
            // A pair of surrogates.
            guard (0xd800..<0xdc00).contains(first), bytes[place...].starts(with: [0x5c, 0x75]) else {
                throw fault("half a character is escaped", at: start)
            }
            place += 2
            let second = try hexadecimal()
            guard (0xdc00..<0xe000).contains(second) else { throw fault("half a character is escaped", at: start) }
            return Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))!
        default: throw fault("no such escape", at: start)
        }
    }

    private mutating func hexadecimal() throws(Fault) -> UInt32 {
        guard place + 4 <= bytes.count else { throw fault("an escape has no end") }
        var value: UInt32 = 0
        for byte in bytes[place..<place + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw fault("an escape needs four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
        }
        place += 4
        return value
    }
}
