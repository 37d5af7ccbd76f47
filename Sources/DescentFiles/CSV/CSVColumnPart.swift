internal import Descent

/// What the records that begin in one range are for the columns of a table: a run of numbers or of codes per column.
final class CSVColumnPart: @unchecked Sendable {
    /// Of the rows that are kept.
    private(set) var kept = 0
    /// Numbers of rows in the range that are left out.
    private(set) var dropped: [Int] = []
    /// By wish: values that were missing.
    private(set) var missing: [Int]
    private(set) var fault: CSVFault?
    /// By wish: texts as they came, which codes are numbers of, and where each came first.
    private(set) var texts: [TextLevels]
    private(set) var offsets: [[Int]]

    private let wishes: [CSVColumnWish.Placed]
    private let rows: Int
    private let values: UnsafeMutablePointer<Double>
    private let codes: UnsafeMutablePointer<Int32>
    /// What a gap is among codes.
    static let gap: Int32 = -1

    init(_ range: Int, of ranges: CSVRanges, _ wishes: [CSVColumnWish.Placed], columns: Int) {
        self.wishes = wishes
        rows = ranges.recordsBefore[range + 1] - ranges.recordsBefore[range]
        missing = Array(repeating: 0, count: wishes.count)
        texts = Array(repeating: TextLevels(), count: wishes.count)
        offsets = Array(repeating: [], count: wishes.count)
        values = .allocate(capacity: max(1, rows * wishes.count))
        codes = .allocate(capacity: max(1, rows * wishes.count))
        var places = [Int](repeating: -1, count: columns)
        for (place, wish) in wishes.enumerated() { places[wish.column] = place }
        read(range, ranges, places)
    }

    deinit {
        values.deallocate()
        codes.deallocate()
    }

    private func read(_ range: Int, _ ranges: CSVRanges, _ places: [Int]) {
        let last = places.count - 1, scanner = ranges.scanner
        var isDropped = false
        do throws(CSVFault) {
            try ranges.forEachField(in: range, columns: places.count) { _, column, field throws(CSVFault) in
                let place = places[column]
                if place >= 0, try !take(field, place, scanner) { isDropped = true }
                guard column == last else { return }
                if isDropped { dropped.append(kept + dropped.count) } else { kept += 1 }
                isDropped = false
            }
        } catch { fault = error }
    }

    /// Takes a value; false where its row is to be left out.
    private func take(_ field: CSVScanner.Field, _ place: Int, _ scanner: CSVScanner) throws(CSVFault) -> Bool {
        let placed = wishes[place], wish = placed.wish, at = place * rows + kept
        func unknown() throws(CSVFault) -> Bool {
            switch wish.unknown {
            case .refuse:
                throw CSVFault(
                    offset: field.place - scanner.start, cause: .unknown(scanner.quoted(field), column: placed.column))
            case .gap: return true
            case .drop: return false
            }
        }
        if wish.isCategory {
            codes[at] = Self.gap
            if let code = try code(of: field, place, scanner) {
                codes[at] = code
                return code >= 0 ? true : try unknown()
            }
        } else if let value: Double = try scanner.number(of: field, placed.column, wordsCount: wish.wordsCount) {
            values[at] = value
            if placed.numbers?.contains(value + 0) ?? true { return true }
            values[at] = .nan
            return try unknown()
        }
        missing[place] += 1
        values[at] = .nan
        switch wish.gap {
        case .refuse:
            throw CSVFault(offset: field.place - scanner.start, cause: .missing(column: placed.column))
        case .drop: return false
        case .keep, .mean: return true
        case .value(let value):
            values[at] = value
            return true
        }
    }

    /// The number of a text, −1 for one that is not known; nil where it is missing.
    private func code(of field: CSVScanner.Field, _ place: Int, _ scanner: CSVScanner) throws(CSVFault) -> Int32? {
        let placed = wishes[place], wish = placed.wish, isSaid = scanner.isSaidMissing(field)
        if wish.known != nil, !isSaid,
            let known = scanner.withBytes(of: field, { placed.texts.index(of: $0) })
        {
            return Int32(known)
        }
        if field.isEmpty || isSaid || wish.wordsCount && scanner.isMissingWord(field) { return nil }
        guard wish.known == nil else { return Self.gap }
        if let found = scanner.withBytes(of: field, { texts[place].index(of: $0) }) { return Int32(found) }
        let text = try scanner.text(of: field)
        guard texts[place].count < TextLevels.most else {
            throw scanner.fault("more than \(TextLevels.most) different texts", at: field.place)
        }
        offsets[place].append(field.place - scanner.start)
        return Int32(texts[place].insert(text).index)
    }

    func numbers(_ place: Int) -> UnsafeBufferPointer<Double> {
        UnsafeBufferPointer(start: values + place * rows, count: kept)
    }

    func codes(_ place: Int) -> UnsafeBufferPointer<Int32> {
        UnsafeBufferPointer(start: codes + place * rows, count: kept)
    }
}
