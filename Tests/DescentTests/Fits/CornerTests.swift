import TestSupport
import Testing

import Descent
@testable import DescentSolvers
@testable import DescentSweep

/// Fits with corners: l1 penalties and bounds. At the end no weight that is free has a slope, none that is held would rather
/// move, and two solvers agree.
@Suite struct CornerTests {
    static let features = 6, samples = 300

    static func data<Element: Scalar>(_: Element.Type, seed: UInt64, of neuron: any Neuron) throws -> Dataset<Element> {
        var random = SplitMix64(seed: seed)
        let truth = [1.5, -1, 0.3, 0, 0, 0.05]
        var columns: [[Element]] = [], targets: [Element] = []
        for _ in 0..<samples {
            let scales = [1, 10, 0.01, 1, 3, 1]
            let x = (0..<features).map { _ in Double.random(in: -1...1, using: &random) }
            let score = 0.4 + zip(x, truth).reduce(0) { $0 + $1.0 * $1.1 }
            columns.append(zip(x, scales).map { Element($0 * $1 + 2 * $1) })
            let noise = Double.random(in: 0..<1, using: &random)
            targets.append(
                neuron.itself is Logistic
                    ? (noise < score / (1 + score.magnitude) / 2 + 0.5 ? 1 : 0)
                    : neuron.itself is Poisson
                        ? Element((max(0, score) + 2 * noise).rounded()) : Element(score + noise - 0.5))
        }
        return try Dataset(try Matrix(samples: columns), targets: targets)
    }

    static let neurons: [any Neuron] = [Logistic(), Linear(), Poisson()]

    private func fit(
        _ data: Dataset<Double>, _ neuron: any Neuron, _ solver: Solver
    ) throws -> Fit<Double> {
        func open(_ neuron: some Neuron, _ solver: Solver) throws -> Fit<Double> {
            try data.fit(neuron: neuron, by: solver)
        }
        func with(_ neuron: some Neuron) throws -> Fit<Double> { try open(neuron, solver) }
        return try with(neuron)
    }

    private func gradient(_ data: Dataset<Double>, _ neuron: any Neuron, at layer: Layer<Double>) throws -> [Double] {
        func open(_ neuron: some Neuron) throws -> [Double] {
            try Sweep(data, neuron: neuron).lossGradient(at: layer.parameters).gradient.values
        }
        return try open(neuron)
    }

    @Test(arguments: [1e-3, 0.02, 0.1, 1e3], [0, 1, 2])
    func l1HoldsWeightsAtZero(_ strength: Double, _ which: Int) throws {
        let neuron = Self.neurons[which]
        for (seed, l2) in [(UInt64(1), 0.0), (2, 0.05)] {
            let data = try Self.data(Double.self, seed: seed, of: neuron)
            let penalty = try Penalty(l1: strength, l2: l2, on: .raw)
            let exact = try fit(data, neuron, Solver.newton(penalty: penalty))
            let other = try fit(data, neuron, try Solver.lbfgs(penalty: penalty))
            for fit in [exact, other] {
                guard case .converged = fit.outcome else {
                    Issue.record("\(fit.outcome)")
                    continue
                }
                let weights = fit.layer.weights.values
                let slopes = try gradient(data, neuron, at: fit.layer)
                for (index, weight) in weights.enumerated() {
                    let slope = slopes[index] + l2 * weight
                    // Of a feature of this size.
                    let tolerance = 1e-6 * (1 + data.survey.features[index].maximum.magnitude)
                    if weight == 0 {
                        #expect(slope.magnitude <= strength + tolerance)
                    } else {
                        #expect((slope + (weight > 0 ? strength : -strength)).magnitude <= tolerance)
                    }
                }
                #expect(slopes[Self.features].magnitude <= 1e-6)
                if strength == 1e3 { #expect(weights.allSatisfy { $0 == 0 }) }
            }
            #expect(strength < 0.02 || exact.layer.weights.values.contains(0))
            for (a, b) in zip(exact.layer.weights.values, other.layer.weights.values) {
                #expect((a - b).magnitude <= 1e-5 * (1 + a.magnitude))
            }
        }
    }

    @Test(arguments: [0, 1, 2]) func boundsHoldWeights(_ which: Int) throws {
        let neuron = Self.neurons[which]
        let data = try Self.data(Double.self, seed: 3, of: neuron)
        let free = try fit(data, neuron, Solver.newton()).layer.weights.values
        // The middle of some, half of others, and some that do not matter.
        let lower: [Double] = [0, 0, -.infinity, 0.1, -100, -.infinity]
        let upper: [Double] = [free[0] / 2, .infinity, free[2] - 1, 0.1, 100, .infinity]
        let bounds = try Bounds(lower: lower, upper: upper)
        for solver in [Solver.newton(bounds: bounds), try Solver.lbfgs(bounds: bounds)] as [Solver] {
            let fit = try fit(data, neuron, solver)
            guard case .converged = fit.outcome else {
                Issue.record("\(solver.method.name): \(fit.outcome)")
                continue
            }
            let weights = fit.layer.weights.values, slopes = try gradient(data, neuron, at: fit.layer)
            for (index, weight) in weights.enumerated() {
                let rounding = 1e-14 * (1 + weight.magnitude),
                    tolerance = 1e-6 * (1 + data.survey.features[index].maximum)
                #expect(weight >= lower[index] - rounding && weight <= upper[index] + rounding)
                if weight > lower[index] + rounding { #expect(slopes[index] <= tolerance) }
                if weight < upper[index] - rounding { #expect(slopes[index] >= -tolerance) }
            }
        }
    }

    @Test func nonNegativeWeightsOfFreeOnesThatAreAreTheSame() throws {
        let data = try Self.data(Double.self, seed: 5, of: Linear())
        let free = try data.fit(neuron: .linear).layer.weights.values
        let wide = try Bounds(lower: free.map { $0 - 1 }, upper: free.map { $0 + 1 })
        for (a, b) in zip(free, try data.fit(neuron: .linear, bounds: wide).layer.weights.values) {
            #expect((a - b).magnitude <= 1e-10 * (1 + a.magnitude))
        }
    }

    @Test func illegalBoundsAreNamed() throws {
        expectIllegal("a lower bound", "nan") { try Bounds(lower: [.nan]) }
        expectIllegal("an upper bound", 0.0) { try Bounds(lower: [1], upper: [0]) }
        expectIllegal("a lower bound", "inf") { try Bounds(lower: [.infinity]) }
        let data = try Self.data(Double.self, seed: 1, of: Logistic())
        let features = data.featureCount
        #expect(throws: DescentError.mismatch(.bounds, .features, expected: features, found: 5)) {
            try data.fit(neuron: .logistic, bounds: .nonNegative(features: 5))
        }
        #expect(throws: DescentError.mismatch(.penalty, .features, expected: features, found: 1)) {
            try data.fit(neuron: .logistic, penalty: Penalty(l1: 1, on: .raw, factors: [1]))
        }
        expectIllegal("the l1 penalty of newton-cg", 1.0) {
            try data.fit(neuron: .logistic, by: .newtonCG(penalty: Penalty(l1: 1, on: .raw)))
        }
    }
}
