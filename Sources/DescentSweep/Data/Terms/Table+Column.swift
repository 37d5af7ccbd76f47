extension Table {
    /// The values of all samples under one name.
    public struct Column: Sendable {
        enum Values: Sendable {
            case numbers(NumberColumn)
            case categories(CategoryColumn)
        }

        let values: Values
        /// What is wrong, which the table says with the column's name.
        let fault: (value: String, requirement: String)?

        var count: Int {
            switch values {
            case .numbers(let numbers): numbers.count
            case .categories(let categories): categories.count
            }
        }

        /// Numbers as they are stored: integers of any size, halves, Floats, Doubles or booleans. They are not
        /// copied; NaN is a gap.
        public static func numbers<Number: BitwiseCopyable & Sendable>(_ values: [Number]) -> Column {
            let type = NumberType(ofColumn: Number.self)
            let numbers = NumberColumn(
                bytes: StoredNumbers(numbers: values), type: type ?? .uint8, count: type == nil ? 0 : values.count)
            return Column(
                values: .numbers(numbers), fault: type == nil ? ("of \(Number.self)", "of numbers") : nil)
        }

        /// Categories by their names, of which nil is a gap. The levels are all that occur, by the order of their UTF-8 bytes.
        public static func texts(_ values: [String?]) -> Column {
            let levels = Set(values.lazy.compactMap(\.self)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            let places = Dictionary(uniqueKeysWithValues: zip(levels, 0...))
            let codes = values.map { $0.map { places[$0]! } ?? levels.count }
            return Column(values: .categories(CategoryColumn(codes: codes, levels: levels)), fault: nil)
        }

        /// Categories by the indices of their levels, which are kept in the order that they are given in. The
        /// number of levels as an
        /// index is a gap. Indices of 1, 2 or 4 bytes without a sign are not copied.
        public static func categories<Index: FixedWidthInteger & BitwiseCopyable & Sendable>(
            _ indices: [Index], levels: [String]
        ) -> Column {
            if let wrong = indices.firstIndex(where: { $0 < 0 || $0 > levels.count }) {
                return Column(
                    values: .categories(CategoryColumn(codes: [], levels: [])),
                    fault: ("of the index \(indices[wrong]) in sample \(wrong)", "of indices from 0 to \(levels.count)")
                )
            }
            let isUnique = Set(levels).count == levels.count
            let size = MemoryLayout<Index>.size
            let column =
                Index.isSigned || size > 4
                ? CategoryColumn(codes: indices.map { Int($0) }, levels: levels)
                : CategoryColumn(
                    bytes: StoredNumbers(numbers: indices), size: size, count: indices.count, levels: levels)
            return Column(
                values: .categories(column),
                fault: isUnique ? nil : ("of two levels of one name", "of different levels"))
        }
    }
}

extension NumberType {
    /// What the numbers of an array are, by their Swift type.
    fileprivate init?<Number>(ofColumn type: Number.Type) {
        if let known = NumberType(of: type) {
            self = known
            return
        }
        let size = MemoryLayout<Number>.size, order = Self.machineIsBigEndian && size > 1
        switch type {
        case is Bool.Type: self = NumberType(.boolean, size: 1)
        case is UInt8.Type, is UInt16.Type, is UInt32.Type, is UInt64.Type, is UInt.Type:
            self = NumberType(.unsigned, size: size, isBigEndian: order)
        case is Int32.Type, is Int64.Type, is Int.Type: self = NumberType(.signed, size: size, isBigEndian: order)
        default: return nil
        }
    }
}
