/// A JSON value. Objects keep their order; numbers keep their digits, so that nothing is rounded on the way.
package enum JSON: Equatable, Sendable {
    case null
    case boolean(Bool)
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    package struct Member: Equatable, Sendable {
        package let key: String
        package let value: JSON

        package init(key: String, value: JSON) {
            self.key = key
            self.value = value
        }
    }

    package subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    package var text: String? { if case .string(let text) = self { text } else { nil } }
    /// Of a number without fraction and exponent that an `Int` holds.
    var integer: Int? { if case .number(let digits) = self { Int(digits) } else { nil } }
    package var double: Double? { if case .number(let digits) = self { Double(digits) } else { nil } }
    package var elements: [JSON]? { if case .array(let elements) = self { elements } else { nil } }
}

extension JSON {
    /// Of the text of a document; nil for what is none.
    package init?(document: String) {
        guard let json = try? JSONParser.parse(Array(document.utf8)) else { return nil }
        self = json
    }

    /// Null for what is not finite, for which JSON has no word.
    package static func number(_ value: Double) -> JSON { value.isFinite ? .number("\(value)") : .null }
    package static func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    package static func integer(_ value: Int) -> JSON { .number("\(value)") }
    package static func object(_ members: [(String, JSON)]) -> JSON {
        .object(members.map { Member(key: $0.0, value: $0.1) })
    }
}

extension JSON {
    /// On one line, in UTF-8.
    package var written: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .number(let digits): digits
        case .string(let text): Self.quoted(text)
        case .array(let elements): "[" + elements.map(\.written).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0.key) + ":" + $0.value.written }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
