import DescentFiles

extension JSON {
    /// Objects with a line per member and arrays with a line per case, for people and programs that read lines.
    func lines(indentation: Int = 0) -> String {
        let space = String(repeating: " ", count: indentation + 2), end = String(repeating: " ", count: indentation)
        switch self {
        case .array(let values) where !values.isEmpty:
            return "[\n" + values.map { space + $0.written }.joined(separator: ",\n") + "\n\(end)]"
        case .object(let members) where !members.isEmpty:
            let lines = members.map {
                space + JSON.string($0.key).written + ": " + $0.value.lines(indentation: indentation + 2)
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(end)}"
        default: return written
        }
    }

    /// For people: without quotes.
    var plain: String {
        switch self {
        case .string(let text): text
        case .number(let digits) where Int(digits) == nil: Double(digits).map { format($0, "%.4g") } ?? digits
        default: written
        }
    }
}
