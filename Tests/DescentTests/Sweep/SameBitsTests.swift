import Descent
import TestSupport
import Testing

/// The same bits on 1, 2, 3, 4 and 7 threads: every reduction × neuron × precision × layout.
@Suite struct SameBitsTests {
    // A debug build runs the kernels unoptimised, some fifty times slower; the release run covers every pair.
    #if DEBUG
        static let instances = NeuronCase.classical.filter {
            ["logistic", "relu", "softmax of 3", "10 linear"].contains($0.label)
        }
    #else
        static let instances = NeuronCase.all
    #endif

    /// How the features reach the products.
    enum Coordinates: CaseIterable {
        case original, folded, staged
    }

    @Test(arguments: instances, Coordinates.allCases)
    func onAnyNumberOfThreads(_ instance: NeuronCase, _ coordinates: Coordinates) throws {
        try check(Double.self, instance, coordinates)
        try check(Float.self, instance, coordinates)
    }

    /// Every number that the four reductions give.
    struct Results: Equatable {
        let loss: Double
        let evaluation: Evaluation
        let product: Parameters
        let hessian: Matrix<Double>
        let gram: Matrix<Double>
        let survey: [FeatureSummary]
    }

    private func check<T: Scalar>(_ type: T.Type, _ instance: NeuronCase, _ coordinates: Coordinates) throws {
        // An offset of many deviations has tiles staged.
        let offset = coordinates == .staged ? 100.0 : 0
        for layout in [Matrix<T>.Layout.sampleMajor, .featureMajor] {
            // Five chunks in Double, three in Float, the last ones ragged.
            let options = Problem<T>.Options(
                features: 24, samples: 50_001, layout: layout, hasWeights: true, hasOffsets: true, seed: 3,
                transform: { $0 + offset })
            let problem = Problem<T>(instance, options)
            let single = try results(problem, coordinates, threads: 1)
            for threads in [2, 3, 4, 7] {
                #expect(
                    try results(problem, coordinates, threads: threads) == single,
                    "\(threads) threads, \(T.self), \(layout)")
            }
        }
    }

    private func results<T: Scalar>(
        _ problem: Problem<T>, _ coordinates: Coordinates, threads: Int
    ) throws -> Results {
        let sweep = try problem.sweep(standardised: coordinates != .original, threads: threads)
        #expect(sweep.threads == threads && sweep.plan.chunks >= 3)
        #expect(sweep.plan.isStaged == (coordinates == .staged))
        let direction = CurvatureTests.direction(like: problem.point)
        return Results(
            loss: try sweep.loss(at: problem.point), evaluation: try sweep.lossGradient(at: problem.point),
            product: try sweep.hessianVector(at: problem.point, along: direction),
            hessian: try sweep.hessian(at: problem.point), gram: try sweep.gram(),
            survey: sweep.data.survey.features + sweep.data.survey.targets)
    }

    @Test func sweepsSideBySideDoNotDisturbEachOther() async throws {
        let problem = Problem<Double>(NeuronCase.all[0], .init(features: 24, samples: 30_000))
        let expected = try problem.sweep(threads: 1).lossGradient(at: problem.point)
        let results = try await withThrowingTaskGroup(of: Evaluation.self) { group in
            for threads in 1...6 {
                group.addTask {
                    let sweep = try problem.sweep(threads: threads)
                    for _ in 0..<5 { _ = try sweep.lossGradient(at: problem.point) }
                    return try sweep.lossGradient(at: problem.point)
                }
            }
            var all: [Evaluation] = []
            for try await result in group { all.append(result) }
            return all
        }
        #expect(results.count == 6 && results.allSatisfy { $0 == expected })
    }
}
