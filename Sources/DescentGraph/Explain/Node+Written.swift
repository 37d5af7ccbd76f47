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
