public import Descent

/// Columns of a CSV file to be written: a name and a value per row.
public enum CSVPart<Element: Scalar>: Sendable {
    /// A column of numbers, by its name.
    case numbers(String, [Element])
    /// A column of whole numbers, such as indices of classes.
    case integers(String, [Int])
    /// A column of texts.
    case texts(String, [String])
    /// Texts by their number, such as predicted classes.
    case labels(String, [Int], of: [String])
    /// A column per row of a matrix of features × samples, or outputs × samples.
    case matrix([String], Matrix<Element>)

    package var names: [String] {
        switch self {
        case .numbers(let name, _), .integers(let name, _), .texts(let name, _), .labels(let name, _, _): [name]
        case .matrix(let names, _): names
        }
    }

    var rows: Int {
        switch self {
        case .numbers(_, let values): values.count
        case .integers(_, let values): values.count
        case .texts(_, let values): values.count
        case .labels(_, let values, _): values.count
        case .matrix(_, let matrix): matrix.columns
        }
    }

    /// What makes it no columns, if anything.
    var fault: String? {
        switch self {
        case .matrix(let names, let matrix) where names.count != matrix.rows:
            "\(names.count) names for \(matrix.rows) columns"
        case .labels(_, let values, let labels) where !values.allSatisfy(labels.indices.contains):
            "a label that is none of \(labels.count)"
        default: nil
        }
    }
}
