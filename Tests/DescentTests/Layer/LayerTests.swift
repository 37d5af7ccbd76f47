import Descent
import TestSupport
import Testing

/// Layers: the two products, predictions in all their forms, and what they refuse.
@Suite struct LayerTests {
    @Test(arguments: NeuronCase.all)
    func theTwoCallsAgreeWithTheSweep(_ instance: NeuronCase) throws {
        for layout in [Matrix<Double>.Layout.sampleMajor, .featureMajor] {
            let problem = Problem<Double>(instance, .init(samples: 300, layout: layout))
            func layer(_ neuron: some Neuron) throws -> Layer<Double> {
                try Layer(neuron: neuron, parameters: problem.point)
            }
            let (gW, gb) = try layer(instance.neuron).gradient(problem.X, problem.targets)
            let gradient = try problem.sweep().lossGradient(at: problem.point).gradient
            for k in 0..<problem.outputs {
                for i in 0..<problem.features { #expect((gW[i, k] - gradient[i, k]).magnitude < 1e-13) }
                #expect((gb[k] - gradient.bias(k)).magnitude < 1e-13)
            }
        }
    }

    @Test(arguments: NeuronCase.all)
    func everyWayToPredictAgrees(_ instance: NeuronCase) throws {
        try check(Double.self, instance)
        try check(Float.self, instance)
    }

    private func check<T: Scalar>(_ type: T.Type, _ instance: NeuronCase) throws {
        let problem = Problem<T>(instance, .init(samples: 40))
        func layer(_ neuron: some Neuron) throws -> Layer<T> { try Layer(neuron: neuron, parameters: problem.point) }
        let layer = try layer(instance.neuron)
        let P = try layer.predict(problem.X)
        #expect(P.rows == problem.outputs && P.columns == 40)
        var buffer = [T](repeating: -1, count: P.count)
        var span = buffer.mutableSpan
        try layer.predict(problem.X, into: &span)
        #expect(buffer == P.transposed.values)
        for j in 0..<40 {
            let sample = problem.X[columns: j..<j + 1].values
            var single = [T](repeating: -1, count: problem.outputs)
            var span = single.mutableSpan
            try layer.predict(sample.span, into: &span)
            for k in 0..<problem.outputs {
                // Sums of 6 terms in another order; e^z at scores of a few units adds a factor.
                #expect((single[k] - P[k, j]).magnitude <= 64 * T.ulpOfOne * max(1, P[k, j].magnitude))
            }
            if problem.outputs == 1 { #expect(try layer.predict(sample) == single[0]) }
        }
    }

    @Test(arguments: NeuronCase.all.filter { $0.neuron.decision != nil && ($0.outputs == 1 || $0.isSoftmax) })
    func classesFollowTheScore(_ instance: NeuronCase) throws {
        let problem = Problem<Double>(instance, .init(samples: 200))
        func layer(_ neuron: some Neuron) throws -> Layer<Double> {
            try Layer(neuron: neuron, parameters: problem.point)
        }
        let layer = try layer(instance.neuron)
        let classes = try layer.classes(problem.X), Z = try layer.forward(problem.X)
        for j in 0..<200 {
            let scores = (0..<problem.outputs).map { Z[$0, j] }
            let expected = problem.outputs == 1 ? (scores[0] >= 0 ? 1 : 0) : scores.firstIndex(of: scores.max()!)!
            #expect(classes[j] == expected)
            #expect(try layer.classify(problem.X[columns: j..<j + 1].values) == expected)
        }
        #expect(Set(classes).count > 1, "the data has every class")
    }

    @Test func aScoreOfZeroIsClassOne() throws {
        for neuron: any Neuron in [Logistic(), Perceptron(), Sigmoid()] {
            func decide(_ neuron: some Neuron) throws -> Int {
                try Layer(neuron: neuron, weights: [1.0], bias: 0).classify([0])
            }
            #expect(try decide(neuron) == 1)
        }
    }

    @Test func aSampleThatIsNotANumberHasNoClass() throws {
        let layer = try Layer(neuron: .perceptron, weights: [1.0, 1], bias: 0)
        func notANumber(sample: Int) -> DescentError {
            .nonFinite(.scores, sample: sample, component: 0, value: .nan, count: 1)
        }
        #expect(throws: notANumber(sample: 0)) { try layer.classify([.nan, 1]) }
        #expect(throws: notANumber(sample: 1)) { try layer.classes(Matrix(samples: [[1, 1], [.nan, 1]])) }
        let soft = try Layer(neuron: .softmax(classes: 2), weights: Matrix(rows: 1, columns: 2, [1.0, 2]), bias: nil)
        #expect(throws: notANumber(sample: 0)) { try soft.classify([.nan]) }
        // A value stays what it is.
        #expect(try layer.predict([.nan, 1]).isNaN)
        #expect(try Layer(neuron: .relu, weights: [1.0], bias: 0).predict([.nan]).isNaN)
    }

    @Test func probabilitiesAreNeverNaN() throws {
        let logistic = try Layer(neuron: .logistic, weights: [1.0], bias: nil)
        #expect(try [-1e300, -800, 0, 800, 1e300].map { try logistic.predict([$0]) } == [0, 0, 0.5, 1, 1])
        let soft = try Layer(neuron: .softmax(classes: 3), weights: Matrix(rows: 1, columns: 3, [1, 0, -1]), bias: nil)
        for x in [-1e308, -800, 0, 800, 1e308] {
            let p = try soft.predict(Matrix<Double>(samples: [[x]])).values
            #expect(p.allSatisfy { $0 >= 0 && $0 <= 1 } && (p.reduce(0, +) - 1).magnitude < 1e-15)
        }
        // Scores beyond the precision.
        let large = try Layer(
            neuron: .softmax(classes: 3), weights: Matrix(rows: 1, columns: 3, [1e30, -1e30, 0] as [Float]), bias: nil)
        #expect(try large.predict(Matrix(samples: [[1e30], [-1e30]])).values == [1, 0, 0, 0, 1, 0])
    }

    @Test func parametersGoThereAndBack() throws {
        let layer = try Layer(
            neuron: .linear, weights: Matrix<Float>(rows: 2, columns: 3, [1, 2, 3, 4, 5, 6]), bias: [7, 8, 9])
        #expect(layer.parameters.values == [1, 2, 3, 4, 5, 6, 7, 8, 9])
        let back = try Layer<Float>(neuron: .linear, parameters: layer.parameters)
        #expect(back.weights == layer.weights && back.bias == layer.bias)
    }

    @Test func sizesBeyondBLASAreRefusedBeforeAnyWork() throws {
        // One value stands for a matrix that would not fit in memory: nothing of it may be read.
        let one = UnsafeMutablePointer<Double>.allocate(capacity: 1)
        let X = try Matrix(adopting: one, rows: 1, columns: Int(Int32.max) + 1) { $0.deallocate() }
        let layer = try Layer(neuron: .linear, weights: [1.0], bias: 0)
        do {
            _ = try layer.forward(X)
            Issue.record("nothing thrown")
        } catch {
            #expect("\(error)".contains("1 rows × 2147483648 columns"))
        }
        #expect(throws: DescentError.notAClassifier(neuron: "linear")) { try layer.classes(X) }
    }

    @Test func badInputIsRefused() throws {
        #expect(throws: DescentError.empty(.features)) { try Layer(neuron: .logistic, weights: [Double](), bias: 0) }
        #expect(throws: DescentError.nonFinite(.weights, sample: 0, component: 1, value: .nan, count: 1)) {
            try Layer(neuron: .logistic, weights: [1.0, .nan], bias: 0)
        }
        #expect(throws: DescentError.nonFinite(.bias, sample: 0, component: 0, value: .infinity, count: 1)) {
            try Layer(neuron: .logistic, weights: [1.0], bias: .infinity)
        }
        expectIllegal("the number of classes", 1) { try Softmax(classes: 1) }
        #expect(throws: DescentError.mismatch(.weights, .outputs, expected: 3, found: 2)) {
            try Layer(neuron: .softmax(classes: 3), weights: Matrix<Double>(rows: 2, columns: 2), bias: nil)
        }
        #expect(throws: DescentError.mismatch(.bias, .outputs, expected: 2, found: 1)) {
            try Layer(neuron: .linear, weights: Matrix<Double>(rows: 2, columns: 2), bias: [1])
        }
        let layer = try Layer(neuron: .linear, weights: [1.0, 2], bias: 0)
        let wrong = try Matrix<Double>(rows: 3, columns: 4)
        func message(_ body: () throws -> Void) -> String {
            do { try body() } catch { return "\(error)" }
            return "nothing thrown"
        }
        #expect(message { _ = try layer.forward(wrong) } == "input: 3 features where 2 are needed")
        #expect(message { _ = try layer.predict([1]) } == "input: 1 feature where 2 are needed")
        #expect(message { _ = try layer.classes(wrong) } == "the linear neuron predicts values, not classes")
        #expect(
            message { _ = try layer.gradient(Matrix(rows: 2, columns: 4), [1]) }
                == "targets: 1 sample where 4 are needed")
        #expect(
            message { _ = try layer.backward(Matrix(rows: 2, columns: 0), Matrix(rows: 1, columns: 0)) }
                == "the data has no samples; at least 1 is needed")
        let two = try Layer(neuron: .linear, weights: Matrix<Double>(rows: 2, columns: 2), bias: nil)
        #expect(message { _ = try two.predict([1, 2]) } == "layer: 2 outputs where 1 is needed")
        var short = [0.0]
        #expect(
            message {
                var span = short.mutableSpan
                try layer.predict(Matrix(rows: 2, columns: 4), into: &span)
            } == "buffer: 1 value where 4 are needed")
    }
}
