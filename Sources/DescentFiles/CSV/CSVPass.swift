internal import Descent
internal import Synchronization

/// What reading one range found.
struct CSVRangeResult: Sendable {
    var kept = 0
    /// Their numbers in the range.
    var dropped: [Int] = []
    /// By column; empty where none is missing.
    var missing: [Int] = []
    var fault: CSVFault?
    /// Texts of each table as they came, and where.
    var collected: [(levels: TextLevels, offsets: [Int])] = []
}

/// One read of all records: to check them and to learn texts, or into memory made for them.
struct CSVPass<Element: Scalar>: @unchecked Sendable {
    let scanner: CSVScanner
    let ranges: CSVRanges
    let roles: [CSVRole]
    let features: Int
    let tables: [CSVTexts]
    let missing: CSVOptions.Missing
    let missingIsLevel: Bool
    /// Nil for a read that checks.
    let destination: CSVDestination<Element>?

    /// What stops at the first fault of the file, whichever thread comes upon it.
    func run(_ grant: ThreadBudget.Grant) -> (results: [CSVRangeResult], fault: CSVFault?) {
        let results = ThreadSlots(count: ranges.count, CSVRangeResult()), first = FirstFault()
        ThreadTeam.shared.run(pieces: ranges.count, threads: grant.threads, budget: grant.budget) { _, range in
            guard range < first.range.load(ordering: .relaxed) else { return }
            let result = read(range)
            if result.fault != nil { first.range.min(range, ordering: .relaxed) }
            results[range] = result
        }
        let all = results.all, faulty = first.range.load(ordering: .relaxed)
        return faulty < all.count ? (Array(all[...faulty]), all[faulty].fault) : (all, nil)
    }

    private final class FirstFault: Sendable {
        let range = Atomic<Int>(.max)
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    private func read(_ range: Int) -> CSVRangeResult {
        var records = CSVRecords(self)
        let (first, limit) = (ranges.recordsBefore[range], ranges.recordsBefore[range + 1])
        let end = ranges.bounds(range).end, isOneColumn = roles.count == 1
        var place = ranges.firstLine(of: range), count = first
        do throws(CSVFault) {
            while place < end {
                if !isOneColumn, CSVScanner.isLineEnd(scanner.byte(place)) {
                    place += 1
                    continue
                }
                guard count < limit else { throw CSVFault(offset: place - scanner.start, cause: .changed) }
                try records.read(&place, row: destination == nil ? 0 : first + records.result.kept)
                count += 1
            }
            if count < limit { throw CSVFault(offset: place - scanner.start, cause: .changed) }
        } catch { records.result.fault = error }
        return records.result
    }
}
