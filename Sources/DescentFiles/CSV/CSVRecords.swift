internal import Descent

/// Reads records of one range, one after the other.
struct CSVRecords<Element: Scalar> {
    private let pass: CSVPass<Element>
    private let scanner: CSVScanner
    private let destination: CSVDestination<Element>
    private let isChecking: Bool
    private let hasPlainNumbers: Bool
    /// Texts of this record that are new; nil for a missing one.
    private var pending: [(table: Int, field: CSVScanner.Field?)] = []
    var result = CSVRangeResult()

    init(_ pass: CSVPass<Element>) {
        self.pass = pass
        scanner = pass.scanner
        hasPlainNumbers = scanner.hasPlainNumbers
        isChecking = pass.destination == nil
        // A read that checks writes each sample over the one before.
        guard let destination = pass.destination ?? CSVDestination(rows: 1, features: pass.features) else {
            preconditionFailure("no memory for one sample of \(pass.features) features")
        }
        self.destination = destination
        if isChecking { result.collected = pass.tables.map { _ in (TextLevels(), []) } }
    }

    /// One record, of which `place` becomes the end. Whether it is kept, the result counts.
    @inline(__always)
    mutating func read(_ place: inout UnsafeRawPointer, row: Int) throws(CSVFault) {
        let X = destination.X + row * pass.features, last = pass.roles.count - 1
        var isComplete = true, isUnknown = false
        for column in 0...last {
            switch pass.roles[column] {
            case .ignored: place = try scanner.field(at: place).next
            case .number(let feature, let fill):
                let start = place
                if let value = try number(&place, column, wordsCount: fill != nil || pass.missing != .refuse) {
                    X[feature] = value
                } else {
                    count(missing: column)
                    if let fill {
                        X[feature] = Element(fill)
                    } else {
                        // Nothing else in a table is NaN.
                        X[feature] = .nan
                        if pass.missing == .drop { isComplete = false }
                        if pass.missing == .refuse { throw missing(column, at: start) }
                    }
                }
            case .target: try single(&place, column, destination.y + row, &isComplete)
            case .sampleWeight: try single(&place, column, destination.sampleWeights + row, &isComplete)
            case .offset: try single(&place, column, destination.offsets + row, &isComplete)
            case .level(let table, let feature, let omitsFirst):
                let first = omitsFirst ? 1 : 0
                let index = try text(&place, column, table, isLabel: false, &isComplete, &isUnknown)
                guard !isChecking else { break }
                let levels = pass.tables[table].levels.count
                for level in first..<max(first, levels) { X[feature + level - first] = level == index ? 1 : 0 }
            case .label(let table):
                let index = try text(&place, column, table, isLabel: true, &isComplete, &isUnknown)
                destination.y[row] = Element(index ?? 0)
            }
            if column < last {
                guard place < scanner.end, scanner.byte(place) == scanner.separator else {
                    throw scanner.fault("\(column + 1) fields where \(last + 1) are needed", at: place)
                }
                place += 1
            }
        }
        if place < scanner.end {
            guard CSVScanner.isLineEnd(scanner.byte(place)) else {
                throw scanner.fault("more than \(last + 1) fields", at: place + 1)
            }
            place = scanner.afterLineEnd(place)
        }
        if isComplete {
            // What was collected holds every text of a row that is kept.
            if isUnknown { throw CSVFault(offset: place - scanner.start, cause: .changed) }
            result.kept += 1
            if isChecking { collect() }
        } else {
            result.dropped.append(result.kept + result.dropped.count)
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// A number that is no feature: where it is missing the row is dropped, or that is a fault.
    private mutating func single(
        _ place: inout UnsafeRawPointer, _ column: Int, _ target: UnsafeMutablePointer<Element>,
        _ isComplete: inout Bool
    ) throws(CSVFault) {
        let start = place
        if let value = try number(&place, column, wordsCount: pass.missing != .refuse) {
            target.pointee = value
        } else {
            try drop(column, at: start, &isComplete)
        }
    }

    private mutating func drop(
        _ column: Int, at start: UnsafeRawPointer, _ isComplete: inout Bool
    ) throws(CSVFault) {
        guard pass.missing == .drop else { throw missing(column, at: start) }
        count(missing: column)
        isComplete = false
    }

    /// The number of a text in its table.
    private mutating func text(
        _ place: inout UnsafeRawPointer, _ column: Int, _ table: Int, isLabel: Bool, _ isComplete: inout Bool,
        _ isUnknown: inout Bool
    ) throws(CSVFault) -> Int? {
        let start = place, field = try scanner.field(at: place)
        place = field.next
        let isCollected = pass.tables[table].isCollected, isSaid = scanner.isSaidMissing(field)
        if !isCollected, !isSaid, let known = known(field, table) { return known }
        if !isLabel, isMissingLevel(field, table, isSaid) {
            guard isCollected, isChecking else { return pass.tables[table].levels.index(of: "") }
            pending.append((table, nil))
            return nil
        }
        if field.isEmpty || isSaid || (isLabel || pass.missing == .drop) && scanner.isMissingWord(field) {
            try drop(column, at: start, &isComplete)
            return nil
        }
        guard isCollected else {
            throw CSVFault(offset: start - scanner.start, cause: .unknown(scanner.quoted(field), column: column))
        }
        if isChecking {
            let isKnown = scanner.withBytes(of: field) { result.collected[table].levels.index(of: $0) != nil }
            if !isKnown {
                _ = try scanner.text(of: field)
                pending.append((table, field))
            }
            return nil
        }
        let index = known(field, table)
        if index == nil { isUnknown = true }
        return index
    }

    /// Whether a field is a missing text, and that a level: the empty one.
    private func isMissingLevel(_ field: CSVScanner.Field, _ table: Int, _ isSaid: Bool) -> Bool {
        let texts = pass.tables[table]
        guard texts.isCollected ? pass.missingIsLevel : texts.levels.index(of: "") != nil else { return false }
        return field.isEmpty || isSaid || scanner.isMissingWord(field)
    }

    private func known(_ field: CSVScanner.Field, _ table: Int) -> Int? {
        let texts = pass.tables[table]
        if let index = scanner.withBytes(of: field, { texts.levels.index(of: $0) }) { return index }
        guard !texts.byValue.isEmpty, !field.hasEscapes else { return nil }
        let (first, last) = scanner.trimmed(field)
        return scanner.value(first, last, as: Double.self).flatMap { texts.byValue[$0] }
    }

    /// Texts of a row that is kept. More of them than there may be are found when ranges are merged.
    private mutating func collect() {
        for (table, field) in pending where result.collected[table].levels.count <= TextLevels.most {
            guard let field else {
                if result.collected[table].levels.insert("").isNew { result.collected[table].offsets.append(0) }
                continue
            }
            let isNew = scanner.withBytes(of: field) { result.collected[table].levels.insert($0).isNew }
            if isNew { result.collected[table].offsets.append(field.place - scanner.start) }
        }
    }

    private mutating func count(missing column: Int) {
        if result.missing.isEmpty { result.missing = [Int](repeating: 0, count: pass.roles.count) }
        result.missing[column] += 1
    }

    private func missing(_ column: Int, at place: UnsafeRawPointer) -> CSVFault {
        CSVFault(offset: place - scanner.start, cause: .missing(column: column))
    }

    /// The number of a field, of which `place` becomes the end; nil where it is missing.
    @inline(__always)
    private func number(
        _ place: inout UnsafeRawPointer, _ column: Int, wordsCount: Bool
    ) throws(CSVFault) -> Element? {
        let limit = scanner.limit(from: place)
        var first = place
        while first < limit, scanner.isBlank(first) { first += 1 }
        // Most fields are a number and nothing else.
        if hasPlainNumbers, let found = Numbers.parse(first, limit, as: Element.self), found.value.isFinite,
            scanner.endsField(found.end)
        {
            place = found.end
            return found.value
        }
        return try scanner.number(&place, column, wordsCount: wordsCount)
    }
}
