internal import DescentAlgebra

/// Newton's method, iteratively reweighted least squares: θ ← θ − H⁻¹ ∇R, with gradient and Hessian from one sweep and H
/// factored by Cholesky. Where the curvature may be negative, H is its Gauss–Newton part.
///
/// With an l1 penalty or bounds, weights that these hold stay out of a step, and a step ends where it would cross one:
/// orthant-wise and projected Newton (Bertsekas, 1982).
/// For as many parameters as a matrix of their square is cheap: up to a few thousand. H is damped where it is singular.
/// It ends when its steps no longer shrink, which is as many digits as the data determine.
public struct Newton: LineSearchMethod {
    public let penalty: Penalty
    public let bounds: Bounds
    public let stopping: Stopping

    public init(penalty: Penalty = .none, bounds: Bounds = .none, stopping: Stopping = .digits) {
        self.penalty = penalty
        self.bounds = bounds
        self.stopping = stopping
    }

    public var name: String { "newton" }
    public var recipe: String { "newton, \(penalty.recipe)\(bounds.recipe)" }
    public var seconds: Double? { stopping.seconds }
    var extra: Query.Extra { .curvature }
    var isExactAtTheEnd: Bool { true }

    public func validate(for setting: Setting) throws(DescentError) {
        try penalty.validate(for: setting)
        try bounds.validate(for: setting)
        try requireAllData(setting)
    }

    public func start(_ setting: Setting) -> SolverState { begin(setting) }
    public func advance(_ state: inout SolverState, with evaluation: inout Evaluation) {
        proceed(&state, with: &evaluation)
    }
    public func retreat(_ state: inout SolverState) { retreatByHalf(&state) }

    /// The factor of H.
    func memory(_ setting: Setting) -> Int { setting.start.values.count * setting.start.values.count }

    func direction(_ walk: borrowing Walk, gradient: UnsafePointer<Double>, _ evaluation: borrowing Evaluation) {
        // Parameters that are held stay out of it: without the others' influence, and without influence on them.
        let held = walk.hasCorners ? (0..<walk.count).map { walk.holds($0) } : nil
        Metric(walk.own, walk.count).factor(evaluation.curvature!, adding: walk.l2, without: held)
        Metric(walk.own, walk.count).solve(gradient, into: walk.direction)
        for i in 0..<walk.count { walk.direction[i] = -walk.direction[i] }
    }
}

extension LineSearchMethod {
    func requireAllData(_ setting: Setting) throws(DescentError) {
        guard setting.occasion == .allData else {
            throw .illegalOption(
                name: "the solver", value: name, requirement: "one by descent (FirstOrder) for mini-batches and streams"
            )
        }
    }
}

/// The Cholesky factor U of a metric UᵀU in memory of a solver's state.
struct Metric {
    private let factor: UnsafeMutablePointer<Double>
    private let count: Int

    init(_ factor: UnsafeMutablePointer<Double>, _ count: Int) {
        self.factor = factor
        self.count = count
    }

    /// Factors H + diag(penalty), with as much added to its diagonal as makes it positive; rows and columns that are held are
    /// those of the identity.
    func factor(_ curvature: Matrix<Double>, adding penalty: UnsafePointer<Double>, without held: [Bool]? = nil) {
        curvature.withUnsafePointer { h in
            var largest = 0.0
            for i in 0..<count { largest = max(largest, h[i + i * curvature.stride] + penalty[i]) }
            var damping = 0.0
            while true {
                for column in 0..<count {
                    (factor + column * count).update(from: h + column * curvature.stride, count: column + 1)
                    factor[column * (count + 1)] += penalty[column] + damping
                }
                if let held { setIdentity(held) }
                if largest > 0, Double.potrf(order: count, a: factor, stride: count) == 0, isRegular { return }
                // No curvature at all: along the gradient.
                if !(largest > 0) || damping > largest { return setIdentity() }
                damping = damping == 0 ? 0x1p-46 * largest : 64 * damping
            }
        }
    }

    /// Whether no pivot is rounding alone.
    private var isRegular: Bool {
        (0..<count).allSatisfy { factor[$0 * (count + 1)].isFinite && factor[$0 * (count + 1)] > 0 }
    }

    private func setIdentity(_ held: [Bool]) {
        for column in 0..<count {
            for row in 0...column where held[row] || held[column] {
                factor[row + column * count] = row == column ? 1 : 0
            }
        }
    }

    private func setIdentity() {
        factor.update(repeating: 0, count: count * count)
        for i in 0..<count { factor[i * (count + 1)] = 1 }
    }

    /// (UᵀU)⁻¹ x
    func solve(_ x: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
        result.update(from: x, count: count)
        Double.trsv(.transposed, order: count, r: factor, stride: count, x: result)
        Double.trsv(.plain, order: count, r: factor, stride: count, x: result)
    }
}
