internal import DescentAlgebra

/// Where a tail has a given size.
///
/// Seen on two logarithmic scales, every tail of these distributions is concave: its slope x |tail′|/tail falls with x where the
/// tail grows and rises where it falls. So Newton's steps on these scales reach the answer from one side after the first,
/// from any start. Only a step that leaves what is known to hold the answer is replaced, by halving on that scale.
enum TailSolver {
    /// x in 0 < x < ∞ with tail(x) = target.
    ///
    /// - Parameters:
    ///   - target: above 0.
    ///   - start: positive and finite.
    ///   - grows: whether the tail grows with x.
    ///   - tail: its value, and |its change| per unit of ln x.
    /// - Returns: 0 or ∞ where the answer is too small or too large for a Double.
    static func argument(
        of target: Double, from start: Double, grows: Bool, _ tail: (Double) -> (value: Double, growth: Double)
    ) -> Double {
        var low = 0.0, high = Double.infinity, x = start
        for _ in 0..<400 {
            let (value, growth) = tail(x)
            if value.isNaN { return .nan }
            if value == target { return x }
            if (value < target) == grows { low = x } else { high = x }
            if high == .leastNonzeroMagnitude { return 0 }
            if low == .greatestFiniteMagnitude { return .infinity }
            let ratio = value / target
            let excess =
                ratio > 0 && ratio.isFinite ? Math.logarithm(ratio) : Math.logarithm(value) - Math.logarithm(target)
            let step = (grows ? -1 : 1) * excess * (value / growth)
            var next = min(max(x + x * Math.exponentialLess1(step), .leastNonzeroMagnitude), .greatestFiniteMagnitude)
            if !(next > low && next < high) {
                if step.magnitude <= 4 * Double.ulpOfOne { return x }
                next = middle(low, high)
            }
            if next == x || next == low || next == high { return next }
            if step.magnitude <= 2 * Double.ulpOfOne { return next }
            x = next
        }
        return x
    }

    /// The geometric mean of the ends, and of the last Double where an end is 0 or ∞.
    private static func middle(_ low: Double, _ high: Double) -> Double {
        let low = max(low, .leastNonzeroMagnitude), high = min(high, .greatestFiniteMagnitude)
        return low.squareRoot() * high.squareRoot()
    }
}
