/// A counter run through a mixing function: as many independent sequences as there are keys. Steele, Lea, Flood, "Fast
/// splittable pseudorandom number generators" (2014).
package struct CounterGenerator {
    @usableFromInline var counter: UInt64

    /// The sequence of a seed and three keys.
    @inlinable package init(_ seed: UInt64, _ first: Int, _ second: Int, _ third: Int) {
        counter = Self.mix(Self.mix(Self.mix(seed &+ Self.step) ^ Self.spread(first)) ^ Self.spread(second))
        counter = Self.mix(counter ^ Self.spread(third))
    }

    @inlinable static var step: UInt64 { 0x9e37_79b9_7f4a_7c15 }
    @inlinable static func spread(_ key: Int) -> UInt64 { UInt64(bitPattern: Int64(key)) &* step &+ step }

    @inlinable package mutating func next() -> UInt64 {
        counter &+= Self.step
        return Self.mix(counter)
    }

    /// Below a bound, which is far below 2⁶⁴: the bias is bound/2⁶⁴.
    @inlinable package mutating func next(below bound: UInt64) -> UInt64 { next().multipliedFullWidth(by: bound).high }

    @inlinable static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
