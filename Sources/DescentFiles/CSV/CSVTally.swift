internal import Descent

/// What the fields of one column are: counted range by range, and merged.
struct CSVTally: Sendable {
    private(set) var missing = 0
    private(set) var present = 0
    private(set) var numbers = 0
    private(set) var low = Double.infinity
    private(set) var high = -Double.infinity
    /// Different texts, one more than a column of levels may have at most.
    private(set) var texts = TextLevels()

    mutating func add(_ field: CSVScanner.Field, _ scanner: CSVScanner) throws(CSVFault) {
        let (first, last) = scanner.trimmed(field)
        if first == last || scanner.isSaidMissing(field) || scanner.isMissingWord(field) {
            missing += 1
            return
        }
        if let number = scanner.value(first, last, as: Double.self) {
            if scanner.missingTexts.contains(number) {
                missing += 1
                return
            }
            if number.isFinite {
                numbers += 1
                (low, high) = (min(low, number), max(high, number))
            }
        }
        present += 1
        guard texts.count <= TextLevels.most else { return }
        let isKnown = scanner.withBytes(of: field) { texts.index(of: $0) != nil }
        if !isKnown { texts.insert(try scanner.text(of: field)) }
    }

    mutating func merge(_ other: CSVTally) {
        missing += other.missing
        present += other.present
        numbers += other.numbers
        (low, high) = (min(low, other.low), max(high, other.high))
        for index in 0..<other.texts.count where texts.count <= TextLevels.most {
            other.texts.withText(index) { _ = texts.insert($0) }
        }
    }
}
