internal import Descent

/// Reads a CSV file: header, plan, ranges, texts, numbers, means.
struct CSVReader<Element: Scalar> {
    private let text: TextBytes
    private let options: CSVOptions
    private let scanner: CSVScanner
    private let header: CSVHeader
    private let grant: ThreadBudget.Grant
    private let rangeSize: Int
    private let known: FeatureColumns?
    private var plan: CSVPlan
    /// What the first column is called, where it was no more than the rows' numbers.
    private var rowNumbers: String?
    /// By column, the words for 0 and 1.
    private var answers: [Int: [String]] = [:]

    init(
        _ path: String, as columns: FeatureColumns?, _ options: CSVOptions, reading: FileReading, threads: Int?,
        rangeSize: Int
    ) throws(FileError) {
        try options.check()
        grant = try ThreadBudget.grant(toRead: threads)
        text = try TextBytes(csv: path, options, reading)
        self.options = options
        self.rangeSize = rangeSize
        known = columns
        scanner = CSVScanner(
            start: text.start, end: text.end, separator: options.separator,
            missingTexts: CSVMissingTexts(options.missingTexts + (columns?.missingTexts ?? [])),
            hasDecimalCommas: options.hasDecimalCommas)
        header = try CSVHeader(text, scanner, isThere: options.hasHeader)
        plan =
            if let columns {
                try CSVPlan(header, as: columns, options, path: path)
            } else {
                try CSVPlan(header, options, path: path)
            }
    }

    struct Result {
        let X: Matrix<Element>
        let y: [Element]?
        let labels: [String]?
        let sampleWeights: [Element]?
        let offsets: [Element]?
        let columns: FeatureColumns
        let missing: MissingValues
        let rowNumbers: String?
        let carried: CSVCarried?
        let answers: [(name: String, words: [String])]
    }

    mutating func read() throws(FileError) -> Result {
        let ranges = CSVRanges(
            scanner, from: header.dataStart, blanksCount: header.names.count == 1, size: rangeSize, grant: grant)
        guard ranges.records > 0 else { throw .empty(path: text.path) }
        leaveOutRowNumbers(ranges)
        if known == nil {
            answers = CSVAnswers.find(
                in: plan.numberColumns, of: header.names.count, scanner, from: header.dataStart)
            plan.answer(answers)
        }
        setLabels()
        // Fewer bytes than that many records take hold some that are not whole: their fault comes before any question of memory.
        let (fields, isMany) = ranges.records.multipliedReportingOverflow(by: header.names.count)
        let mustCheck = isMany || fields > text.end - text.start + 1
        if mustCheck || plan.tables.contains(where: \.isCollected) { try learnTexts(ranges) }

        let (_, features) = plan.roles
        guard features > 0 else { throw CSVPlan.noFeature(text.path) }
        let bytes = try DenseSize.bytes(
            samples: ranges.records, features: features, of: Element.self, path: text.path)
        guard let destination = CSVDestination<Element>(rows: ranges.records, features: features) else {
            throw .outOfMemory(path: text.path, bytes: bytes)
        }
        let results = try run(pass(ranges, into: destination))
        let missing = counts(results)
        var means: [Int: Double] = [:]
        if options.missing == .mean {
            means = try CSVMeans(destination, ranges, grant, path: text.path).fill(plan, missing: missing)
        }
        return try result(destination, ranges, results, missing, means)
    }

    private func result(
        _ destination: CSVDestination<Element>, _ ranges: CSVRanges, _ results: [CSVRangeResult], _ missing: [Int],
        _ means: [Int: Double]
    ) throws(FileError) -> Result {
        let rows = destination.compact(zip(ranges.recordsBefore, results).map { ($0, $1.kept) })
        guard rows > 0 else { throw .noCompleteRow(path: text.path, rows: ranges.records) }
        let columns =
            if let known { known } else { try plan.featureColumns(means: means, missingTexts: options.missingTexts) }
        let carried = try carried(ranges)
        try text.confirm()
        func values(_ column: Int?, _ memory: UnsafeMutablePointer<Element>) -> [Element]? {
            column.map { _ in Array(UnsafeBufferPointer(start: memory, count: rows)) }
        }
        let counts = missing.enumerated().filter { $0.element > 0 }.map {
            MissingValues.Column(name: header.names[$0.offset], count: $0.element)
        }
        let y = values(plan.target, destination.y), offsets = values(plan.offset, destination.offsets)
        let weights = values(plan.sampleWeights, destination.sampleWeights)
        let X: Matrix<Element>
        do { X = try destination.matrix(rows: rows) } catch {
            throw .outOfMemory(path: text.path, bytes: rows * destination.features * MemoryLayout<Element>.stride)
        }
        return Result(
            X: X, y: y, labels: plan.labelTable.flatMap { plan.tables[$0].texts }, sampleWeights: weights,
            offsets: offsets, columns: columns,
            missing: MissingValues(
                columns: counts,
                rows: zip(ranges.recordsBefore, results).flatMap { before, result in result.dropped.map { before + $0 }
                }),
            rowNumbers: rowNumbers, carried: carried,
            answers: answers.sorted { $0.key < $1.key }.map { (header.names[$0.key], $0.value) })
    }

