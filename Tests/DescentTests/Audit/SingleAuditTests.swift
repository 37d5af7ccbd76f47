import Foundation
import TestSupport
import Testing

import Descent
@testable import DescentSweep

/// Fits of Floats claim what Floats can hold: their optimum is judged beside that of the same numbers in Double.
@Suite struct SingleAuditTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let neuron: any Neuron
        /// The target of a score, with noise.
        let target: @Sendable (Double, Double) -> Double
        /// ℓ and its curvature.
        let loss: @Sendable (Double, Double) -> Double
        let curvature: @Sendable (Double) -> Double
    }

    static let kinds = [
        Kind(testDescription: "logistic", neuron: Logistic()) {
            $0 + $1 > 0 ? 1 : 0
        } loss: {
            max($0, 0) + log1p(exp(-$0.magnitude)) - $1 * $0
        } curvature: {
            1 / (1 + exp(-$0)) / (1 + exp($0))
        },
        Kind(testDescription: "poisson", neuron: Poisson()) {
            max(0, ($0 + $1 + 1).rounded())
        } loss: {
            exp($0) - $1 * $0
        } curvature: {
            exp($0)
        },
        Kind(testDescription: "linear", neuron: Linear()) {
            Double(Float($0 + $1))
        } loss: {
            ($0 - $1) * ($0 - $1) / 2
        } curvature: { _ in
            1
        },
    ]

    @Test(arguments: kinds, [0, 3, 300]) func nothingIsClaimedBelowTheFloor(_ kind: Kind, _ offset: Double) throws {
        for (seed, samples) in [(1, 60), (2, 400), (3, 6000)] as [(UInt64, Int)] {
            var generator = SplitMix64(seed: seed)
            let rows = (0..<samples).map { _ in (0..<4).map { _ in Float(offset + generator.number()) } }
            let targets = rows.map { Float(kind.target(Double($0[0] - $0[1]), generator.number())) }
            let wide = rows.map { $0.map(Double.init) }
            func fit<E: Scalar>(_ data: Dataset<E>, _ solver: OptimumSolver?) throws -> Fit<E> {
                func fit(_ neuron: some Neuron) throws -> Fit<E> {
                    try solver.map { try $0.fit(data, neuron) } ?? data.fit(neuron: neuron)
                }
                return try fit(kind.neuron)
            }
            func risk(_ weights: [Double], _ bias: Double) -> Double {
                zip(wide, targets).reduce(0) { $0 + kind.loss(score($1.0, weights, bias), Double($1.1)) }
                    / Double(samples)
            }
            let exact = try fit(Dataset(Matrix(samples: wide), targets: targets.map(Double.init)), nil).layer
            let least = risk(exact.weights.values, exact.bias![0])
            let data = try Dataset(Matrix(samples: rows), targets: targets)
            for solver in [nil] + OptimumSolver.smooth.map(Optional.some) {
                let fit = try fit(data, solver), certificate = fit.report.certificate
                let what = "\(solver?.rawValue ?? "data.fit") of \(samples): \(fit.report)"
                #expect(fit.outcome.isConverged, "\(what)")
                #expect(certificate.digits ?? 0 <= 7, "\(what)")
                let weights = fit.layer.weights.values.map(Double.init), bias = Double(fit.layer.bias![0])
                var floor = 0.0
                for row in wide {
                    let spread = zip(row, weights).reduce(bias.magnitude) { $0 + ($1.0 * $1.1).magnitude }
                    floor += kind.curvature(score(row, weights, bias)) * pow(0x1p-24 * spread, 2) / 2 / Double(samples)
                }
                let excess = risk(weights, bias) - least
                guard let decrement = certificate.newtonDecrement else { continue }
                // Of sums and of a root of means, and of the fit's coordinates, of which those of the layer are made.
                #expect(decrement >= floor / 2, "φ \(floor) \(what)")
                // What rounding does once may be some times what it does on average; and the test's own sums are rounded.
                #expect(excess <= 4 * decrement + 1e-14, "excess \(excess) \(what)")
            }
        }
    }
}
