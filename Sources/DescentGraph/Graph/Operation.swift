internal import CDescentKernels
internal import DescentAlgebra
internal import DescentSweep

/// The operations value by value, by their codes in the C kernels. A new one is a case here, its derivative in
/// `pullback`, its formula there, and a function for users.
enum Operation: Int32, Sendable, CaseIterable {
    case copy, negate, exp, log, log1p, sqrt, sigmoid, softplus, tanh, relu, abs
    /// −1, 0 or 1: the derivative of |a|.
    case sign
    /// 1[a > 0]: the derivative of max(0, a).
    case positive
    case add, subtract, multiply, divide, power, max
    /// 1[a ≥ b]: the derivative of max(a, b) by a.
    case atLeast

    var operandCount: Int { rawValue < Self.add.rawValue ? 1 : 2 }

    /// How the operation is written.
    func formula(_ operands: [String]) -> String {
        switch self {
        case .copy: operands[0]
        case .negate: "−\(operands[0])"
        case .exp, .log, .log1p, .sqrt, .tanh, .relu, .softplus, .sign: "\(self)(\(operands[0]))"
        case .sigmoid: "σ(\(operands[0]))"
        case .abs: "|\(operands[0])|"
        case .positive: "1[\(operands[0]) > 0]"
        case .add: operands.joined(separator: " + ")
        case .subtract: operands.joined(separator: " − ")
        case .multiply: operands.joined(separator: " · ")
        case .divide: operands.joined(separator: " ÷ ")
        case .power: operands.joined(separator: "^")
        case .max: "max(\(operands.joined(separator: ", ")))"
        case .atLeast: "1[\(operands.joined(separator: " ≥ "))]"
        }
    }

    /// The shape of the result: that of the operands, of which numbers fit to all.
    func shape(of operands: [Node.Shape]) throws(DescentError) -> Node.Shape {
        let shape = operands.first { $0 != .number } ?? .number
        guard operands.allSatisfy({ $0 == .number || $0 == shape }) else {
            throw .illegalShapes(
                operation: formula(["a", "b"]), shapes: operands.map(\.description),
                requirement: "equal shapes, or a number and any other"
            )
        }
        return shape
    }

    /// By the same kernels as in a sweep.
    func values(_ operands: [[Double]]) -> [Double] {
        let count = operands[0].count
        return [Double](unsafeUninitializedCapacity: count) { out, initialized in
            initialized = count
            guard count > 0 else { return }
            Kernels.double.operate(rawValue, count, operands[0], operands[operandCount - 1], out.baseAddress!)
        }
    }
}
