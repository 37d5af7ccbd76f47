internal import DescentAlgebra

/// What the last steps say of the curvature.
extension LBFGS {
    func learn(_ walk: borrowing Walk, step: UnsafePointer<Double>, change: UnsafePointer<Double>) {
        let count = walk.count, memory = pairMemory(walk)
        let product = Double.dot(count, step, change), changes = Double.dot(count, change, change)
        // Where the risk is not convex a pair may say nothing, or the wrong thing.
        guard product > 0x1p-40 * changes.squareRoot() * Double.dot(count, step, step).squareRoot() else { return }
        // Of a long step only: of a short one, rounding has its share.
        if walk[.hasMetric] != 0, walk[.pairs] == 0, walk[.change] > 0.1 {
            // s = −t γM⁻¹g, of slope −γ gᵀM⁻¹g, so that sᵀMs is −t² γ times the slope.
            let expected = -walk[.length] * walk[.length] * walk[.metricScale] * walk[.slope]
            let ratio = expected / product
            walk[.metricScale] = ratio > 0 && ratio.isFinite ? ratio : 1
        }
        let place = (Int(walk[.newest]) + 1) % pairs
        memory.step(place).update(from: step, count: count)
        memory.change(place).update(from: change, count: count)
        memory.inverse[place] = 1 / product
        walk[.newest] = Double(place)
        walk[.pairs] = min(walk[.pairs] + 1, Double(pairs))
        // Of the data alone: what the penalty adds is known exactly.
        var dataProduct = 0.0, dataSize = 0.0
        for i in 0..<count {
            let part = change[i] - walk.l2[i] * step[i]
            dataProduct += part * step[i]
            dataSize += memory.diagonal[i] * part * part
        }
        let scale = dataProduct / dataSize
        if scale > 0, scale.isFinite { walk[.scale] = scale }
    }

    /// Another penalty: what steps have shown of the data stays, with what the new one adds to it.
    func change(_ state: inout SolverState, to strengths: (l1: [Double], l2: [Double])) {
        Walk.of(&state) { walk in
            let count = walk.count, memory = pairMemory(walk), newest = Int(walk[.newest])
            for age in 0..<Int(walk[.pairs]) {
                let place = (newest - age + pairs) % pairs, (step, change) = (memory.step(place), memory.change(place))
                for i in 0..<count { change[i] += (strengths.l2[i] - walk.l2[i]) * step[i] }
                memory.inverse[place] = 1 / Double.dot(count, step, change)
            }
            walk.l1.update(from: strengths.l1, count: count)
            walk.l2.update(from: strengths.l2, count: count)
        }
    }

    func direction(_ walk: borrowing Walk, gradient: UnsafePointer<Double>, _ evaluation: borrowing Evaluation) {
        let count = walk.count, memory = pairMemory(walk), direction = walk.direction
        let used = Int(walk[.pairs]), newest = Int(walk[.newest])
        var shares = [Double](repeating: 0, count: used)
        walk.scratch.update(from: gradient, count: count)
        for age in 0..<used {
            let place = (newest - age + pairs) % pairs
            shares[age] = memory.inverse[place] * Double.dot(count, memory.step(place), walk.scratch)
            Double.axpy(count, alpha: -shares[age], memory.change(place), walk.scratch)
        }
        if walk[.hasMetric] != 0 {
            walk.metric.solve(walk.scratch, into: direction)
            let scale = walk[.metricScale]
            for i in 0..<count { direction[i] *= scale }
        } else {
            let scale = walk[.scale] == 0 ? 1 : walk[.scale]
            for i in 0..<count {
                let inverse = scale * memory.diagonal[i]
                direction[i] = walk.scratch[i] * (inverse / (1 + inverse * walk.l2[i]))
            }
        }
        for age in (0..<used).reversed() {
            let place = (newest - age + pairs) % pairs
            let share = memory.inverse[place] * Double.dot(count, memory.change(place), direction)
            Double.axpy(count, alpha: shares[age] - share, memory.step(place), direction)
        }
        for i in 0..<count { direction[i] = -direction[i] }
    }

    /// A diagonal metric, steps, changes of the gradient, and 1/(step · change).
    struct PairMemory {
        let diagonal: UnsafeMutablePointer<Double>
        let count: Int
        let pairs: Int
        private var base: UnsafeMutablePointer<Double> { diagonal + count }
        func step(_ place: Int) -> UnsafeMutablePointer<Double> { base + place * count }
        func change(_ place: Int) -> UnsafeMutablePointer<Double> { base + (pairs + place) * count }
        var inverse: UnsafeMutablePointer<Double> { base + 2 * pairs * count }
        /// Where the fit began.
        var start: UnsafeMutablePointer<Double> { inverse + pairs }
    }

    func pairMemory(_ walk: borrowing Walk) -> PairMemory {
        PairMemory(diagonal: walk.own, count: walk.count, pairs: pairs)
    }
}
