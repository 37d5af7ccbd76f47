extension Node {
    /// The formula on one line, as it is written on paper: leaves as `leaf` has them, parentheses where they are needed.
    func written(_ leaf: (Node) -> String) -> String { text(leaf).text }

    /// How tightly a formula holds together.
    private enum Strength: Int {
        case sum, product, power, atom
    }

    private func text(_ leaf: (Node) -> String) -> (text: String, strength: Strength) {
        // What begins with a minus begins a formula, and stands in parentheses elsewhere.
        func operand(_ index: Int, atLeast strength: Strength, first: Bool = false) -> String {
            let (text, own) = operands[index].text(leaf)
            let stands = own.rawValue >= strength.rawValue && (first || !text.hasPrefix("−"))
            return stands ? text : "(\(text))"
        }
        guard case .pointwise(let operation) = rule else { return (leaf(self), .atom) }
        switch operation {
        case .add: return ("\(operand(0, atLeast: .sum, first: true)) + \(operand(1, atLeast: .sum))", .sum)
        case .subtract: return ("\(operand(0, atLeast: .sum, first: true)) − \(operand(1, atLeast: .product))", .sum)
        case .negate: return ("−\(operand(0, atLeast: .product))", .sum)
        case .multiply where operands[0] === operands[1]: return ("\(operand(0, atLeast: .atom))²", .power)
        case .multiply:
            return ("\(operand(0, atLeast: .product, first: true)) · \(operand(1, atLeast: .product))", .product)
        case .divide:
            return ("\(operand(0, atLeast: .product, first: true)) ÷ \(operand(1, atLeast: .power))", .product)
        case .exp: return ("e^\(operand(0, atLeast: .atom))", .power)
        case .log: return ("ln(\(operands[0].text(leaf).text))", .atom)
        default: return (operation.formula(operands.map { $0.text(leaf).text }), .atom)
        }
    }
}

extension Double {
    /// The nearest number of so many significant decimal digits. From 16 digits on it is the number itself.
    func rounded(toDigits digits: Int) -> Double {
        guard isFinite, magnitude > 1e-290, digits < 16 else { return self }
        let places = digits - 1 - decimalExponent
        // Half of the power before the number and half after it, as 10^places may be too large.
        let half = places / 2
        let whole = (self * Self.power(half) * Self.power(places - half)).rounded()
        return Double("\(Int(whole))e\(-places)")!
    }

    /// One unit in the last of so many significant digits.
    func unit(ofDigits digits: Int) -> Double {
        isFinite && self != 0 ? Self.power(decimalExponent - digits + 1) : 0
    }

    /// To so many digits, with a minus as it is printed: 0.07, −3, 4.2e−18, ∞.
    func written(digits: Int) -> String {
        if isNaN { return "not a number" }
        if isInfinite { return self < 0 ? "−∞" : "∞" }
        let parts = rounded(toDigits: digits).shortened.split(separator: "e")
        let exponent = parts.count == 2 ? Int(parts[1]).map { "e\($0)" } ?? "" : ""
        return String((parts[0] + exponent).map { $0 == "-" ? "−" : $0 })
    }

    /// e where |x| = d.ddd · 10^e. Of the digits as they print, so that no power is off by one.
    private var decimalExponent: Int {
        let parts = "\(magnitude)".split(separator: "e"), point = parts[0].split(separator: ".")
        let shift = parts.count == 2 ? Int(parts[1])! : 0
        if point[0] != "0" { return shift + point[0].count - 1 }
        return shift - point[1].prefix { $0 == "0" }.count - 1
    }

    private static func power(_ exponent: Int) -> Double { Double("1e\(exponent)")! }
}
