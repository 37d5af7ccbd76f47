internal import Descent
internal import Synchronization

/// The numbers of rows as a first column, from 0 or from 1 on, which tables have from programs that keep an index.
struct CSVRowNumbers: Sendable {
    private let ranges: CSVRanges
    private let columns: Int

    init(_ ranges: CSVRanges, columns: Int) { (self.ranges, self.columns) = (ranges, columns) }

    /// Whether each row's first field is its number. Faults in the text are found again by those who read it.
    func areThere(_ grant: ThreadBudget.Grant) -> Bool {
        // What does not begin as a count is none, which one field tells.
        guard let first = [0, 1].first(where: { isNumber(firstField, $0) }) else { return false }
        let isCount = Atomic(true)
        ThreadTeam.shared.run(pieces: ranges.count, threads: grant.threads, budget: grant.budget) { _, range in
            guard isCount.load(ordering: .relaxed) else { return }
            do throws(CSVFault) {
                try ranges.forEachField(in: range, columns: columns) { record, column, field throws(CSVFault) in
                    guard column > 0 || isNumber(field, record + first) else { throw fault(field) }
                }
            } catch { isCount.store(false, ordering: .relaxed) }
        }
        return isCount.load(ordering: .relaxed)
    }

    private var firstField: CSVScanner.Field? {
        var place = ranges.bounds(0).start
        while place < ranges.scanner.end, CSVScanner.isLineEnd(ranges.scanner.byte(place)) { place += 1 }
        return try? ranges.scanner.field(at: place)
    }

    private func isNumber(_ field: CSVScanner.Field?, _ number: Int) -> Bool {
        guard let field else { return false }
        let (first, last) = ranges.scanner.trimmed(field)
        guard let found = Numbers.parse(first, last), found.end == last else { return false }
        return found.value == Double(number)
    }

    private func fault(_ field: CSVScanner.Field) -> CSVFault {
        ranges.scanner.fault("another number", at: field.place)
    }
}
