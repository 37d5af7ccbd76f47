internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// Where a risk is not convex: whether a point without slope is a minimum, as far as a few products with the Hessian tell.
extension Course {
    /// `localMinimum` where the risk curves upwards in every direction that was tried, else `stationary`; units that respond to
    /// no sample are named.
    mutating func judgeMinimum(_ criterion: Outcome.Criterion) throws(DescentError) -> Outcome {
        if warnings.contains(where: \.isOfDeath) { return .stationary }
        // Of features that hardly differ no difference of gradients tells how the risk curves between them.
        if state.memory.walk?.isTriangle == true { return .stationary }
        guard sweep.neuron.smoothness == .twice else { return .localMinimum(criterion) }
        return try leastCurvature() > 0 ? .localMinimum(criterion) : .stationary
    }

    /// Names outputs that have a loss and no gradient at all, by the last answer, if that is about this point.
    mutating func nameDeadUnits() {
        let evaluation = loop.evaluation
        if let walk = state.memory.walk, walk.tries > 0 || walk.base != parameters.values { return }
        warnings += (0..<parameters.outputCount).filter { output in
            evaluation.losses[output] != 0
                && (0..<parameters.featureCount).allSatisfy { evaluation.gradient[$0, output] == 0 }
                && evaluation.gradient.bias(output) == 0
        }.map { .dead(output: $0) }
    }

    /// The least eigenvalue of the Hessian, in coordinates of unit variances, on the space of a few steps of Lanczos, less what
    /// differences of gradients cannot tell; products are such differences, since a sweep's own are of the part that is never
    /// negative.
    private func leastCurvature() throws(DescentError) -> Double {
        let point = parameters, count = point.values.count
        let setting = sweep.setting(from: sweep.zero, occasion: .allData)
        var units = setting.inverseVariances.map { $0.squareRoot() }
        let ridge = solver.penalty.strengths(setting).l2
        let gradient = try sweep.lossGradient(at: point).gradient.values
        let reach = max(
            1, point.values.indices.reduce(0) { max($0, units[$1] > 0 ? (point.values[$1] / units[$1]).magnitude : 0) })
        let step = Double(Element.ulpOfOne).squareRoot() * reach
        var basis: [[Double]] = [], diagonal: [Double] = [], side: [Double] = []
        var next = (0..<count).map { 1 + 0.5 * Double($0 % 7) / 7 }
        // Nothing moves along what is set apart.
        for place in loop.apart { (units[place], next[place]) = (0, 0) }
        for _ in 0..<min(count - loop.apart.count, Self.mostProducts) {
            for _ in 0..<2 {
                for other in basis {
                    let share = zip(other, next).reduce(0) { $0 + $1.0 * $1.1 }
                    for i in 0..<count { next[i] -= share * other[i] }
                }
            }
            let size = norm(next, count)
            if !basis.isEmpty { side.append(size) }
            guard size > 1e-10 else { break }
            for i in 0..<count { next[i] /= size }
            basis.append(next)
            var other = point
            for i in 0..<count { other.values[i] += step * units[i] * next[i] }
            let there = try sweep.lossGradient(at: other).gradient.values
            let product = (0..<count).map { i in
                units[i] * ((there[i] - gradient[i]) / step + ridge[i] * units[i] * next[i])
            }
            diagonal.append(zip(product, next).reduce(0) { $0 + $1.0 * $1.1 })
            next = product
        }
        let values = Self.eigenvalues(diagonal, side)
        let largest = values.reduce(0) { max($0, $1.magnitude) }
        return (values.min() ?? 0) - Double(Element.ulpOfOne).squareRoot() * 16 * largest
    }

    private static var mostProducts: Int { 8 }

    /// Of a symmetric tridiagonal matrix, by bisection on Sturm's count.
    private static func eigenvalues(_ diagonal: [Double], _ side: [Double]) -> [Double] {
        let reach = diagonal.indices.reduce(0.0) { reach, i in
            max(reach, diagonal[i].magnitude + (i > 0 ? side[i - 1] : 0) + (i < side.count ? side[i] : 0))
        }
        func below(_ x: Double) -> Int {
            var count = 0, q = 1.0
            for i in diagonal.indices {
                let off = i > 0 ? side[i - 1] : 0
                q = diagonal[i] - x - (i > 0 ? off * off / (q == 0 ? 1e-300 : q) : 0)
                if q < 0 { count += 1 }
            }
            return count
        }
        return diagonal.indices.map { index in
            var low = -reach, high = reach
            for _ in 0..<60 {
                let middle = (low + high) / 2
                if below(middle) > index { high = middle } else { low = middle }
            }
            return (low + high) / 2
        }
    }
}

extension Report.Warning {
    fileprivate var isOfDeath: Bool { if case .dead = self { true } else { false } }
}
