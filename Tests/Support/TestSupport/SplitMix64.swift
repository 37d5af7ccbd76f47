/// A small generator with the same numbers on every run and machine (Steele, Lea and Flood, 2014).
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Uniform in a range, in steps of 2⁻⁵³ of its width.
    public mutating func number(in range: ClosedRange<Double> = -1...1) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * (Double(next() >> 11) * 0x1p-53)
    }

    /// So many of them. The loop is for debug builds, in which most of a law's time would go to generic code that makes its data.
    public mutating func numbers(_ count: Int, in range: ClosedRange<Double> = -1...1) -> [Double] {
        let low = range.lowerBound, width = range.upperBound - low
        return [Double](unsafeUninitializedCapacity: count) { buffer, initialised in
            let numbers = buffer.baseAddress
            var index = 0
            while index < count {
                (numbers! + index).initialize(to: low + width * (Double(next() >> 11) * 0x1p-53))
                index += 1
            }
            initialised = count
        }
    }
}
