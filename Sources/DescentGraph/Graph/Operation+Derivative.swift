extension Operation {
    /// adjoint · ∂result/∂operand, written in the same operations, so that it can be differentiated and compiled in
    /// turn; `nil` where the operation is flat.
    ///
    /// The forms keep their digits where the textbook's cancel: σ′ = σ(a) σ(−a) rather than σ(1−σ).
    func pullback(_ adjoint: Node, to operand: Int, of result: Node) -> Node? {
        let a = result.operands[0], b = result.operands[operandCount - 1]
        let isFirst = operand == 0
        return switch self {
        case .copy, .add: adjoint
        case .negate: -adjoint
        case .exp: adjoint * result
        case .log: adjoint / a
        case .log1p: adjoint / (1 + a)
        case .sqrt: 0.5 * adjoint / result
        case .sigmoid: adjoint * (result * DescentGraph.sigmoid(-a))
        case .softplus: adjoint * DescentGraph.sigmoid(a)
        case .tanh: adjoint * (4 * (DescentGraph.sigmoid(2 * a) * DescentGraph.sigmoid(-2 * a)))
        case .relu: adjoint * Node(.positive, [a])
        case .abs: adjoint * Node(.sign, [a])
        case .sign, .positive, .atLeast: nil
        case .subtract: isFirst ? adjoint : -adjoint
        case .multiply: adjoint * (isFirst ? b : a)
        case .divide: isFirst ? adjoint / b : -(adjoint * result / b)
        case .power: adjoint * (isFirst ? b * pow(a, b - 1) : result * DescentGraph.log(a))
        case .max: adjoint * (isFirst ? Node(.atLeast, [a, b]) : 1 - Node(.atLeast, [a, b]))
        }
    }
}