    /// Nil where nobody asked for any.
    private func carried(_ ranges: CSVRanges) throws(FileError) -> CSVCarried? {
        guard options.carried != .none else { return nil }
        do throws(CSVFault) {
            return try CSVCarried(of: ranges, plan.carried, names: header.names, grant)
        } catch { throw try self.error(error) }
    }

    /// How many values are missing, by column of the file.
    private func counts(_ results: [CSVRangeResult]) -> [Int] {
        var counts = [Int](repeating: 0, count: header.names.count)
        for result in results where !result.missing.isEmpty {
            for column in counts.indices { counts[column] += result.missing[column] }
        }
        return counts
    }

    /// Of new data for a model no means are taken.
    private var missing: CSVOptions.Missing {
        known != nil && options.missing == .mean ? .refuse : options.missing
    }

    private func pass(_ ranges: CSVRanges, into destination: CSVDestination<Element>?) -> CSVPass<Element> {
        let (roles, features) = plan.roles
        return CSVPass(
            scanner: scanner, ranges: ranges, roles: roles, features: features, tables: plan.tables,
            missing: missing, missingIsLevel: options.missingIsLevel, destination: destination)
    }

    private func run(_ pass: CSVPass<Element>) throws(FileError) -> [CSVRangeResult] {
        let (results, fault) = pass.run(grant)
        if let fault { throw try error(fault) }
        return results
    }

    /// Of bytes that somebody writes meanwhile any fault may be found.
    private func error(_ fault: CSVFault) throws(FileError) -> FileError {
        try text.confirm()
        if case .unknown(let value, let column) = fault.cause, answers[column] != nil {
            // Of other texts a column of two words is one of many.
            return text.error(
                CSVFault(offset: fault.offset, cause: .notANumber(value, column: column)), names: header.names)
        }
        return text.error(fault, names: header.names)
    }

    /// A first column that has no name and counts rows is none that a person would learn from.
    private mutating func leaveOutRowNumbers(_ ranges: CSVRanges) {
        guard known == nil, options.columns == nil, header.lacksFirstName, plan.firstIsUnasked,
            CSVRowNumbers(ranges, columns: header.names.count).areThere(grant)
        else { return }
        plan.leaveOutFirst()
        rowNumbers = header.names[0]
    }

    /// Whether the target is numbers or texts.
    private mutating func setLabels() {
        guard let target = plan.target else { return }
        if let labels = options.labels {
            plan.tables.append(CSVTexts(column: target, known: labels, matchingNumbers: true))
        } else {
            guard firstTargetIsText(target) else { return }
            plan.tables.append(CSVTexts(column: target))
        }
        plan.labelTable = plan.tables.count - 1
    }

    /// The first that is not missing decides. Faults on the way are found again by those who read all.
    private func firstTargetIsText(_ target: Int) -> Bool {
        var isText = false
        scanner.firstValues(of: [target], among: header.names.count, from: header.dataStart) { _, field in
            let (first, last) = scanner.trimmed(field)
            isText = scanner.value(first, last, as: Double.self) == nil
        }
        return isText
    }

    /// Checks all records and collects their texts.
    private mutating func learnTexts(_ ranges: CSVRanges) throws(FileError) {
        let (results, fault) = pass(ranges, into: nil).run(grant)
        var first = fault
        for table in plan.tables.indices where plan.tables[table].isCollected {
            var levels = TextLevels()
            merging: for result in results {
                for (index, offset) in result.collected[table].offsets.enumerated() {
                    result.collected[table].levels.withText(index) { _ = levels.insert($0) }
                    guard levels.count > TextLevels.most else { continue }
                    let name = header.names[plan.tables[table].column].shown
                    let reason = "more than \(TextLevels.most) different texts (column \"\(name)\")"
                    if offset < first?.offset ?? .max { first = CSVFault(offset: offset, cause: .text(reason)) }
                    break merging
                }
            }
            plan.tables[table].texts = levels.sorted
        }
        if let first { throw try error(first) }
        let rows = results.reduce(0) { $0 + $1.kept }
        guard rows > 0 else { throw .noCompleteRow(path: text.path, rows: ranges.records) }
    }
}
