internal import DescentAlgebra

/// The step d that minimises gᵀd + ½ dᵀHd + Σ l1 |w + d| within limits: what a Newton step is where an l1 penalty or bounds
/// hold weights.
///
/// One weight after the other goes to its best place, which needs no inverse of H, so that equal features do no harm; the
/// weights that are free then go together by a Cholesky factor, up to the first corner on their way. Every pass is a product
/// with H, and no read of the data.
struct CornerModel {
    private let hessian: Matrix<Double>
    private let walk: Walk
    /// The step so far, and the gradient of gᵀd + ½ dᵀHd at it.
    private var step: [Double]
    private let ridge: [Double]
    private var slope: [Double]

    private static var mostPasses: Int { 400 }

    init(_ hessian: Matrix<Double>, _ walk: Walk) {
        self.hessian = hessian
        self.walk = walk
        step = [Double](repeating: 0, count: walk.count)
        slope = walk.gradient
        // So that a weight without curvature goes downhill too, and no further than the line search can mend.
        ridge = step.indices.map { i in
            let own = hessian[i, i] + walk.l2[i]
            return own > 0x1p-900 ? 0x1p-40 * own : 1
        }
    }

    mutating func solve() -> [Double] {
        var gained = 0.0
        for pass in 1...Self.mostPasses {
            let before = gained
            for i in step.indices { gained += settle(i) }
            // What a pass gains is about what is left where passes gain little, and more than that near the end.
            if gained - before <= 0x1p-60 * gained { break }
            if pass % 2 == 0 { gained += settleFreeOnes() }
        }
        return step
    }

    private func curvature(_ i: Int, _ j: Int) -> Double { hessian[i, j] + (i == j ? walk.l2[i] + ridge[i] : 0) }
    private func value(_ i: Int) -> Double { walk.base[i] + step[i] }

    /// Takes one weight to its best place. Returns what that gained.
    private mutating func settle(_ i: Int) -> Double {
        let h = curvature(i, i), now = value(i)
        guard h > 0x1p-1000, h.isFinite else { return 0 }
        let wanted = now - slope[i] / h, hold = walk.l1[i] / h
        let shrunk = wanted > hold ? wanted - hold : wanted < -hold ? wanted + hold : 0
        let next = min(max(shrunk, walk.lower[i]), walk.upper[i]), change = next - now
        guard change != 0, change.isFinite else { return 0 }
        let gain = -(slope[i] * change + h / 2 * change * change + walk.l1[i] * (next.magnitude - now.magnitude))
        move(i, by: change)
        // To the corner itself, not to what rounding makes of it.
        if next == 0 || next == walk.lower[i] || next == walk.upper[i] { step[i] = next - walk.base[i] }
        return max(gain, 0)
    }

    private mutating func move(_ i: Int, by change: Double) {
        step[i] += change
        hessian.withUnsafePointer { h in
            Double.axpy(step.count, alpha: change, h + i * hessian.stride, &slope)
        }
        slope[i] += (walk.l2[i] + ridge[i]) * change
    }

    /// Takes the weights that are at no corner to their best place together, as far as the first corner on the way.
    private mutating func settleFreeOnes() -> Double {
        let free = step.indices.filter { i in
            let w = value(i)
            return (walk.l1[i] == 0 || w != 0) && w != walk.lower[i] && w != walk.upper[i] && curvature(i, i) > 0
        }
        guard !free.isEmpty, let direction = direction(of: free) else { return 0 }
        var length = 1.0
        for (place, i) in free.enumerated() {
            let w = value(i), change = direction[place]
            if walk.l1[i] != 0, w * (w + change) < 0 { length = min(length, -w / change) }
            if w + change < walk.lower[i] { length = min(length, (walk.lower[i] - w) / change) }
            if w + change > walk.upper[i] { length = min(length, (walk.upper[i] - w) / change) }
        }
        var gain = 0.0
        let before = slope
        for (place, i) in free.enumerated() {
            let change = length * direction[place], w = value(i)
            gain -= walk.l1[i] * ((w + change).magnitude - w.magnitude)
            move(i, by: change)
        }
        // Along a line the mean slope is that at the middle.
        for (place, i) in free.enumerated() { gain -= (before[i] + slope[i]) / 2 * length * direction[place] }
        return max(gain, 0)
    }

    /// Minus the inverse of the free part of H, times the slope there. Nil where that is singular.
    private func direction(of free: [Int]) -> [Double]? {
        let count = free.count
        var factor = [Double](repeating: 0, count: count * count)
        for (column, j) in free.enumerated() {
            for (row, i) in free[...column].enumerated() { factor[row + column * count] = curvature(i, j) }
        }
        guard Double.potrf(order: count, a: &factor, stride: count) == 0 else { return nil }
        var x = free.map { i in -(slope[i] + (value(i) > 0 ? walk.l1[i] : value(i) < 0 ? -walk.l1[i] : 0)) }
        Double.trsv(.transposed, order: count, r: factor, stride: count, x: &x)
        Double.trsv(.plain, order: count, r: factor, stride: count, x: &x)
        return x.allSatisfy(\.isFinite) ? x : nil
    }
}
