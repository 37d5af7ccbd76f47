package import Descent

/// Columns of a file as they stand there, to be written beside what is made of its rows.
package struct CSVCarried: Sendable {
    package let names: [String]
    /// By column, of all rows of the file in their order: also of those that are left out for a missing value.
    private let texts: [[String]]

    /// - Throws: the first fault of the text, such as bytes that are not UTF-8.
    init(
        of ranges: CSVRanges, _ columns: [Int], names all: [String], _ grant: ThreadBudget.Grant
    ) throws(CSVFault) {
        names = columns.map { all[$0] }
        var places = [Int?](repeating: nil, count: all.count)
        for (place, column) in columns.enumerated() { places[column] = place }
        let wanted = places, none = [[String]](repeating: [], count: columns.count)
        let parts = ThreadSlots(count: ranges.count, none)
        let faults = ThreadSlots<CSVFault?>(count: ranges.count, nil)
        ThreadTeam.shared.run(pieces: ranges.count, threads: grant.threads, budget: grant.budget) { _, range in
            var part = none
            do throws(CSVFault) {
                try ranges.forEachField(in: range, columns: all.count) { _, column, field throws(CSVFault) in
                    guard let place = wanted[column] else { return }
                    part[place].append(try ranges.scanner.text(of: field))
                }
            } catch { faults[range] = error }
            parts[range] = part
        }
        if let fault = faults.all.lazy.compactMap({ $0 }).first { throw fault }
        var texts = none
        for place in texts.indices {
            texts[place].reserveCapacity(ranges.records)
            for range in 0..<ranges.count { texts[place] += parts[range][place] }
        }
        self.texts = texts
    }

    /// - Parameters:
    ///   - dropped: rows that are not wanted, ascending.
    ///   - range: of the rows that remain; nil for all.
    package func parts<Element: Scalar>(without dropped: [Int], range: Range<Int>? = nil) -> [CSVPart<Element>] {
        zip(names, texts).map { name, texts in
            var kept = texts
            if !dropped.isEmpty {
                let isDropped = Set(dropped)
                kept = texts.indices.lazy.filter { !isDropped.contains($0) }.map { texts[$0] }
            }
            return .texts(name, range.map { Array(kept[$0]) } ?? kept)
        }
    }
}

extension CSVOptions.Carried {
    /// Those that are asked for by name.
    var names: [String] {
        if case .columns(let names) = self { names } else { [] }
    }
}
