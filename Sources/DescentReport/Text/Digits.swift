/// The decimal digits of a finite number, none of 0: ±0.d₁d₂d₃… · 10ᵉ, the fewest that name it among all Doubles.
struct Digits {
    let isNegative: Bool
    private(set) var digits: [UInt8]
    /// Of the number as 0.d₁d₂… · 10ᵉ.
    private(set) var exponent: Int

    init(_ value: Double) {
        isNegative = value < 0
        let parts = value.magnitude.description.split(separator: "e", maxSplits: 1)
        let mantissa = parts[0].split(separator: ".", maxSplits: 1)
        let whole = mantissa[0].drop { $0 == "0" }
        let fraction = mantissa.count > 1 ? mantissa[1] : ""
        exponent = whole.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        digits = (whole + fraction).utf8.map { $0 - UInt8(ascii: "0") }
        let zeros = digits.prefix { $0 == 0 }.count
        digits.removeFirst(zeros)
        exponent -= zeros
        while digits.last == 0 { digits.removeLast() }
    }

    /// Half away from zero, at the `count`th digit; from there on there are none.
    func rounded(to count: Int) -> Digits {
        guard count < digits.count else { return self }
        var result = self
        let up = count >= 0 && digits[count] >= 5
        result.digits = Array(digits.prefix(max(0, count)))
        guard up else { return result }
        while result.digits.last == 9 { result.digits.removeLast() }
        if result.digits.isEmpty {
            result.digits = [1]
            result.exponent += 1
        } else {
            result.digits[result.digits.count - 1] += 1
        }
        return result
    }

    /// The digits before the point, at least "0".
    var whole: String {
        exponent <= 0 ? "0" : text(0..<exponent)
    }

    /// The first digits behind the point.
    func fraction(_ decimals: Int) -> String {
        text(exponent..<exponent + max(0, decimals))
    }

    /// How many digits are behind the point.
    var decimals: Int { max(0, digits.count - exponent) }

    private func text(_ places: Range<Int>) -> String {
        String(
            decoding: places.map { UInt8(ascii: "0") + (digits.indices.contains($0) ? digits[$0] : 0) }, as: UTF8.self)
    }
}
