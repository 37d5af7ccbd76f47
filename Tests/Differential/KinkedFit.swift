/// The optimum of a convex risk with straight pieces (an absolute, hinge or Huber cost, an l1 penalty) by a primal-dual
/// method of the interior, in twice the digits.
///
/// Minimises f(θ) + Σ h(t), t = Aθ + b, where h(t) is the largest u t − ½ c u² of all u between −β and α: for c = 0 it is
/// α max(0, t) + β max(0, −t). With t − c u = p − q, p and q at least 0, the optimum is where ∇f + Aᵀu = 0, p(α − u) = 0
/// and q(β + u) = 0; what the last two are short of 0 bounds by how much the risk is above its minimum.
struct KinkedFit {
    private(set) var point: [Twice]
    private(set) var value: Twice
    /// What the risk may be above its minimum.
    private(set) var gap = Double.infinity
    private(set) var condition = 1.0
    private(set) var steps = 0

    private let design: Design
    private let risk: Risk
    private let held: Set<Int>
    private var terms: [Term] = []
    private var lastLength = 0.0

    private struct Term {
        /// A in one row, of all coefficients.
        let row: [Twice]
        let constant: Twice
        let alpha: Double
        let beta: Double
        /// 0 at a kink; what makes a square of the middle of Huber's cost.
        var softness = 0.0
        var p = Twice.zero
        var q = Twice.zero
        var u = Twice.zero
        var aboveP: Twice { Twice(alpha) - u }
        var aboveQ: Twice { Twice(beta) + u }
        var gap: Twice { p * aboveP + q * aboveQ }
    }

    init(_ design: Design, size: Double, limit: Int = 150) {
        self.design = design
        risk = Risk(design: design)
        point = [Twice](repeating: .zero, count: design.count)
        value = risk.value(point)
        held = Self.redundant(design)
        makeTerms()
        begin(size)
        var best = point
        while steps < limit, gap > 1e-15 * size {
            steps += 1
            guard let next = step() else { break }
            if next < gap { (gap, best) = (next, point) }
            // Beyond the last digits, steps only lose.
            if gap < 1e-12 * size, next > 100 * gap { break }
        }
        point = best
        value = risk.value(point)
        // No loss with straight pieces is below 0.
        if design.problem.neuron.hasStraightPieces { gap = min(gap, value.high) }
        let rows = curvatureRows()
        if !rows.isEmpty { condition = Triangle(rows: rows, count: design.count).condition }
    }

    /// Columns that stay at 0, as without them the rest is determined; the kinks' weights range too far to find them later.
    private static func redundant(_ design: Design) -> Set<Int> {
        // A softmax does not see a number that all classes share.
        if design.outputs > 1 { return design.problem.hasBias ? [design.width - 1] : [] }
        guard !design.problem.isPenalised else { return [] }
        let rows = (0..<design.samples).filter { design.share[$0].high > 0 }.flatMap {
            design.rows[$0 * design.width..<($0 + 1) * design.width]
        }
        return Set(0..<design.count).subtracting(Triangle(rows: rows, count: design.count).independent)
    }

    private mutating func makeTerms() {
        let width = design.width
        for index in 0..<design.count where design.l1[index % width] > 0 {
            var row = [Twice](repeating: .zero, count: design.count)
            row[index] = .one
            let strength = design.l1[index % width]
            terms.append(Term(row: row, constant: .zero, alpha: strength, beta: strength))
        }
        guard design.problem.neuron.hasStraightPieces else { return }
        for i in 0..<design.samples where design.share[i].high > 0 {
            let sample = Array(design.rows[i * width..<(i + 1) * width]), share = design.share[i].high
            switch design.problem.neuron {
            case .huber(let delta):
                terms.append(
                    Term(
                        row: sample, constant: design.offsets[i] - design.targets[i], alpha: share * delta,
                        beta: share * delta, softness: 1 / share))
            case .absolute:
                terms.append(
                    Term(row: sample, constant: design.offsets[i] - design.targets[i], alpha: share, beta: share))
            default:
                let side = design.targets[i].high == 1 ? 1.0 : -1
                terms.append(
                    Term(
                        row: sample.map { $0 * -side }, constant: .one - design.offsets[i] * side, alpha: share, beta: 0
                    ))
            }
        }
    }

