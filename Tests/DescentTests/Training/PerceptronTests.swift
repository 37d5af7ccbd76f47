import Descent
import TestSupport
import Testing

/// The classical perceptron: one sample at a time, the rate 1, from 0.
@Suite struct PerceptronTests {
    /// Points on both sides of a plane with a unit normal, from one to four margins away; the plane's constant is the bias,
    /// or a feature that is 1.
    struct Separable: Sendable, CustomTestStringConvertible {
        let features: Int
        let samples: Int
        let margin: Double
        let hasBias: Bool
        let seed: UInt64

        var testDescription: String {
            "\(samples) samples of \(features) features, margin \(margin), \(hasBias ? "bias" : "no bias")"
        }

        /// The unit vector, points with their constant, and which side they are on.
        func generate() -> (normal: [Double], points: [[Double]], classes: [Double]) {
            var generator = SplitMix64(seed: seed)
            let direction = (0..<features).map { _ in generator.number() } + [generator.number() / 4]
            let size = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let normal = direction.map { $0 / size }
            var points: [[Double]] = [], classes: [Double] = []
            while points.count < samples {
                // Multiples of 2⁻⁸, so that sums of points are exact in both precisions.
                let point = (0..<features).map { _ in (generator.number() * 256).rounded() / 256 } + [1]
                let distance = zip(normal, point).reduce(0) { $0 + $1.0 * $1.1 }
                guard (margin...4 * margin).contains(distance.magnitude) else { continue }
                points.append(point)
                classes.append(distance > 0 ? 1 : 0)
            }
            return (normal, points, classes)
        }

        static let all = [
            Separable(features: 1, samples: 40, margin: 0.05, hasBias: true, seed: 1),
            Separable(features: 2, samples: 100, margin: 0.1, hasBias: true, seed: 2),
            Separable(features: 2, samples: 300, margin: 0.01, hasBias: false, seed: 3),
            Separable(features: 5, samples: 200, margin: 0.05, hasBias: true, seed: 4),
            Separable(features: 5, samples: 200, margin: 0.3, hasBias: false, seed: 5),
            Separable(features: 20, samples: 150, margin: 0.1, hasBias: true, seed: 6),
        ]
    }

    /// Novikoff (1962): k mistakes make ⟨u, w⟩ ≥ kγ and ‖w‖² ≤ kR², so that k ≤ (R/γ)².
    @Test(arguments: Separable.all) func mistakesAreBounded(_ problem: Separable) throws {
        try check(Double.self, problem)
        try check(Float.self, problem)
    }

    private func check<T: Scalar>(_: T.Type, _ problem: Separable) throws {
        let (normal, points, classes) = problem.generate()
        let X = try Matrix(
            samples: points.map { $0.prefix(problem.hasBias ? problem.features : $0.count).map { T($0) } })
        let data = try Dataset(X, targets: classes.map { T($0) })
        var run = try Training(
            data, neuron: .perceptron,
            by: .firstOrder(GradientDescent(rate: 1), stopping: try Stopping(gradientNorm: nil, iterations: .max)),
            batches: try .of(1, seed: problem.seed), hasBias: problem.hasBias)
        let radius = points.map { $0.reduce(0) { $0 + $1 * $1 } }.max()!.squareRoot()
        // What the points keep, which is at least what they were asked to.
        let margin = points.map { zip(normal, $0).reduce(0) { $0 + $1.0 * $1.1 }.magnitude }.min()!
        let bound = (radius / margin) * (radius / margin)

        var mistakes = 0, inEpoch = 0, step = 0
        repeat {
            inEpoch = 0
            for _ in 0..<problem.samples {
                let progress = try #require(try run.step())
                step += 1
                guard progress.gradientNorm > 0 else { continue }
                inEpoch += 1
                mistakes += 1
                let w = run.parameters.values
                #expect(progress.gradientNorm >= 1, "a whole sample, with its constant")
                #expect(zip(normal, w).reduce(0) { $0 + $1.0 * $1.1 } >= Double(mistakes) * margin * (1 - 1e-12))
                #expect(w.reduce(0) { $0 + $1 * $1 } <= Double(mistakes) * radius * radius)
            }
            try #require(Double(mistakes) <= bound)
        } while inEpoch > 0
        #expect(mistakes > 0 && step > problem.samples, "from 0 every sample is of class 1")
        #expect(try run.layer().classes(X) == classes.map { Int($0) })
    }

    /// A score of 0 is of class 1: no mistake there, and one of the other class, although neither costs anything.
    @Test(arguments: [0.0, 1]) func onTheBorder(_ target: Double) throws {
        let data = try Dataset(try Matrix(rows: 2, columns: 1, [3, 4] as [Double]), targets: [target])
        let evaluation = try Sweep(data, neuron: .perceptron).lossGradient(at: Parameters(features: 2))
        #expect(evaluation.loss == 0 && evaluation.gradient.values == (target == 1 ? [0, 0, 0] : [3, 4, 1]))
    }
}
