import CAllocationCount
import Descent
import TestSupport
import Testing

/// What a sweep costs in counts: one read of X per evaluation and, after the first, no allocation.
@Suite struct CountTests {
    @Test(arguments: NeuronCase.classical)
    func everyEvaluationReadsTheDataOnce(_ instance: NeuronCase) throws {
        let problem = Problem<Double>(instance, .init(features: 24, samples: 12_345))
        let sweep = try problem.sweep(threads: 3)
        #expect(sweep.reads == 0)
        _ = try sweep.loss(at: problem.point)
        #expect(sweep.reads == 1)
        _ = try sweep.lossGradient(at: problem.point)
        #expect(sweep.reads == 2)
        _ = try sweep.hessianVector(at: problem.point, along: problem.point)
        #expect(sweep.reads == 3)
        _ = try sweep.hessian(at: problem.point)
        #expect(sweep.reads == 4)
        _ = try sweep.gram()
        #expect(sweep.reads == 5)
    }

    // Counted in a process of its own, where nothing else allocates; unoptimised code boxes values that optimised code
    // keeps in registers, so only the release run says anything.
    #if !DEBUG
        @Test func theCountCounts() async {
            await #expect(processExitsWith: .success) {
                let count = Self.allocations { withExtendedLifetime(try? Matrix<Double>(rows: 100, columns: 100)) {} }
                #expect(count > 0 || count == -1)
            }
        }

        @Test func aWarmSweepAllocatesNothing() async {
            await #expect(processExitsWith: .success) {
                try Self.countAllocations(Double.self, .sampleMajor)
                try Self.countAllocations(Float.self, .featureMajor)
            }
        }

        /// Whatever the number of samples: of them depends only one word per chunk.
        @Test func aSweepNeedsLittleMemoryBesideTheData() async {
            await #expect(processExitsWith: .success) {
                try Self.expectMemory(Double.self)
                try Self.expectMemory(Float.self)
            }
        }

        @Test func aWarmPredictionAllocatesNothing() async {
            await #expect(processExitsWith: .success) {
                let layer = try Layer(neuron: .logistic, weights: [Double](repeating: 0.1, count: 28), bias: 0.5)
                let sample = [Double](repeating: 1, count: 28)
                _ = try layer.predict(sample)
                let count = Self.allocations {
                    for _ in 0..<1000 { _ = try? layer.predict(sample) }
                    for _ in 0..<1000 { _ = try? layer.classify(sample) }
                }
                #expect(count <= 0, "\(count) allocations in 2000 predictions")
            }
        }
    #endif

    /// All that a sweep of two threads over 784 features ever asks for, given back or not.
    static func expectMemory<T: Scalar>(_ type: T.Type) throws {
        let problem = Problem<T>(NeuronCase.classical[0], .init(features: 784, samples: 6000))
        let data = try problem.dataset()
        _ = allocations {
            let sweep = try! Sweep(data, neuron: .logistic, threads: 2)
            _ = try! sweep.lossGradient(at: sweep.zero)
        }
        let bytes = allocation_bytes()
        print("\(bytes) bytes beside the data, \(T.self)")
        #expect(bytes <= 4 << 20)
    }

    enum Kind: CaseIterable {
        case loss, lossGradient, hessianVector, hessian, gram
    }

    static func countAllocations<T: Scalar>(_ type: T.Type, _ layout: Matrix<T>.Layout) throws {
        for instance in NeuronCase.all {
            for (isStandardised, offset) in [(false, 0.0), (true, 0), (true, 100)] {
                let options = Problem<T>.Options(
                    features: 24, samples: 30_000, layout: layout, hasWeights: true, hasOffsets: true,
                    transform: { $0 + offset })
                let problem = Problem<T>(instance, options)
                let sweep = try problem.sweep(risk: .sum, standardised: isStandardised, threads: 3)
                var evaluation = Evaluation(shape: sweep.zero), product = sweep.zero
                let point = sweep.zero
                var H = try sweep.hessian(at: point), G = try sweep.gram()
                for kind in Kind.allCases {
                    func once() throws {
                        switch kind {
                        case .loss: _ = try sweep.loss(at: point)
                        case .lossGradient: try sweep.lossGradient(at: point, into: &evaluation)
                        case .hessianVector: try sweep.hessianVector(at: point, along: point, into: &product)
                        case .hessian: try sweep.hessian(at: point, into: &H)
                        case .gram: try sweep.gram(into: &G)
                        }
                    }
                    try once()
                    let count = allocations { for _ in 0..<3 { try! once() } }
                    // The message of a child process does not reach the report, so it is printed there.
                    if count > 0 { print("\(count) allocations: \(kind), \(instance.label), \(T.self), \(offset)") }
                    #expect(count <= 0)
                }
            }
        }
    }

    /// Calls of the malloc family in `body`; −1 where a sanitizer keeps them from being counted.
    static func allocations(_ body: () -> Void) -> Int {
        allocation_count_start()
        body()
        return allocation_count_stop()
    }
}
