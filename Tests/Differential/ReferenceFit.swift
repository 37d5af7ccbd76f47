/// Newton's method in twice the digits, for risks without kinks, from any point.
struct ReferenceFit {
    let design: Design
    private(set) var point: [Twice]
    private(set) var value: Twice
    private(set) var verdict = Verdict.undecided
    /// Of the scaled curvature at the end.
    private(set) var condition = 1.0
    private(set) var rank = 0
    private(set) var steps = 0

    enum Verdict: Sendable {
        /// The decrement has vanished and the scores no longer change.
        case optimum
        /// A direction is found along which no sample's loss rises.
        case separated
        case undecided
    }

    private let risk: Risk
    private let tolerance: Double
    private let frozen: Set<Int>

    /// - Parameter frozen: features whose weights stay what they are.
    init(_ design: Design, from start: [Twice]? = nil, frozen: Set<Int> = [], size: Double, steps: Int = 150) {
        self.frozen = frozen
        self.design = design
        risk = Risk(design: design)
        point = start ?? [Twice](repeating: .zero, count: design.count)
        value = risk.value(point)
        // The floor is for problems whose risk is 0 at the null model.
        tolerance = 1e-24 * max(size, 1e-30)
        descend(steps)
    }

    private mutating func descend(_ limit: Int) {
        while steps < limit {
            steps += 1
            let expansion = freed(risk.expand(point))
            let triangle = Triangle(rows: expansion.rows, count: design.count)
            condition = triangle.condition
            rank = triangle.rank
            let (step, decrement) = triangle.step(expansion.gradient)
            let change = design.products(step).reduce(0) { max($0, $1.high.magnitude) }
            if decrement.high <= tolerance {
                // Along a direction that separates, every step adds about 1 to scores.
                if change <= 1e-3 {
                    take(step, decrement, atLeast: 1)
                    verdict = .optimum
                    return
                }
                if separates(step) { verdict = .separated }
                if verdict == .separated || decrement.high < 1e-40 { return }
            }
            if steps % 10 == 0, design.problem.neuron.maySeparate, separatesClearly(step) {
                verdict = .separated
                return
            }
            if take(step, decrement, atLeast: 0x1p-40) { continue }
            // Where columns nearly depend on each other, weights are so large that the risk itself has fewer digits.
            if decrement.high <= 1e11 * tolerance, change <= 1e-3 { verdict = .optimum }
            return
        }
    }

    /// Without the columns that are to stay.
    private func freed(_ expansion: Risk.Expansion) -> Risk.Expansion {
        guard !frozen.isEmpty else { return expansion }
        var result = expansion
        for column in 0..<design.count where frozen.contains(column % design.width) {
            result.gradient[column] = .zero
            for index in stride(from: column, to: result.rows.count, by: design.count) { result.rows[index] = .zero }
        }
        return result
    }

    @discardableResult
    private mutating func take(_ step: [Twice], _ decrement: Twice, atLeast least: Double) -> Bool {
        var length = 1.0
        while length >= least {
            let next = zip(point, step).map { $0 + $1 * length }
            let reached = risk.value(next)
            if reached.isFinite, reached <= value - decrement * (2e-4 * length) {
                let isProgress = reached < value
                (point, value) = (next, reached)
                return isProgress
            }
            length /= 2
        }
        return false
    }

    /// By how much each sample is pleased by a direction, at the least of its conditions; and by how much it breaks those
    /// that are equalities.
    private func gains(_ direction: [Twice]) -> (gains: [Double], breaches: [Double]) {
        let z = design.products(direction).map(\.high), problem = design.problem
        var gains: [Double] = [], breaches: [Double] = []
        for i in 0..<design.samples where problem.weight(i) > 0 {
            let y = problem.targets[i]
            switch problem.neuron {
            case .softmax:
                // A condition per other class, so that a sample that prefers its label to one of two is pleased, too.
                let own = z[i * 3 + Int(y)]
                for k in 0..<3 where k != Int(y) {
                    gains.append(own - z[i * 3 + k])
                    breaches.append(0)
                }
            case .poisson:
                gains.append(y == 0 ? -z[i] : 0)
                breaches.append(y == 0 ? 0 : z[i].magnitude)
            default:
                gains.append(y == 1 ? z[i] : y == 0 ? -z[i] : 0)
                breaches.append(y == 1 || y == 0 ? 0 : z[i].magnitude)
            }
        }
        return (gains, breaches)
    }

    private func separates(_ direction: [Twice]) -> Bool {
        guard design.problem.neuron.maySeparate, !design.problem.isPenalised else { return false }
        let (gains, breaches) = gains(direction)
        let most = gains.max() ?? 0
        return most > 0.1 && gains.min()! >= -1e-10 * most && breaches.max()! <= 1e-10 * most
    }

    /// Long before the end, where every sample is pleased by far more than rounding.
    private func separatesClearly(_ direction: [Twice]) -> Bool {
        guard !design.problem.isPenalised, design.problem.neuron != .poisson else { return false }
        let (gains, breaches) = gains(direction)
        let most = gains.max() ?? 0
        return most > 0 && gains.min()! >= 1e-6 * most && breaches.max()! == 0
    }
}
