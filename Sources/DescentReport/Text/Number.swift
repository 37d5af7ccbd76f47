/// Numbers as a reader wants them: few digits, a true minus, thousands apart, powers of ten where zeros would have to be
/// counted. The same on every machine, whatever its language.
public enum Number {
    /// Keeps a number on one line.
    private static let thin = "\u{202F}"

    /// A measured number, to so many significant digits. Zeros at the end are kept where digits were left out, so 0.5 is
    /// exact and 0.5000 is not; digits before the point are never left out below 10⁷.
    public static func text(_ value: Double, digits: Int = 4) -> String {
        if let word = word(value) { return word }
        let digits = max(1, digits), exact = Digits(value)
        let rounded = exact.rounded(to: digits)
        guard rounded.exponent >= -3, exact.exponent <= 7 else { return scientific(exact, digits) }
        let isExact = exact.digits.count <= digits
        return fixed(exact, decimals: isExact ? exact.decimals : max(0, digits - rounded.exponent))
    }

    /// To so many decimals; a negative number that rounds to 0 has no minus.
    public static func fixed(_ value: Double, decimals: Int) -> String {
        value.isFinite ? fixed(Digits(value), decimals: decimals) : text(value)
    }

    /// A share of 1, in percent with one decimal.
    public static func percent(_ share: Double) -> String {
        guard share.isFinite else { return text(share) }
        return fixed(share * 100, decimals: 1) + thin + "%"
    }

    /// A P-value. Below 2e-16 a Double knows of no difference of its complement from 1, and nobody of one from 0: such are
    /// said to be smaller, as other programs do.
    public static func probability(_ p: Double) -> String { p < 2e-16 ? "< 2e-16" : text(p, digits: 3) }

    /// A count, all its digits.
    public static func text(_ count: Int) -> String {
        (count < 0 ? "−" : "") + grouped("\(count.magnitude)")
    }

    /// A sum of weights: all its digits where it is a count.
    public static func count(_ weight: Double) -> String {
        weight == weight.rounded() && weight.magnitude < 0x1p53 ? text(Int(weight)) : text(weight)
    }

    /// 10 with a raised exponent.
    static func powerOfTen(_ exponent: Int) -> String {
        let raised: [Character: Character] = [
            "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
            "9": "⁹",
        ]
        return "10" + String("\(exponent)".map { raised[$0] ?? $0 })
    }

    private static func word(_ value: Double) -> String? {
        if value.isNaN { return "not a number" }
        if value == .infinity { return "∞" }
        if value == -.infinity { return "−∞" }
        return value == 0 ? "0" : nil
    }

    private static func fixed(_ exact: Digits, decimals: Int) -> String {
        let rounded = exact.rounded(to: exact.exponent + decimals)
        let fraction = rounded.fraction(decimals)
        let text = grouped(rounded.whole) + (fraction.isEmpty ? "" : "." + fraction)
        return (rounded.isNegative && !rounded.digits.isEmpty ? "−" : "") + text
    }

    private static func scientific(_ exact: Digits, _ digits: Int) -> String {
        let rounded = exact.rounded(to: digits), count = min(exact.digits.count, digits)
        let all = rounded.digits + [UInt8](repeating: 0, count: max(0, count - rounded.digits.count))
        let mantissa = all.enumerated().map { ($0.offset == 1 ? "." : "") + "\($0.element)" }.joined()
        return (rounded.isNegative ? "−" : "") + mantissa + thin + "×" + thin + powerOfTen(rounded.exponent - 1)
    }

    private static func grouped(_ digits: String) -> String {
        guard digits.count > 4 else { return digits }
        return digits.enumerated().map { index, digit in
            (index > 0 && (digits.count - index) % 3 == 0 ? thin : "") + String(digit)
        }.joined()
    }
}
