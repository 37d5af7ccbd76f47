/// A value of a JSON text, and the text. Foundation's coder would bring a library larger than this program.
enum JSON {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSON])
    /// In the order in which people read it.
    case object([(name: String, value: JSON)])

    static func number(orNull value: Double?) -> JSON { value.map { .number($0) } ?? .null }

    /// Objects and arrays of objects on lines of their own, everything else on one.
    func text(indentation: Int = 0) -> String {
        let space = String(repeating: " ", count: indentation + 2), end = String(repeating: " ", count: indentation)
        switch self {
        case .null: return "null"
        case .bool(let value): return "\(value)"
        case .integer(let value): return "\(value)"
        // JSON has no word for what is not finite.
        case .number(let value): return value.isFinite ? "\(value)" : "null"
        case .string(let value): return Self.quoted(value)
        case .array(let values):
            if values.isEmpty { return "[]" }
            return "[\n" + values.map { space + $0.line }.joined(separator: ",\n") + "\n\(end)]"
        case .object(let members):
            let lines = members.map {
                space + Self.quoted($0.name) + ": " + $0.value.text(indentation: indentation + 2)
            }
            return lines.isEmpty ? "{}" : "{\n" + lines.joined(separator: ",\n") + "\n\(end)}"
        }
    }

    /// On one line: one case each, for programs that read lines.
    private var line: String {
        switch self {
        case .array(let values): "[" + values.map(\.line).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0.name) + ": " + $0.value.line }.joined(separator: ", ") + "}"
        default: text()
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
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension JSON {
    /// For people: without quotes.
    var plain: String {
        switch self {
        case .string(let text): text
        case .number(let value): format(value, "%.4g")
        default: text()
        }
    }
}
