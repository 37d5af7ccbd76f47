internal import Descent

/// What the records that begin in one range are for the columns of a table: a run of numbers or of codes per column.
final class CSVColumnPart: @unchecked Sendable {
    /// Of the rows that are kept.
    private(set) var kept = 0
    /// Numbers of rows in the range that are left out.
    private(set) var dropped: [Int] = []
    private(set) var fault: CSVFault?

    private let wishes: [CSVColumnWish.Placed]
    /// By wish, in memory of this range alone: what threads share they would count their uses of, over and over.
    private let states: UnsafeMutablePointer<State>
    private let rows: Int
    private let values: UnsafeMutablePointer<Double>
    private let codes: UnsafeMutablePointer<Int32>
    /// What a gap is among codes.
    static let gap: Int32 = -1

    private struct State {
        let isCategory: Bool
        let wordsCount: Bool
        let isKnown: Bool
        let unknown: CSVColumnWish.Unknown
        let gap: CSVColumnWish.Gap
        let column: Int
        let known: TextLevels
        let numbers: Set<Double>?
        /// Values that were missing.
        var missing = 0
        /// As they came, which codes are numbers of, and where each came first.
        var texts = TextLevels()
        var offsets: [Int] = []

        init(_ placed: CSVColumnWish.Placed) {
            let wish = placed.wish
            (isCategory, wordsCount, isKnown) = (wish.isCategory, wish.wordsCount, wish.known != nil)
            (unknown, gap, column) = (wish.unknown, wish.gap, placed.column)
            known = TextLevels(wish.isCategory ? wish.known ?? [] : [])
            numbers = wish.isCategory ? nil : wish.known.map { Set($0.compactMap { Numbers.whole($0) }) }
        }
    }

    init(_ range: Int, of ranges: CSVRanges, _ wishes: [CSVColumnWish.Placed], columns: Int) {
        self.wishes = wishes
        // A record has a byte per column at least; only the last may go on behind the range. More of them are not whole.
        let (start, end) = ranges.bounds(range)
        rows = min(ranges.recordsBefore[range + 1] - ranges.recordsBefore[range], (end - start) / columns + 2)
        states = .allocate(capacity: wishes.count)
        for (place, wish) in wishes.enumerated() { (states + place).initialize(to: State(wish)) }
        values = .allocate(capacity: max(1, rows * wishes.count))
        codes = .allocate(capacity: max(1, rows * wishes.count))
        var places = [Int](repeating: -1, count: columns)
        for (place, wish) in wishes.enumerated() { places[wish.column] = place }
        read(range, ranges, places)
    }

    deinit {
        states.deinitialize(count: wishes.count)
        states.deallocate()
        values.deallocate()
        codes.deallocate()
    }

    private func read(_ range: Int, _ ranges: CSVRanges, _ places: [Int]) {
        let last = places.count - 1, scanner = ranges.scanner
        var isDropped = false
        do throws(CSVFault) {
            try ranges.forEachField(in: range, columns: places.count) { _, column, field throws(CSVFault) in
                let place = places[column]
                guard kept < rows else { throw CSVFault(offset: field.place - scanner.start, cause: .changed) }
                if place >= 0, try !take(field, place, scanner) { isDropped = true }
                guard column == last else { return }
                if isDropped { dropped.append(kept + dropped.count) } else { kept += 1 }
                isDropped = false
            }
        } catch { fault = error }
    }

    /// Takes a value; false where its row is to be left out.
    private func take(_ field: CSVScanner.Field, _ place: Int, _ scanner: CSVScanner) throws(CSVFault) -> Bool {
        let state = states + place, at = place * rows + kept
        if state.pointee.isCategory {
            codes[at] = Self.gap
            if let code = try code(of: field, state, scanner) {
                codes[at] = code
                return code >= 0 ? true : try takesUnknown(field, state, scanner)
            }
        } else if let value: Double = try scanner.number(
            of: field, state.pointee.column, wordsCount: state.pointee.wordsCount)
        {
            values[at] = value
            if state.pointee.numbers?.contains(value + 0) ?? true { return true }
            values[at] = .nan
            return try takesUnknown(field, state, scanner)
        }
        state.pointee.missing += 1
        values[at] = .nan
        switch state.pointee.gap {
        case .refuse:
            throw CSVFault(offset: field.place - scanner.start, cause: .missing(column: state.pointee.column))
        case .drop: return false
        case .keep, .mean: return true
        case .value(let value):
            values[at] = value
            return true
        }
    }

    /// Whether a value that is not known is a gap, and not a row that is left out.
    private func takesUnknown(
        _ field: CSVScanner.Field, _ state: UnsafeMutablePointer<State>, _ scanner: CSVScanner
    ) throws(CSVFault) -> Bool {
        switch state.pointee.unknown {
        case .refuse:
            throw CSVFault(
                offset: field.place - scanner.start,
                cause: .unknown(scanner.quoted(field), column: state.pointee.column))
        case .gap: true
        case .drop: false
        }
    }

    /// The number of a text, that of a gap for one that is not known; nil where it is missing.
    private func code(
        of field: CSVScanner.Field, _ state: UnsafeMutablePointer<State>, _ scanner: CSVScanner
    ) throws(CSVFault) -> Int32? {
        let isSaid = scanner.isSaidMissing(field)
        if state.pointee.isKnown, !isSaid,
            let known = scanner.withBytes(of: field, { state.pointee.known.index(of: $0) })
        {
            return Int32(known)
        }
        if field.isEmpty || isSaid || state.pointee.wordsCount && scanner.isMissingWord(field) { return nil }
        guard !state.pointee.isKnown else { return Self.gap }
        if let found = scanner.withBytes(of: field, { state.pointee.texts.index(of: $0) }) { return Int32(found) }
        let text = try scanner.text(of: field)
        guard state.pointee.texts.count < TextLevels.most else {
            throw scanner.fault("more than \(TextLevels.most) different texts", at: field.place)
        }
        state.pointee.offsets.append(field.place - scanner.start)
        return Int32(state.pointee.texts.insert(text).index)
    }

    func missing(_ place: Int) -> Int { states[place].missing }
    func texts(_ place: Int) -> TextLevels { states[place].texts }
    func offsets(_ place: Int) -> [Int] { states[place].offsets }

    func numbers(_ place: Int) -> UnsafeBufferPointer<Double> {
        UnsafeBufferPointer(start: values + place * rows, count: kept)
    }

    func codes(_ place: Int) -> UnsafeBufferPointer<Int32> {
        UnsafeBufferPointer(start: codes + place * rows, count: kept)
    }
}
