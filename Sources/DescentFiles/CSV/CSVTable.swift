internal import Descent
package import DescentSweep

/// Columns of a CSV file as a table, and what was missing in them.
package struct CSVTable: Sendable {
    package let table: Table
    package let missing: MissingValues
    /// Of columns that took them for gaps: the means, by name. They are those of all columns of numbers that could have had gaps.
    package let means: [String: Double]
    /// Columns as they are in the file. Nil where none were asked for.
    package internal(set) var carried: CSVCarried?

    /// - Parameters:
    ///   - parts: of all ranges, without a fault.
    ///   - before: rows before each range.
    ///   - names: of all columns of the file.
    /// - Throws: a column of more texts than it may have, or without a value for its mean.
    init(
        _ parts: [CSVColumnPart], _ wishes: [CSVColumnWish.Placed], before: [Int], names: [String]
    ) throws(CSVFault) {
        var columns: [Table.Column] = [], means: [String: Double] = [:]
        for (place, placed) in wishes.enumerated() {
            if placed.wish.isCategory {
                columns.append(try Self.categories(parts, place, placed.wish.known))
                continue
            }
            var values = Self.joined(parts) { $0.numbers(place) }
            if case .mean = placed.wish.gap {
                let mean = try Self.fill(&values, placed, names)
                means[placed.wish.name] = mean
            }
            columns.append(.numbers(values))
        }
        do { table = try Table(names: wishes.map(\.wish.name), columns: columns) } catch {
            preconditionFailure("\(error)")
        }
        self.means = means
        let counts = wishes.indices.map { place in parts.reduce(0) { $0 + $1.missing(place) } }
        missing = MissingValues(
            columns: zip(wishes, counts).filter { $1 > 0 }.sorted { $0.0.column < $1.0.column }
                .map { MissingValues.Column(name: $0.wish.name, count: $1) },
            rows: zip(before, parts).flatMap { before, part in part.dropped.map { before + $0 } })
    }

    private static func joined<Value>(
        _ parts: [CSVColumnPart], _ values: (CSVColumnPart) -> UnsafeBufferPointer<Value>
    ) -> [Value] {
        let count = parts.reduce(0) { $0 + $1.kept }
        return [Value](unsafeUninitializedCapacity: count) { out, filled in
            for part in parts {
                let values = values(part)
                _ = UnsafeMutableBufferPointer(rebasing: out[filled...]).update(fromContentsOf: values)
                filled += values.count
            }
        }
    }

    /// Puts the mean of the values that are there where one is missing.
    private static func fill(
        _ values: inout [Double], _ placed: CSVColumnWish.Placed, _ names: [String]
    ) throws(CSVFault) -> Double {
        let count = values.count { !$0.isNaN }
        guard count > 0 else {
            let name = names[placed.column].shown
            throw CSVFault(offset: 0, cause: .text("without a value there is no mean (column \"\(name)\")"))
        }
        let there = values
        let mean = FiniteSums { scale in [there.reduce(0) { $1.isNaN ? $0 : $0 + scale * $1 }] }.mean(0, over: count)
        for index in values.indices where values[index].isNaN { values[index] = mean }
        return mean
    }

    /// Codes by the levels of all ranges, in the order of their bytes or that of the known ones, in as few bytes as hold them.
    private static func categories(
        _ parts: [CSVColumnPart], _ place: Int, _ known: [String]?
    ) throws(CSVFault) -> Table.Column {
        var all = TextLevels()
        for part in parts where known == nil {
            let texts = part.texts(place)
            for (index, offset) in part.offsets(place).enumerated() {
                texts.withText(index) { _ = all.insert($0) }
                guard all.count <= TextLevels.most else {
                    throw CSVFault(offset: offset, cause: .text("more than \(TextLevels.most) different texts"))
                }
            }
        }
        let levels = known ?? all.sorted, order = TextLevels(levels)
        func column<Index: FixedWidthInteger & BitwiseCopyable & Sendable>(_: Index.Type) -> Table.Column {
            var codes: [Index] = []
            codes.reserveCapacity(parts.reduce(0) { $0 + $1.kept })
            for part in parts {
                let texts = part.texts(place)
                let places =
                    known == nil
                    ? (0..<texts.count).map { texts.withText($0) { Index(order.index(of: $0)!) } }
                    : levels.indices.map { Index($0) }
                for code in part.codes(place) { codes.append(code < 0 ? Index(levels.count) : places[Int(code)]) }
            }
            return .categories(codes, levels: levels)
        }
        switch levels.count {
        case ...Int(UInt8.max): return column(UInt8.self)
        case ...Int(UInt16.max): return column(UInt16.self)
        default: return column(UInt32.self)
        }
    }
}
