/// A pocket calculator for the formulas in numbers that a derivation prints.
struct Calculator {
    private var rest: Substring

    /// `nil` where the text has letters, and is no formula in numbers.
    static func value(of text: some StringProtocol) -> Double? {
        var calculator = Calculator(rest: Substring(text))
        guard let value = calculator.sum(), calculator.rest.isEmpty else { return nil }
        return value
    }

    private mutating func sum() -> Double? {
        guard var value = product() else { return nil }
        while true {
            if take(" + ") {
                guard let term = product() else { return nil }
                value += term
            } else if take(" − ") {
                guard let term = product() else { return nil }
                value -= term
            } else {
                return value
            }
        }
    }

    private mutating func product() -> Double? {
        guard var value = factor() else { return nil }
        while true {
            if take(" · ") {
                guard let next = factor() else { return nil }
                value *= next
            } else if take(" ÷ ") {
                guard let next = factor() else { return nil }
                value /= next
            } else {
                return value
            }
        }
    }

    private mutating func factor() -> Double? {
        if take("−") { return factor().map { -$0 } }
        guard let value = key() else { return nil }
        return take("²") ? value * value : value
    }

    /// A number, parentheses, or a function key.
    private mutating func key() -> Double? {
        if take("e^") { return factor().map(Reference.exponential) }
        if take("½") { return 0.5 }
        if take("∞") { return .infinity }
        if take("not a number") { return .nan }
        if take("(") { return inside(")") { $0 } }
        if take("|") { return inside("|") { $0.magnitude } }
        if take("ln(") { return inside(")", Reference.logarithm) }
        if take("log1p(") { return inside(")", Reference.logarithm1p) }
        if take("tanh(") { return inside(")", Reference.tangent) }
        if take("sign(") { return inside(")") { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 } }
        if take("max(0, ") { return inside(")") { max(0, $0) } }
        if take("1[") {
            guard let value = sum() else { return nil }
            if take(" ≥ 0]") { return value >= 0 ? 1 : 0 }
            return take(" > 0]") ? (value > 0 ? 1 : 0) : nil
        }
        return number()
    }

    private mutating func inside(_ end: String, _ function: (Double) -> Double) -> Double? {
        guard let value = sum(), take(end) else { return nil }
        return function(value)
    }

    private mutating func number() -> Double? {
        var text = digits()
        if rest.hasPrefix("e"), !rest.hasPrefix("e^") {
            rest.removeFirst()
            text += take("−") ? "e-" : "e"
            text += digits()
        }
        return Double(text)
    }

    private mutating func digits() -> String {
        let digits = rest.prefix { "0123456789.".contains($0) }
        rest = rest.dropFirst(digits.count)
        return String(digits)
    }

    private mutating func take(_ word: String) -> Bool {
        guard rest.hasPrefix(word) else { return false }
        rest = rest.dropFirst(word.count)
        return true
    }
}
