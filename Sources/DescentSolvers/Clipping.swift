internal import DescentAlgebra

/// How a gradient is bounded before a rule sees it; nil, the default of solvers, leaves it as it is.
public enum Clipping: Sendable, Hashable {
    /// g ← g min(1, limit/‖g‖): shorter, in the same direction.
    case norm(Double)
    /// Every component to −limit … limit.
    case value(Double)

    func validate() throws(DescentError) {
        switch self {
        case .norm(let limit): try Hyperparameter("the largest gradient norm", limit, .positive).validate()
        case .value(let limit): try Hyperparameter("the largest gradient component", limit, .positive).validate()
        }
    }

    func apply(_ gradient: UnsafeMutablePointer<Double>, _ count: Int) {
        switch self {
        case .norm(let limit):
            let size = DescentSolvers.norm(gradient, count)
            guard size > limit else { return }
            for i in 0..<count { gradient[i] = gradient[i] / size * limit }
        case .value(let limit):
            for i in 0..<count { gradient[i] = min(max(gradient[i], -limit), limit) }
        }
    }
}
