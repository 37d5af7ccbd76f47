internal import Descent

/// What is in a table: for somebody who is about to say what its columns are.
package struct CSVSummary: Sendable {
    package struct Column: Sendable {
        package enum Kind: String, Sendable {
            /// Numbers, texts, one of the pairs of words that are a no and a yes, nothing.
            case number, text, boolean, empty
        }

        package let name: String
        package let kind: Kind
        package let missing: Int
        /// Of numbers.
        package let range: ClosedRange<Double>?
        /// How many different texts there are; nil for numbers, and for more than a feature's texts may be.
        package let levels: Int?
        /// Some of them, in the order of their bytes.
        package let texts: [String]
    }

    package let rows: Int
    package let columns: [Column]
    package let firstRows: [[String]]

    private static let mostShown = 5

    /// - Throws: what is wrong with the text, as where samples are read from it.
    package init(
        _ path: String, _ options: CSVOptions, reading: FileReading = .mapped, threads: Int? = nil
    ) throws(FileError) {
        try options.check()
        let text = try TextBytes(csv: path, options, reading)
        let scanner = CSVScanner(
            start: text.start, end: text.end, separator: options.separator,
            missingTexts: CSVMissingTexts(options.missingTexts), hasDecimalCommas: options.hasDecimalCommas)
        let header = try CSVHeader(text, scanner, isThere: options.hasHeader), count = header.names.count
        let grant = try ThreadBudget.grant(toRead: threads)
        let ranges = CSVRanges(
            scanner, from: header.dataStart, blanksCount: count == 1, size: CSVRanges.standardSize, grant: grant)
        let parts = ThreadSlots(count: ranges.count, [CSVTally]()),
            faults = ThreadSlots<CSVFault?>(count: ranges.count, nil)
        let shown = ThreadSlots(count: ranges.count, [[String]]())
        ThreadTeam.shared.run(pieces: ranges.count, threads: grant.threads, budget: grant.budget) { _, range in
            var tallies = [CSVTally](repeating: CSVTally(), count: count), first: [[String]] = []
            do throws(CSVFault) {
                try ranges.forEachField(in: range, columns: count) { record, column, field throws(CSVFault) in
                    try tallies[column].add(field, scanner)
                    guard record < Self.mostShown else { return }
                    if column == 0 { first.append([]) }
                    first[first.count - 1].append(try scanner.text(of: field))
                }
            } catch { faults[range] = error }
            parts[range] = tallies
            shown[range] = first
        }
        try text.confirm()
        if let fault = faults.all.lazy.compactMap({ $0 }).first { throw text.error(fault, names: header.names) }
        var tallies = [CSVTally](repeating: CSVTally(), count: count)
        for part in parts.all { for column in part.indices { tallies[column].merge(part[column]) } }
        rows = ranges.records
        firstRows = shown.all.flatMap { $0 }
        columns = zip(header.names, tallies).map { Column($0, $1) }
    }
}

extension CSVSummary.Column {
    fileprivate init(_ name: String, _ tally: CSVTally) {
        self.name = name
        missing = tally.missing
        let isNumber = tally.present > 0 && tally.numbers == tally.present
        range = isNumber ? tally.low...tally.high : nil
        guard !isNumber, tally.present > 0 else {
            (kind, levels, texts) = (isNumber ? .number : .empty, isNumber ? nil : 0, [])
            return
        }
        let sorted = tally.texts.sorted
        levels = sorted.count > TextLevels.most ? nil : sorted.count
        texts = Array(sorted.prefix(10))
        let isPair = CSVAnswers.pairs.contains { pair in sorted.allSatisfy(pair.contains) }
        kind = isPair ? .boolean : .text
    }
}
