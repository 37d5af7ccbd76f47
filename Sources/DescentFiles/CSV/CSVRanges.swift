internal import CDescentNumbers
internal import Descent

/// A text in ranges of one size, which threads read apart: how many records begin in each, and whether it begins within quotes.
///
/// A quote that is illegal turns inside and outside round for the ranges behind it. Its own range finds it, and the first range with
/// a fault wins, so what is made of the others does not matter.
struct CSVRanges: @unchecked Sendable {
    let scanner: CSVScanner
    private let first: UnsafeRawPointer
    private let size: Int
    let count: Int
    /// Records that begin before each range, and at last all of them.
    private(set) var recordsBefore: [Int]
    private var isWithinQuotes: [Bool]

    var records: Int { recordsBefore[count] }

    /// Bytes of a range: enough to make threads' meetings rare, and fixed, since sums are merged range by range.
    static let standardSize = 1 << 20

    /// - Parameter blanksCount: whether a blank line is a record.
    init(
        _ scanner: CSVScanner, from first: UnsafeRawPointer, blanksCount: Bool, size: Int, grant: ThreadBudget.Grant
    ) {
        self.scanner = scanner
        self.first = first
        self.size = size
        count = (scanner.end - first + size - 1) / size
        recordsBefore = [0]
        isWithinQuotes = []
        let found = ThreadSlots(count: count, descent_record_counts())
        ThreadTeam.shared.run(pieces: count, threads: grant.threads, budget: grant.budget) { [self] _, range in
            let (start, end) = bounds(range)
            let before = range == 0 ? 0x0a : CChar(bitPattern: scanner.byte(start - 1))
            found[range] = descent_count_records(
                start.assumingMemoryBound(to: CChar.self), end.assumingMemoryBound(to: CChar.self), before,
                blanksCount ? 1 : 0)
        }
        var quotes = 0
        for range in 0..<count {
            let isWithin = quotes % 2 == 1
            isWithinQuotes.append(isWithin)
            recordsBefore.append(recordsBefore[range] + (isWithin ? found[range].within : found[range].outside))
            quotes += found[range].quotes
        }
    }

    func bounds(_ range: Int) -> (start: UnsafeRawPointer, end: UnsafeRawPointer) {
        let start = first + range * size
        return (start, scanner.end - start <= size ? scanner.end : start + size)
    }

    /// Where the first line of a range begins, or the end of the range.
    func firstLine(of range: Int) -> UnsafeRawPointer {
        let (start, end) = bounds(range)
        if range == 0 { return start }
        var place = start, isWithin = isWithinQuotes[range]
        if !isWithin, CSVScanner.isLineEnd(scanner.byte(start - 1)) {
            let isBetween = scanner.byte(start - 1) == 0x0d && scanner.byte(start) == 0x0a
            return isBetween ? start + 1 : start
        }
        while place < end {
            let byte = scanner.byte(place)
            if byte == 0x22 {
                isWithin.toggle()
            } else if !isWithin, CSVScanner.isLineEnd(byte) {
                return min(end, scanner.afterLineEnd(place))
            }
            place += 1
        }
        return end
    }
}
