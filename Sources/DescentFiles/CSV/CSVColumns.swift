internal import Descent
package import DescentSweep

/// A CSV file as typed columns: what each is is known before all of it is read.
package struct CSVColumns: @unchecked Sendable {
    /// The columns without a row: numbers where the first value that is there is one, else categories.
    package let schema: Table
    /// What a first column is called that is left out of the schema, since it has no name and numbers the rows.
    package let rowNumbers: String?
    private let text: TextBytes
    private let header: CSVHeader
    private let ranges: CSVRanges
    private let grant: ThreadBudget.Grant
    private let carried: CSVOptions.Carried

    /// - Throws: as `CSVFile`.
    package init(
        _ path: String, _ options: CSVOptions, missingTexts: [String] = [], reading: FileReading = .mapped,
        threads: Int? = nil
    ) throws(FileError) {
        try self.init(
            path, options, missingTexts: missingTexts, reading: reading, threads: threads,
            rangeSize: CSVRanges.standardSize)
    }

    init(
        _ path: String, _ options: CSVOptions, missingTexts: [String] = [], reading: FileReading = .mapped,
        threads: Int? = nil, rangeSize: Int
    ) throws(FileError) {
        try options.check()
        grant = try ThreadBudget.grant(toRead: threads)
        text = try TextBytes(csv: path, options, reading)
        let scanner = CSVScanner(
            start: text.start, end: text.end, separator: options.separator,
            missingTexts: CSVMissingTexts(options.missingTexts + missingTexts),
            hasDecimalCommas: options.hasDecimalCommas)
        header = try CSVHeader(text, scanner, isThere: options.hasHeader)
        carried = options.carried
        ranges = CSVRanges(
            scanner, from: header.dataStart, blanksCount: header.names.count == 1, size: rangeSize, grant: grant)
        guard ranges.records > 0 else { throw .empty(path: path) }
        let isCounted =
            options.columns == nil && header.lacksFirstName && header.names.count > 1
            && CSVRowNumbers(ranges, columns: header.names.count).areThere(grant)
        rowNumbers = isCounted ? header.names[0] : nil
        var texts: Set<Int> = []
        scanner.firstValues(of: Set(header.names.indices), among: header.names.count, from: header.dataStart) {
            let (first, last) = scanner.trimmed($1)
            if scanner.value(first, last, as: Double.self) == nil { texts.insert($0) }
        }
        let left = Set(options.excluded + [rowNumbers].compactMap(\.self))
        let names = header.names
        let wanted = names.indices.filter { options.columns?.contains(names[$0]) ?? !left.contains(names[$0]) }
        try header.require(options.excluded + (options.columns ?? []) + options.carried.names, path: path)
        let columns = wanted.map {
            texts.contains($0) ? Table.Column.categories([UInt8](), levels: []) : .numbers([Double]())
        }
        do { schema = try Table(names: wanted.map { names[$0] }, columns: columns) } catch {
            preconditionFailure("\(error)")
        }
    }

    /// The columns of some names.
    ///
    /// - Throws: `noColumn`; `notANumber`, `missingValue` or `unknownLevel` with line and column, `illegalText`, `noCompleteRow`.
    package func table(of wishes: [CSVColumnWish]) throws(FileError) -> CSVTable {
        try header.require(wishes.map(\.name), path: text.path)
        var places: [String: Int] = [:]
        for (place, name) in header.names.enumerated() { places[name] = place }
        let placed = wishes.map { CSVColumnWish.Placed(wish: $0, column: places[$0.name]!) }
        let (fields, isMany) = ranges.records.multipliedReportingOverflow(by: header.names.count)
        // Fewer bytes hold some that are not whole, whose fault comes before any question of memory.
        if !isMany, fields <= text.end - text.start + 1 {
            _ = try DenseSize.bytes(
                samples: ranges.records, features: wishes.count, of: Double.self, path: text.path)
        }
        let slots = ThreadSlots<CSVColumnPart?>(count: ranges.count, nil), columns = header.names.count
        ThreadTeam.shared.run(pieces: ranges.count, threads: grant.threads, budget: grant.budget) { _, range in
            slots[range] = CSVColumnPart(range, of: ranges, placed, columns: columns)
        }
        let parts = slots.all.compactMap(\.self)
        try text.confirm()
        if let fault = parts.lazy.compactMap(\.fault).first { throw text.error(fault, names: header.names) }
        var result: CSVTable
        do throws(CSVFault) {
            result = try CSVTable(parts, placed, before: ranges.recordsBefore, names: header.names)
            if carried != .none {
                let columns = carried == .all ? Array(header.names.indices) : carried.names.map { places[$0]! }
                result.carried = try CSVCarried(of: ranges, columns, names: header.names, grant)
            }
        } catch { throw text.error(error, names: header.names) }
        guard result.table.sampleCount > 0 else { throw .noCompleteRow(path: text.path, rows: ranges.records) }
        return result
    }
}
