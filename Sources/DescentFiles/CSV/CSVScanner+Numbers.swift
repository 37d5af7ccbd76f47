internal import Descent

extension CSVScanner {
    /// The number of a field that may have quotes and space around it, of which `place` becomes the end; nil where it is missing.
    func number<Element: Scalar>(
        _ place: inout UnsafeRawPointer, _ column: Int, wordsCount: Bool
    ) throws(CSVFault) -> Element? {
        let start = place, field = try field(at: start), (first, last) = trimmed(field)
        place = field.next
        if first == last { return nil }
        if let found = Numbers.parse(first, last, as: Element.self), found.end == last {
            guard found.value.isFinite else {
                throw fault("'\(quoted(field).shown)' is larger than a number can be", at: start)
            }
            return found.value
        }
        if wordsCount, isMissingWord(field) { return nil }
        throw CSVFault(offset: start - self.start, cause: .notANumber(quoted(field), column: column))
    }

    /// Without space around.
    func trimmed(_ field: Field) -> (first: UnsafeRawPointer, last: UnsafeRawPointer) {
        var first = field.start, last = field.end
        while first < last, isBlank(first) { first += 1 }
        while first < last, isBlank(last - 1) { last -= 1 }
        return (first, last)
    }

    private static let missingWords: [[UInt8]] = CSVOptions.missingWords.map {
        Array($0.utf8)
    }

    /// Whether a field is a word for nothing.
    func isMissingWord(_ field: Field) -> Bool {
        let (first, last) = trimmed(field), text = UnsafeRawBufferPointer(start: first, count: last - first)
        return (2...4).contains(text.count) && Self.missingWords.contains { $0.elementsEqual(text) }
    }
}
