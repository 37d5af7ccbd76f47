/// Numbers of a table where they lie.
struct NumberColumn: Sendable {
    let bytes: any ByteHolding
    let type: NumberType
    let count: Int

    /// Those of a range, widened.
    func read(_ range: Range<Int>, into out: UnsafeMutablePointer<Double>) {
        bytes.withBytes { _ = type.widen(range.count, $0 + range.lowerBound * type.size, into: out) }
    }

    subscript(sample: Int) -> Double {
        var value = Double.nan
        withUnsafeMutablePointer(to: &value) { read(sample..<sample + 1, into: $0) }
        return value
    }
}

/// Categories of a table: indices of 1, 2 or 4 bytes, of which the number of levels stands for a gap.
struct CategoryColumn: Sendable {
    let bytes: any ByteHolding
    let size: Int
    let count: Int
    let levels: [String]

    init(bytes: any ByteHolding, size: Int, count: Int, levels: [String]) {
        (self.bytes, self.size, self.count, self.levels) = (bytes, size, count, levels)
    }

    /// Indices in as few bytes as hold them all.
    init(codes: [Int], levels: [String]) {
        switch levels.count {
        case ...Int(UInt8.max):
            self.init(
                bytes: StoredNumbers(numbers: codes.map { UInt8($0) }), size: 1, count: codes.count, levels: levels)
        case ...Int(UInt16.max):
            self.init(
                bytes: StoredNumbers(numbers: codes.map { UInt16($0) }), size: 2, count: codes.count, levels: levels)
        default:
            self.init(
                bytes: StoredNumbers(numbers: codes.map { UInt32($0) }), size: 4, count: codes.count, levels: levels)
        }
    }

    /// The levels are the numbers that occur, in ascending order.
    init(_ numbers: NumberColumn) {
        var values = [Double](repeating: 0, count: numbers.count)
        values.withUnsafeMutableBufferPointer {
            if let base = $0.baseAddress { numbers.read(0..<numbers.count, into: base) }
        }
        // −0 is 0.
        let levels = Set(values.lazy.filter { !$0.isNaN }.map { $0 + 0 }).sorted()
        let places = Dictionary(uniqueKeysWithValues: zip(levels, 0...))
        self.init(codes: values.map { places[$0 + 0] ?? levels.count }, levels: levels.map(\.asWritten))
    }

    /// The codes of a range.
    func read(_ range: Range<Int>, into out: UnsafeMutablePointer<Int32>) {
        bytes.withBytes { base in
            func widen<Code: FixedWidthInteger & BitwiseCopyable>(_: Code.Type) {
                let codes = (base + range.lowerBound * size).assumingMemoryBound(to: Code.self)
                for index in 0..<range.count { out[index] = Int32(truncatingIfNeeded: codes[index]) }
            }
            switch size {
            case 1: widen(UInt8.self)
            case 2: widen(UInt16.self)
            default: widen(UInt32.self)
            }
        }
    }

    subscript(sample: Int) -> Int {
        var code: Int32 = 0
        withUnsafeMutablePointer(to: &code) { read(sample..<sample + 1, into: $0) }
        return Int(code)
    }

    /// The first sample of one of these codes; `isSought` has one value more than there are levels.
    func firstSample(where isSought: [Bool]) -> Int? {
        guard isSought.contains(true) else { return nil }
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 1024) { codes in
            for piece in (0..<count).pieces(of: codes.count) {
                read(piece, into: codes.baseAddress!)
                for index in 0..<piece.count where isSought[Int(codes[index])] { return piece.lowerBound + index }
            }
            return nil
        }
    }
}

extension Double {
    /// As in a formula: whole numbers without a point.
    package var asWritten: String {
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
