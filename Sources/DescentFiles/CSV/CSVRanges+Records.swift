extension CSVRanges {
    /// The fields of the records that begin in a range, one after the other, each with the number of its record in the file.
    ///
    /// - Parameters:
    ///   - columns: of the file.
    ///   - perform: with record, column and field.
    /// - Throws: what is wrong with the text, and what `perform` throws.
    func forEachField(
        in range: Int, columns: Int, _ perform: (Int, Int, CSVScanner.Field) throws(CSVFault) -> Void
    ) throws(CSVFault) {
        let end = bounds(range).end
        var place = firstLine(of: range), record = recordsBefore[range]
        while place < end {
            if columns > 1, CSVScanner.isLineEnd(scanner.byte(place)) {
                place += 1
                continue
            }
            // More records than were counted are another's writing.
            guard record < recordsBefore[range + 1] else {
                throw CSVFault(offset: place - scanner.start, cause: .changed)
            }
            var column = 0, last = place
            place = try scanner.record(at: place, most: columns) { field throws(CSVFault) in
                try perform(record, column, field)
                column += 1
                last = field.next
            }.next
            guard column == columns else {
                throw scanner.fault("\(column) fields where \(columns) are needed", at: last)
            }
            record += 1
        }
    }
}
