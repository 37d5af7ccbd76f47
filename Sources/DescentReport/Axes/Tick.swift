/// A number on an axis and how it is written there.
struct Tick: Equatable {
    let value: Double
    let word: String

    /// Multiples of 1, 2 or 5 times a power of ten, at most `most` of them.
    static func linear(_ range: ClosedRange<Double>, atMost most: Int) -> [Tick] {
        let rough = (range.upperBound - range.lowerBound) / Double(max(1, most))
        guard rough > 0, rough.isFinite else { return [] }
        var exponent = Int(Decades.log10(rough).rounded(.down))
        var factor = [1.0, 2, 5].first { $0 * Decades.power(exponent) >= rough * (1 - 1e-9) }
        if factor == nil { (exponent, factor) = (exponent + 1, 1) }
        let step = factor! * Decades.power(exponent)
        guard step > 0 else { return [] }
        let first = (range.lowerBound / step - 1e-6).rounded(.up),
            last = (range.upperBound / step + 1e-6).rounded(.down)
        guard first <= last else { return [] }
        let values = (0...Int(last - first)).map { (first + Double($0)) * step }
        let largest = values.reduce(0) { max($0, $1.magnitude) }
        return values.map { Tick(value: $0, word: word($0, step: exponent, largest: largest)) }
    }

    /// Powers of ten, or with few of them 1, 2 and 5 times those, or in the end as on a linear axis.
    static func logarithmic(_ range: ClosedRange<Double>, atMost most: Int) -> [Tick] {
        let low = Decades.log10(range.lowerBound), high = Decades.log10(range.upperBound)
        let exponents =
            Int(
                (low - 1e-9).rounded(.up))...max(
                Int((low - 1e-9).rounded(.up)), Int((high + 1e-9).rounded(.down)))
        let arePlain = low >= -3.01 && high <= 4.01
        if high - low >= 2 {
            let step = max(1, (exponents.count + most - 1) / max(1, most))
            return exponents.filter { $0 % step == 0 }.map { power($0, isPlain: arePlain) }
        }
        guard high - low >= 0.7 else { return linear(range, atMost: most) }
        return (exponents.lowerBound - 1...exponents.upperBound).flatMap { exponent in
            [1.0, 2, 5].map {
                Tick(value: $0 * Decades.power(exponent), word: Number.text($0 * Decades.power(exponent)))
            }
        }.filter { $0.value >= range.lowerBound * (1 - 1e-9) && $0.value <= range.upperBound * (1 + 1e-9) }
    }

    private static func power(_ exponent: Int, isPlain: Bool) -> Tick {
        let value = Decades.power(exponent)
        return Tick(value: value, word: isPlain ? Number.text(value) : Number.powerOfTen(exponent))
    }

    /// All marks of an axis have the same decimals, or the same power of ten.
    private static func word(_ value: Double, step: Int, largest: Double) -> String {
        guard largest >= 1e6 || (largest < 1e-3 && largest > 0) else {
            return Number.fixed(value, decimals: max(0, -step))
        }
        guard value != 0 else { return "0" }
        let power = Int(Decades.log10(largest).rounded(.down))
        return Number.fixed(value / Decades.power(power), decimals: max(0, power - step)) + "×"
            + Number.powerOfTen(power)
    }
}
