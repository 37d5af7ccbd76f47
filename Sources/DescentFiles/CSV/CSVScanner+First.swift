extension CSVScanner {
    /// The first value that is there of each of these columns, with its column. Faults on the way are found again by those who read
    /// all.
    ///
    /// - Parameters:
    ///   - columns: of the file, by place.
    ///   - count: how many the file has.
    ///   - start: of the first record.
    func firstValues(
        of columns: Set<Int>, among count: Int, from start: UnsafeRawPointer, _ perform: (Int, Field) -> Void
    ) {
        var open = columns, place = start
        while place < end, !open.isEmpty {
            if count > 1, Self.isLineEnd(byte(place)) {
                place += 1
                continue
            }
            var column = 0
            do throws(CSVFault) {
                place = try record(at: place, most: count) { field in
                    defer { column += 1 }
                    guard open.contains(column), !isNothing(field) else { return }
                    open.remove(column)
                    perform(column, field)
                }.next
            } catch { return }
        }
    }

    /// Whether a field is empty, or one of the texts and words for that.
    func isNothing(_ field: Field) -> Bool {
        let (first, last) = trimmed(field)
        return first == last || isSaidMissing(field) || isMissingWord(field)
    }
}
