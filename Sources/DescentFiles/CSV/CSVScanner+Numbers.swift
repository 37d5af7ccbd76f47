internal import Descent

extension CSVScanner {
    /// The number of a field that may have quotes and space around it, of which `place` becomes the end; nil where it is missing.
    func number<Element: Scalar>(
        _ place: inout UnsafeRawPointer, _ column: Int, wordsCount: Bool
    ) throws(CSVFault) -> Element? {
        let field = try field(at: place)
        place = field.next
        return try number(of: field, column, wordsCount: wordsCount)
    }

    /// The same of a field that is known.
    func number<Element: Scalar>(of field: Field, _ column: Int, wordsCount: Bool) throws(CSVFault) -> Element? {
        let (first, last) = trimmed(field)
        if first == last || isSaidMissing(field) { return nil }
        if let value = value(first, last, as: Element.self) {
            guard value.isFinite else {
                throw fault("'\(quoted(field).shown)' is larger than a number can be", at: field.place)
            }
            return missingTexts.contains(value) ? nil : value
        }
        if wordsCount, isMissingWord(field) { return nil }
        throw CSVFault(offset: field.place - start, cause: .notANumber(quoted(field), column: column))
    }

    /// Whether a number begins as one without commas, and means itself: what most fields are.
    var hasPlainNumbers: Bool { !hasDecimalCommas && !missingTexts.haveNumbers }

    /// The number that all of a text is, an infinity where that is larger than a number can be; nil for other texts.
    func value<Element: Scalar>(
        _ first: UnsafeRawPointer, _ last: UnsafeRawPointer, as type: Element.Type
    ) -> Element? {
        guard hasDecimalCommas else {
            guard let found = Numbers.parse(first, last, as: type), found.end == last else { return nil }
            return found.value
        }
        let text = UnsafeRawBufferPointer(start: first, count: last - first)
        // A point would be one of thousands.
        guard !text.contains(UInt8(ascii: ".")) else { return nil }
        let plain = text.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }
        return plain.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, let found = Numbers.parse(start, start + bytes.count, as: type) else {
                return nil
            }
            return found.end == start + bytes.count ? found.value : nil
        }
    }

    /// Whether somebody has said that a field's text means a missing value.
    func isSaidMissing(_ field: Field) -> Bool {
        guard !missingTexts.areNone else { return false }
        let (first, last) = trimmed(field)
        return missingTexts.contains(UnsafeRawBufferPointer(start: first, count: last - first))
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
