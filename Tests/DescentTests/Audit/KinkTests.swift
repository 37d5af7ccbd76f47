import TestSupport
import Testing

import Descent
@testable import DescentSweep

/// Losses of straight pieces, by default settings, beside their exact optima: of two parameters the least of a convex sum of straight
/// pieces is where two of its corners cross, and there are few enough to try all.
@Suite struct KinkTests {
    private static let absolute = try! Composed(.identity, .absolute)
    private static let hinge = try! Composed(.identity, .hinge)

    private struct Line {
        let x: [Double]
        let y: [Double]
        let isHinge: Bool

        func loss(_ weight: Double, _ bias: Double) -> Double {
            var sum = 0.0
            for (x, y) in zip(x, y) {
                let z = weight * x + bias
                sum += isHinge ? max(0, 1 - (2 * y - 1) * z) : (z - y).magnitude
            }
            return sum / Double(x.count)
        }

        /// Lines through two samples; for a hinge, through their margins.
        var best: Double {
            var best = Double.infinity
            for i in x.indices {
                for j in 0..<i where x[i] != x[j] {
                    let (a, b) = isHinge ? (2 * y[i] - 1, 2 * y[j] - 1) : (y[i], y[j])
                    let weight = (a - b) / (x[i] - x[j])
                    best = min(best, loss(weight, a - weight * x[i]))
                }
            }
            return best
        }
    }

    private func check(_ line: Line, _ what: String, scale: Double = 1) throws {
        let data = try Dataset(Matrix(samples: line.x.map { [$0] }), targets: line.y)
        let fit = try data.fit(neuron: line.isHinge ? Self.hinge : Self.absolute)
        let loss = line.loss(fit.layer.weights.values[0], fit.layer.bias![0]), best = line.best
        #expect(loss <= best + 1e-8 * scale && loss >= best - 1e-12 * scale, "\(what): \(loss) \(best)\n\(fit.report)")
        #expect((fit.report.risk - loss).magnitude <= 1e-9 * scale, "\(what): \(loss)\n\(fit.report)")
        // At a kink no gradient tells the audit that this is the optimum.
        #expect(fit.outcome.isConverged || fit.outcome == .stalled, "\(what): \(fit.report)")
    }

    @Test(arguments: [20, 60, 120]) func linesOfLeastAbsoluteError(_ samples: Int) throws {
        for seed in 1...6 as ClosedRange<UInt64> {
            for scale in [1e-3, 1e6] {
                var generator = SplitMix64(seed: seed)
                let x = (0..<samples).map { _ in 5 + generator.number() }
                // A few samples far away, which are what this error is for.
                let y = x.enumerated().map { i, x in
                    scale * (2 * x + generator.number() + (i % 9 == 0 ? 50 * generator.number() : 0))
                }
                try check(Line(x: x, y: y, isHinge: false), "seed \(seed), scale \(scale)", scale: scale)
            }
        }
    }

    @Test(arguments: [20, 60, 120]) func hinges(_ samples: Int) throws {
        for seed in 1...8 as ClosedRange<UInt64> {
            var generator = SplitMix64(seed: seed)
            let x = (0..<samples).map { _ in 3 + generator.number() }
            let y = x.map { $0 - 3 + 1.5 * generator.number() > 0 ? 1.0 : 0 }
            try check(Line(x: x, y: y, isHinge: true), "seed \(seed)")
        }
    }

    /// A sum has the optimum of the mean, and is known to be there as well.
    @Test(arguments: [20, 60], [false, true]) func aSumEndsAsItsMean(_ samples: Int, _ isHinge: Bool) throws {
        for seed in 1...4 as ClosedRange<UInt64> {
            var generator = SplitMix64(seed: seed)
            let x = (0..<samples).map { _ in 3 + generator.number() }
            let y = x.map { x in
                let score = x - 3 + 1.5 * generator.number()
                return isHinge ? (score > 0 ? 1.0 : 0) : score
            }
            let data = try Dataset(Matrix(samples: x.map { [$0] }), targets: y)
            let neuron = isHinge ? Self.hinge : Self.absolute
            let mean = try Training(data, neuron: neuron).fit(),
                sum = try Training(data, neuron: neuron, risk: .sum).fit()
            let what = "seed \(seed)\n\(mean.report)\n\(sum.report)"
            #expect((sum.report.risk / Double(samples) - mean.report.risk).magnitude <= 1e-8, "\(what)")
            #expect(sum.outcome.isConverged || !mean.outcome.isConverged, "\(what)")
        }
    }

