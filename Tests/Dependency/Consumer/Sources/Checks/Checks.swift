#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What of a release build is large is small in a debug build, where loops take many times as long.
#if DEBUG
    public let isDebug = true
#else
    public let isDebug = false
#endif

/// Ends the program with status 1 where something does not hold.
public func check(_ what: String, _ holds: Bool, _ found: @autoclosure () -> String = "") {
    if holds { return print("ok    \(what)") }
    print("WRONG \(what) \(found())")
    exit(1)
}

/// Whether two numbers differ by no more than `tolerance` times the larger of 1 and the expected one.
public func check(_ what: String, _ found: Double, near expected: Double, within tolerance: Double) {
    // Not a number is near nothing.
    check(what, abs(found - expected) <= tolerance * max(1, abs(expected)), "is \(found), not \(expected)")
}

/// The same for the numbers of two arrays, of which the worst pair is told.
public func check(_ what: String, _ found: [Double], near expected: [Double], within tolerance: Double) {
    guard found.count == expected.count else { fail("\(what): \(found.count) numbers, not \(expected.count)") }
    let wrong = found.indices.filter { !(abs(found[$0] - expected[$0]) <= tolerance * max(1, abs(expected[$0]))) }
    let worst = wrong.max { abs(found[$0] - expected[$0]) < abs(found[$1] - expected[$1]) }
    check(what, worst == nil, worst.map { "number \($0) is \(found[$0]), not \(expected[$0])" } ?? "")
}

/// Whether two arrays have the same bits.
public func check(_ what: String, _ found: [Double], hasTheBitsOf expected: [Double]) {
    check(what, found.map(\.bitPattern) == expected.map(\.bitPattern), "\(found) is not \(expected)")
}

/// For what must not be reached, such as the line after a call that is to throw.
public func fail(_ what: String) -> Never {
    print("WRONG \(what)")
    exit(1)
}

/// Chance that is the same in every run: SplitMix64.
public struct Chance: RandomNumberGenerator {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    /// From 0 to below 1.
    public mutating func share() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Of mean 0 and variance 1, between −√3 and √3.
    public mutating func unit() -> Double { (share() - 0.5) * 3.464_101_615_137_754_6 }
}