    private mutating func begin(_ size: Double) {
        for k in terms.indices {
            let t = terms[k].constant, room = max(size, t.magnitude.high, 1e-3)
            terms[k].p = t.high > 0 ? t + Twice(room) : Twice(room)
            terms[k].q = terms[k].p - t
            terms[k].u = Twice((terms[k].alpha - terms[k].beta) / 2)
        }
    }

    /// The smooth part's curvature and the kinks that hold the point, for the condition: all columns where there is none.
    private func curvatureRows() -> [Twice] {
        let rows = risk.expand(point).rows
        guard design.problem.neuron.hasStraightPieces else { return rows }
        return (0..<design.samples).flatMap { i in
            design.rows[i * design.width..<(i + 1) * design.width].map { design.share[i].squareRoot * $0 }
        }
    }

    /// What the risk may then be above its minimum; nil where numbers have left the range.
    private mutating func step() -> Double? {
        var expansion = risk.expand(point)
        // Twice as many complementarities as terms. Each is to be a tenth of the mean, or the mean itself after a step that a
        // few of them have cut short.
        let total = terms.reduce(Twice.zero) { $0 + $1.gap }
        let ambition = lastLength > 0.8 ? 0.1 : lastLength > 0.3 ? 0.4 : 1
        let target = total * (ambition / Double(2 * terms.count))
        var pulls: [(d: Twice, force: Twice)] = []
        for term in terms {
            var t = term.constant
            for (j, a) in term.row.enumerated() where a.high != 0 { t += a * point[j] }
            let d = Twice.one / (term.p / term.aboveP + term.q / term.aboveQ + Twice(term.softness))
            let force = t - term.u * term.softness - target / term.aboveP + target / term.aboveQ
            pulls.append((d, force))
            let root = d.squareRoot, pull = term.u + d * force
            for (j, a) in term.row.enumerated() where a.high != 0 { expansion.gradient[j] += a * pull }
            expansion.rows += term.row.map { root * $0 }
        }
        for column in held {
            expansion.gradient[column] = .zero
            for index in stride(from: column, to: expansion.rows.count, by: design.count) {
                expansion.rows[index] = .zero
            }
        }
        let triangle = Triangle(rows: expansion.rows, count: design.count, smallestPivot: 1e-60)
        let (direction, _) = triangle.step(expansion.gradient)
        guard direction.allSatisfy(\.isFinite) else { return nil }
        var length = 1.0, dual = 1.0
        var changes: [(p: Twice, q: Twice, u: Twice)] = []
        for (term, pull) in zip(terms, pulls) {
            var along = Twice.zero
            for (j, a) in term.row.enumerated() where a.high != 0 { along += a * direction[j] }
            let du = pull.d * (along + pull.force)
            let dp = (target - term.p * term.aboveP + term.p * du) / term.aboveP
            let dq = (target - term.q * term.aboveQ - term.q * du) / term.aboveQ
            changes.append((dp, dq, du))
            for (x, dx) in [(term.p, dp), (term.q, dq)] where dx.high < 0 {
                length = min(length, 0.99 * x.high / -dx.high)
            }
            for (x, dx) in [(term.aboveP, -du), (term.aboveQ, du)] where dx.high < 0 {
                dual = min(dual, 0.99 * x.high / -dx.high)
            }
        }
        // The quadratic model of an exponential is good for so far.
        let change = design.products(direction).reduce(0) { max($0, $1.high.magnitude) }
        if design.problem.neuron.maySeparate, change > 1 { length = min(length, 1 / change) }
        for j in point.indices { point[j] += direction[j] * length }
        for k in terms.indices {
            terms[k].p += changes[k].p * length
            terms[k].q += changes[k].q * length
            terms[k].u += changes[k].u * dual
        }
        lastLength = min(length, dual)
        let next = (terms.reduce(Twice.zero) { $0 + $1.gap }).high + leftover
        return next.isFinite ? next : nil
    }

    /// What the gradient's residual, which the steps bring to 0 as they become full, may still hide of the minimum.
    private var leftover: Double {
        var gradient = risk.expand(point).gradient
        var error = Twice.zero
        for term in terms {
            var t = term.constant
            for (j, a) in term.row.enumerated() where a.high != 0 {
                gradient[j] += a * term.u
                t += a * point[j]
            }
            error += (t - term.u * term.softness - term.p + term.q).magnitude * max(term.alpha, term.beta)
        }
        let slope = zip(gradient, point).reduce(Twice.zero) { $0 + ($1.0 * $1.1).magnitude }
        return error.high + slope.high
    }
}
