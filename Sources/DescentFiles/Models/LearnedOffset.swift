/// The score offsets that a model has learned beside, without which it predicts something else.
public enum LearnedOffset: Sendable, Hashable {
    /// There were none.
    case none
    /// A column of the table, by its name.
    case column(String)
    /// Numbers that were no part of the samples' file.
    case array
    /// The terms of its formula have it, by columns of the table.
    case terms
    /// The file was made before offsets were recorded.
    case unknown

    /// As the file of a model has it; nil for what no file says.
    var word: String? {
        switch self {
        case .none: "none"
        case .column(let name): "column:" + name
        case .array: "array"
        case .terms: "terms"
        case .unknown: nil
        }
    }

    /// Nil for a word that is none of these.
    init?(word: String?) {
        switch word {
        case nil: self = .unknown
        case "none": self = .none
        case "array": self = .array
        case "terms": self = .terms
        case let word? where word.hasPrefix("column:"): self = .column(String(word.dropFirst("column:".count)))
        default: return nil
        }
    }
}

extension LearnedOffset: CustomStringConvertible {
    /// In words, for people.
    public var description: String {
        switch self {
        case .none: "none"
        case .column(let name): "the column \"\(name)\""
        case .array: "numbers beside the samples"
        case .terms: "offset(…) of its formula"
        case .unknown: "unknown: made before offsets were recorded"
        }
    }
}
