import Descent
import TestSupport
import Testing

/// A source's samples are predicted as a matrix's are, in one read, whoever reads.
@Suite struct LayerSourceTests {
    private static let features = 120
    /// More than a thread takes at a time, and a last tile that is not whole.
    private static let samples = 5000

    private func check<T: Scalar>(_ instance: NeuronCase, _: T.Type, tolerance: Double) throws {
        let problem = Problem<T>(instance, .init(features: Self.features, samples: Self.samples, hasOffsets: true))
        func layer(_ neuron: some Neuron) throws -> Layer<T> { try Layer(neuron: neuron, parameters: problem.point) }
        let layer = try layer(instance.neuron), expected = try layer.forward(problem.X)
        for layout in [Matrix<T>.Layout.sampleMajor, .featureMajor] {
            let X = try Matrix(
                rows: Self.features, columns: Self.samples, layout: layout,
                layout == .sampleMajor ? problem.X.values : problem.X.transposed.values)
            let one = try layer.scores(samples: X, threads: 1)
            for threads in [2, 7] { #expect(try layer.scores(samples: X, threads: threads) == one) }
            for index in stride(from: 0, to: Self.samples, by: 997) {
                for output in 0..<layer.outputCount {
                    #expect((Double(one[output, index]) - Double(expected[output, index])).magnitude <= tolerance)
                }
            }
            #expect(try layer.predict(samples: X) == layer.predictions(of: one))
        }
        let offsets = problem.offsets!, moved = try layer.scores(samples: problem.X, offsets: offsets)
        let plain = try layer.scores(samples: problem.X)
        for index in stride(from: 0, to: Self.samples, by: 997) {
            let difference = Double(moved[0, index]) - Double(plain[0, index]) - Double(offsets[0, index])
            #expect(difference.magnitude <= tolerance)
        }
    }

    @Test(arguments: NeuronCase.all) func everyNeuron(_ instance: NeuronCase) throws {
        try check(instance, Double.self, tolerance: 1e-13)
        try check(instance, Float.self, tolerance: 2e-5)
    }

    @Test func aConvertedSource() throws {
        let source = SourceTests.source()
        let X = try Matrix(rows: 30, columns: 40_000, source.values.map { Double($0) })
        let layer = try Layer<Double>(neuron: .linear, weights: (0..<30).map { Double($0) }, bias: 1)
        #expect(try layer.predict(samples: source, threads: 3) == layer.predict(samples: X, threads: 1))
    }

    @Test func refusals() throws {
        let layer = try Layer<Double>(neuron: .linear, weights: [1, 2], bias: 1)
        #expect(throws: DescentError.mismatch(.input, .features, expected: 2, found: 30)) {
            try layer.predict(samples: SourceTests.source())
        }
        let wide = try Layer<Double>(neuron: .linear, weights: [Double](repeating: 1, count: 30))
        let failing = SourceTests.source(failing: 20_000..<20_001)
        for threads in [1, 7] {
            let error = #expect(throws: DescentError.self) { try wide.predict(samples: failing, threads: threads) }
            #expect("\(error!)".hasSuffix("could not be read: the disk is on fire"))
        }
        #expect(throws: DescentError.mismatch(.offsets, .samples, expected: 40_000, found: 3)) {
            try wide.predict(samples: SourceTests.source(), offsets: Matrix(rows: 1, columns: 3))
        }
    }

    @Test(arguments: SourceTests.Fault.allCases)
    func aSourceThatBreaksItsWordIsRefused(_ fault: SourceTests.Fault) throws {
        let source = SourceTests.Broken(fault: fault)
        guard source.featureCount == 4 else { return }
        let layer = try Layer<Double>(neuron: .linear, weights: [1, 2, 3, 4])
        #expect(throws: fault.error) { try layer.predict(samples: source) }
    }
}
