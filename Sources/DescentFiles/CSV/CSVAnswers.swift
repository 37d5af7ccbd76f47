internal import Descent

/// Columns of two words that are a yes and a no: of TRUE and FALSE, yes and no. They become a feature of 1 and 0.
enum CSVAnswers {
    /// The word for 0 and the word for 1, which follows it by its bytes, as levels do.
    static let pairs = [
        ["FALSE", "TRUE"], ["False", "True"], ["false", "true"], ["NO", "YES"], ["No", "Yes"], ["no", "yes"],
    ]

    /// The pair that a text is one of.
    static func pair(of text: UnsafeRawBufferPointer) -> [String]? {
        guard (2...5).contains(text.count) else { return nil }
        return pairs.first { $0.contains { $0.utf8.elementsEqual(text) } }
    }

    /// Of each of these columns the pair that its first value which is there is of. Faults on the way are found again by those who
    /// read all.
    static func find(in columns: Set<Int>, of count: Int, _ scanner: CSVScanner, from start: UnsafeRawPointer)
        -> [Int: [String]]
    {
        var found: [Int: [String]] = [:]
        scanner.firstValues(of: columns, among: count, from: start) { column, field in
            found[column] = scanner.withBytes(of: field) { pair(of: $0) }
        }
        return found
    }
}
