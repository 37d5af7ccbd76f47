import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentSweep

/// Loss and gradient in two reads of X, as very wide data have them, are those in one read.
@Suite(.enabled(if: Plan.mayReadTwice, "This BLAS has its tiles copied, so that nothing is read twice."))
struct SplitTests {
    // Several chunks of features, the last one ragged, are too much for a debug build, which has several slabs in one.
    #if DEBUG
        static let wide = (features: 4100, samples: 20)
    #else
        static let wide = (features: 6001, samples: 150)
    #endif
    /// The second has more samples than one block of the gradient.
    static let shapes = [wide, (features: 45, samples: 1100)]

    @Test(arguments: SameBitsTests.instances, [false, true])
    func twoReadsFindWhatOneFinds(_ instance: NeuronCase, isStandardised: Bool) throws {
        for (features, samples) in Self.shapes {
            for isPlain in [false, true] {
                try check(
                    Problem<Double>.self, instance,
                    .init(features: features, samples: samples, hasWeights: !isPlain, hasOffsets: !isPlain),
                    isStandardised)
                try check(
                    Problem<Float>.self, instance,
                    .init(features: features, samples: samples, hasWeights: !isPlain, hasOffsets: !isPlain),
                    isStandardised)
            }
        }
    }

    private func check<T: Scalar>(
        _ type: Problem<T>.Type, _ instance: NeuronCase, _ options: Problem<T>.Options, _ isStandardised: Bool
    ) throws {
        for layout in [Matrix<T>.Layout.sampleMajor, .featureMajor] {
            var options = options
            options.layout = layout
            let problem = Problem<T>(instance, options)
            let one = try problem.sweep(standardised: isStandardised, threads: 1, widestFused: .max)
            let expected = try one.lossGradient(at: problem.point)
            let split = try problem.sweep(standardised: isStandardised, threads: 1, widestFused: 0)
            let result = try split.lossGradient(at: problem.point)
            #expect(split.reads == 2 && one.reads == 1)

            // A score is a sum of n rounded products of terms whose squares sum up to some units.
            let tolerance = Double(T.ulpOfOne) * Double(problem.features + 4) * 4
            let size = max(1, expected.gradient.values.reduce(0) { max($0, $1.magnitude) })
            #expect(
                (result.loss - expected.loss).magnitude <= tolerance * max(1, expected.loss), "\(T.self), \(layout)")
            for (found, expected) in zip(result.gradient.values, expected.gradient.values) {
                #expect((found - expected).magnitude <= tolerance * size, "\(T.self), \(layout)")
            }
            #expect(try split.loss(at: problem.point) == result.loss, "the loss alone has the same bits")
            #expect(split.reads == 3, "and needs one read")
            for threads in [2, 3, 7] {
                let other = try problem.sweep(standardised: isStandardised, threads: threads, widestFused: 0)
                #expect(try other.lossGradient(at: problem.point) == result, "\(threads) threads, \(T.self), \(layout)")
            }
        }
    }

    /// The columns of a larger matrix, whose samples or features lie further apart.
    @Test func aRangeOfSamplesIsReadWhereItLies() throws {
        for layout in [Matrix<Double>.Layout.sampleMajor, .featureMajor] {
            let problem = Problem<Double>(NeuronCase.classical[0], .init(features: 300, samples: 90, layout: layout))
            func evaluate(_ X: Matrix<Double>) throws -> Evaluation {
                let targets = problem.targets[columns: 20..<70]
                return try Sweep(
                    Dataset(X, targets: targets), neuron: .logistic, hasBias: true, risk: .mean, standardised: false,
                    threads: 2, widestFused: 0
                ).lossGradient(at: problem.point)
            }
            let range = problem.X[columns: 20..<70]
            var copy = try Matrix<Double>(rows: 300, columns: 50, layout: layout)
            for j in 0..<50 { for i in 0..<300 { copy[i, j] = range[i, j] } }
            #expect(try evaluate(range) == evaluate(copy))
        }
    }

    /// Errors of the scores and of the loss, in one tile and in several, with and without weights.
    @Test(arguments: [1, 3], [false, true])
    func errorsAreThoseOfOneRead(threads: Int, hasWeights: Bool) throws {
        func message(_ neuron: some Neuron, _ X: Matrix<Double>, _ point: [Double], widestFused: Int) throws -> String {
            let data = try Dataset(
                X, targets: [Double](repeating: 1, count: X.columns),
                weights: hasWeights ? (0..<X.columns).map { $0 == 20 ? 0 : 1 } : nil)
            let sweep = try Sweep(
                data, neuron: neuron, hasBias: true, risk: .mean, standardised: false, threads: threads,
                widestFused: widestFused)
            var parameters = sweep.zero, evaluation = Evaluation(shape: sweep.zero)
            for (index, value) in point.enumerated() { parameters.values[index] = value }
            do {
                try sweep.lossGradient(at: parameters, into: &evaluation)
                Issue.record("nothing thrown")
                return ""
            } catch {
                #expect(evaluation == Evaluation(shape: sweep.zero))
                #expect(try sweep.loss(at: sweep.zero).isFinite, "the sweep is as good as before")
                return "\(error)"
            }
        }
        // Tiles of 8 samples in one read: 20 comes before 300, where the score itself overflows.
        var X = try Matrix<Double>(rows: 5000, columns: 400)
        (X[0, 20], X[0, 21], X[0, 300], X[0, 301]) = (800, 900, 1e300, 2e300)
        for values in [[1.0], [1e10], [.nan], [1e300, 0, .infinity]] {
            let one = try message(.poisson, X, values, widestFused: 5000)
            #expect(try message(.poisson, X, values, widestFused: 0) == one)
        }
        #expect(
            try message(.poisson, X, [1], widestFused: 0).hasPrefix("loss at sample \(hasWeights ? 21 : 20):"))
    }

    @Test func copiesAreReadOnce() throws {
        let source = SourceTests.source()
        let y = [Double](repeating: 0, count: source.sampleCount)
        let staged = try Sweep(
            Dataset(source, targets: y), neuron: .logistic, hasBias: true, risk: .mean, standardised: false, threads: 1,
            widestFused: 0)
        _ = try staged.lossGradient(at: staged.zero)
        #expect(staged.plan.readsPerEvaluation == 1 && staged.reads == 1)
        let offset = Problem<Double>(NeuronCase.classical[0], .init(samples: 200, transform: { $0 + 1000 }))
        let centred = try offset.sweep(standardised: true, widestFused: 0)
        _ = try centred.lossGradient(at: centred.zero)
        #expect(centred.plan.isStaged && centred.plan.readsPerEvaluation == 1 && centred.reads == 1)
    }

    #if !DEBUG
        @Test func aWarmEvaluationAllocatesNothing() async {
            await #expect(processExitsWith: .success) {
                try Self.countAllocations(Double.self, .featureMajor)
                try Self.countAllocations(Float.self, .sampleMajor)
            }
        }
    #endif

    static func countAllocations<T: Scalar>(_ type: T.Type, _ layout: Matrix<T>.Layout) throws {
        for instance in NeuronCase.all {
            for isStandardised in [false, true] {
                let problem = Problem<T>(
                    instance, .init(features: 6001, samples: 150, layout: layout, hasWeights: true, hasOffsets: true))
                let sweep = try problem.sweep(standardised: isStandardised, threads: 3, widestFused: 0)
                var evaluation = Evaluation(shape: sweep.zero)
                try sweep.lossGradient(at: problem.point, into: &evaluation)
                let count = CountTests.allocations {
                    for _ in 0..<3 {
                        try! sweep.lossGradient(at: problem.point, into: &evaluation)
                        _ = try! sweep.loss(at: problem.point)
                    }
                }
                // The message of a child process does not reach the report, so it is printed there.
                if count > 0 { print("\(count) allocations: \(instance.label), \(T.self), \(isStandardised)") }
                #expect(count <= 0)
            }
        }
    }
}