    /// Groups of an odd size: the medians, and no other point.
    @Test func medians() throws {
        var generator = SplitMix64(seed: 3)
        let groups = (0..<33).map { $0 % 3 }, y = groups.map { Double($0) + generator.number() }
        let median = (0..<3).map { group in zip(groups, y).filter { $0.0 == group }.map(\.1).sorted()[5] }
        let three = try Dataset(
            Matrix(samples: groups.map { g in (0..<3).map { $0 == g ? 1.0 : 0 } }), targets: y)
        let fit = try three.fit(neuron: Self.absolute, hasBias: false)
        for (found, wanted) in zip(fit.layer.weights.values, median) {
            #expect((found - wanted).magnitude < 1e-6, "\(found) \(wanted) \(fit.report)")
        }
        let first = zip(groups, y).filter { $0.0 == 0 }.map(\.1)
        let one = try Dataset(Matrix(samples: first.map { _ in [2.0] }), targets: first)
        let alone = try one.fit(neuron: Self.absolute, hasBias: false)
        #expect((2 * alone.layer.weights.values[0] - median[0]).magnitude < 1e-6, "\(alone.report)")
        // Beside a bias the feature is one of its own kind, and set apart.
        let both = try one.fit(neuron: Self.absolute)
        #expect((2 * both.layer.weights.values[0] + both.layer.bias![0] - median[0]).magnitude < 1e-6, "\(both.report)")
    }

    /// Newton's method is no choice for a loss without curvature, but one that has some in places has an optimum to find.
    @Test(arguments: [0.05, 0.5, 5], OptimumSolver.allCases)
    func huberConverges(_ delta: Double, _ solver: OptimumSolver) throws {
        for seed in 1...6 as ClosedRange<UInt64> {
            var generator = SplitMix64(seed: seed)
            let rows = (0..<80).map { _ in [generator.number(), 10 + generator.number(), generator.number()] }
            let y = rows.enumerated().map { i, x in x[0] - x[1] + generator.number() * (i % 7 == 0 ? 20 : 1) }
            let data = try Dataset(Matrix(samples: rows), targets: y)
            let fit = try solver.fit(data, try Composed(.identity, .huber(delta: delta)))
            #expect(fit.outcome.isConverged, "seed \(seed): \(fit.report)")
            var gradient = [0.0, 0, 0, 0]
            for (row, y) in zip(rows, y) {
                let e = score(row, fit.layer.weights.values, fit.layer.bias![0]) - y
                for (i, x) in (row + [1]).enumerated() { gradient[i] += min(max(e, -delta), delta) * x / 80 }
            }
            let isFlat = gradient.allSatisfy { $0.magnitude < 1e-8 * delta + 1e-11 }
            #expect(isFlat, "seed \(seed): \(gradient) \(fit.report)")
        }
    }

    /// Of Huber's loss with a short bow nearly every sample is on a straight piece, where no Hessian shows the way.
    @Test(arguments: OptimumSolver.smooth, [1e-1, 1e-3, 1e-6]) func aShortBowIsNoEnd(
        _ solver: OptimumSolver, _ delta: Double
    ) throws {
        for seed in 1...10 as ClosedRange<UInt64> {
            var generator = SplitMix64(seed: seed)
            let rows = (0..<12).map { _ in (0..<5).map { _ in generator.number() } }
            let targets = rows.map { 300 * ($0[0] - $0[3]) + 200 * generator.number() }
            let data = try Dataset(Matrix(samples: rows), targets: targets)
            let fit = try solver.fit(data, try Composed(.identity, .huber(delta: delta)))
            #expect(fit.outcome.isConverged, "\(seed) \(fit.report)")
        }
    }
}
