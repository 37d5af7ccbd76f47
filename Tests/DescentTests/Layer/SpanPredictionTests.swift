import Descent
import TestSupport
import Testing

/// A prediction is the same whatever memory its sample comes in, and is refused where that is asked for.
@Suite struct SpanPredictionTests {
    private static let x = [0.3, -1.5, 2.25]

    private func layers() throws -> [Layer<Double>] {
        [
            try Layer(neuron: .logistic, weights: [0.5, -0.25, 1], bias: 0.125),
            try Layer(neuron: .perceptron, weights: [0.5, -0.25, 1], bias: nil),
        ]
    }

    @Test func arraysSlicesAndColumnsAgree() throws {
        let X = try Matrix(samples: [Self.x]), all = ContiguousArray([9] + Self.x + [9]), array = [9] + Self.x + [9]
        for layer in try layers() {
            let expected = try layer.predict(Self.x), label = try layer.classify(Self.x)
            #expect(try layer.predict(Self.x.span) == expected && layer.predict(array[1..<4].span) == expected)
            #expect(try layer.predict(all[1..<4].span) == expected && layer.predict(X.column(0)) == expected)
            #expect(try layer.classify(array[1..<4].span) == label && layer.classify(X.column(0)) == label)
            var out = [0.0]
            var span = out.mutableSpan
            try layer.predict(all[1..<4].span, into: &span)
            #expect(out == [expected])
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity]) func whatIsNotFiniteIsRefusedWhereAsked(_ bad: Double) throws
    {
        let x = [0.3, bad, bad]
        let error = DescentError.nonFinite(.input, sample: 0, component: 1, value: bad, count: 2)
        for layer in try layers() {
            #expect(throws: error) { try layer.predict(x, requiringFinite: true) }
            #expect(throws: error) { try layer.predict(x.span, requiringFinite: true) }
            #expect(throws: error) { try layer.classify(x, requiringFinite: true) }
            #expect(try layer.classify(Self.x, requiringFinite: true) == layer.classify(Self.x))
            #expect(throws: error) {
                var out = [0.0]
                var span = out.mutableSpan
                try layer.predict(x.span, into: &span, requiringFinite: true)
            }
            #expect(try layer.predict(Self.x, requiringFinite: true) == layer.predict(Self.x))
        }
    }

    @Test func aLayerPrintsItsWeights() throws {
        let layers = try layers()
        #expect("\(layers[0])" == "logistic of 3 features: weights 0.5 -0.25 1.0, bias 0.125")
        #expect("\(layers[1])" == "perceptron of 3 features: weights 0.5 -0.25 1.0")
        let wide = try Layer(neuron: .linear, weights: [Double](repeating: 1, count: 12))
        #expect("\(wide)".hasSuffix("1.0 … (2 more), bias 0.0"))
        let many = try Layer(
            neuron: .linear, weights: Matrix<Float>(rows: 1, columns: 12), bias: [Float](repeating: 2, count: 12))
        let lines = "\(many)".split(separator: "\n")
        #expect(
            lines.count == 12 && lines[0] == "linear of 1 feature, 12 outputs:"
                && lines[1] == "  0: weights 0.0, bias 2.0")
        #expect(lines[11] == "  … and 2 outputs more")
    }
}
