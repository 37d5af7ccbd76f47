import Descent
import TestSupport
import Testing

/// One function of a number for every law: where it is smooth, and its value somewhere. Functions of two operands stand
/// with each operand as the variable.
struct OperationCase: Sendable, CustomTestStringConvertible {
    let label: String
    let range: ClosedRange<Double>
    let apply: @Sendable (Node) -> Node
    /// The same in the standard library's functions.
    let plain: @Sendable (Double) -> Double

    var testDescription: String { label }

    static let all: [OperationCase] = [
        OperationCase(label: "−x", range: -3...3, apply: { -$0 }, plain: { -$0 }),
        OperationCase(label: "x + 2", range: -3...3, apply: { $0 + 2 }, plain: { $0 + 2 }),
        OperationCase(label: "2 + x", range: -3...3, apply: { 2 + $0 }, plain: { 2 + $0 }),
        OperationCase(label: "x − 2", range: -3...3, apply: { $0 - 2 }, plain: { $0 - 2 }),
        OperationCase(label: "2 − x", range: -3...3, apply: { 2 - $0 }, plain: { 2 - $0 }),
        OperationCase(label: "3x", range: -3...3, apply: { 3 * $0 }, plain: { 3 * $0 }),
        OperationCase(label: "x · x", range: -3...3, apply: { $0 * $0 }, plain: { $0 * $0 }),
        OperationCase(label: "x ÷ 4", range: -3...3, apply: { $0 / 4 }, plain: { $0 / 4 }),
        OperationCase(label: "4 ÷ x", range: 0.5...3, apply: { 4 / $0 }, plain: { 4 / $0 }),
        OperationCase(label: "exp", range: -3...3, apply: { exp($0) }, plain: { Reference.exponential($0) }),
        OperationCase(label: "log", range: 0.3...4, apply: { log($0) }, plain: { Reference.logarithm($0) }),
        OperationCase(label: "log1p", range: -0.6...4, apply: { log1p($0) }, plain: { Reference.logarithm1p($0) }),
        OperationCase(label: "sqrt", range: 0.3...4, apply: { sqrt($0) }, plain: { $0.squareRoot() }),
        OperationCase(
            label: "σ", range: -6...6, apply: { sigmoid($0) }, plain: { 1 / (1 + Reference.exponential(-$0)) }),
        OperationCase(
            label: "softplus", range: -6...6, apply: { softplus($0) },
            plain: { Swift.max($0, 0) + Reference.logarithm1p(Reference.exponential(-$0.magnitude)) }),
        OperationCase(label: "tanh", range: -3...3, apply: { tanh($0) }, plain: { Reference.tangent($0) }),
        OperationCase(label: "relu, right", range: 0.1...3, apply: { relu($0) }, plain: { $0 }),
        OperationCase(label: "relu, left", range: -3 ... -0.1, apply: { relu($0) }, plain: { _ in 0 }),
        OperationCase(label: "|x|, right", range: 0.1...3, apply: { abs($0) }, plain: { $0 }),
        OperationCase(label: "|x|, left", range: -3 ... -0.1, apply: { abs($0) }, plain: { -$0 }),
        OperationCase(label: "max(x, 1), right", range: 1.1...3, apply: { max($0, 1) }, plain: { $0 }),
        OperationCase(label: "max(1, x), left", range: -3...0.9, apply: { max(1, $0) }, plain: { _ in 1 }),
        OperationCase(label: "max(x, x²)", range: 1.1...3, apply: { max($0, $0 * $0) }, plain: { $0 * $0 }),
        OperationCase(label: "min(x, 1), left", range: -3...0.9, apply: { min($0, 1) }, plain: { $0 }),
        OperationCase(label: "min(x, x²)", range: 1.1...3, apply: { min($0, $0 * $0) }, plain: { $0 }),
        OperationCase(label: "x⁰", range: -3...3, apply: { pow($0, 0) }, plain: { _ in 1 }),
        OperationCase(label: "x¹", range: -3...3, apply: { pow($0, 1) }, plain: { $0 }),
        OperationCase(label: "x³", range: -3...3, apply: { pow($0, 3) }, plain: { $0 * $0 * $0 }),
        OperationCase(label: "x⁻²", range: 0.5...3, apply: { pow($0, -2) }, plain: { 1 / ($0 * $0) }),
        OperationCase(label: "x^½", range: 0.3...3, apply: { pow($0, 0.5) }, plain: { $0.squareRoot() }),
        OperationCase(label: "x^1.7", range: 0.3...3, apply: { pow($0, 1.7) }, plain: { Reference.power($0, 1.7) }),
        OperationCase(
            label: "1.7^x", range: -3...3, apply: { pow(Node.constant(1.7), $0) }, plain: { Reference.power(1.7, $0) }),
        OperationCase(
            label: "all at once", range: -1...1, apply: { tanh(exp($0) * softplus(-$0)) / (1 + sigmoid(2 * $0)) },
            plain: {
                let product = Reference.exponential($0) * Reference.logarithm1p(Reference.exponential(-$0))
                return Reference.tangent(product) / (1 + 1 / (1 + Reference.exponential(-2 * $0)))
            }),
    ]

    /// Points of the range, its ends included.
    func points(_ count: Int = 9) -> [Double] {
        (0..<count).map {
            range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(count - 1)
        }
    }
}
