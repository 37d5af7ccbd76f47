import Descent
import TestSupport
import Testing

/// Data are checked before any work: each fault is an error that names the place, the value and the rule.
@Suite struct DatasetTests {
    static let X = try! Matrix<Double>(samples: [[1, 2], [3, 4], [5, 6]])

    static func message(_ body: () throws -> Void) -> String {
        do { try body() } catch { return "\(error)" }
        return "nothing thrown"
    }

    static func dataset(
        _ X: Matrix<Double> = X, _ y: [Double] = [0, 1, 0], weights: [Double]? = nil, offsets: [Double]? = nil
    ) throws -> Dataset<Double> { try Dataset(X, targets: y, weights: weights, offsets: offsets) }

    @Test func shapes() throws {
        let empty = try Matrix<Double>(rows: 2, columns: 0), flat = try Matrix<Double>(rows: 0, columns: 3)
        let cases: [(String, () throws -> Void)] = [
            ("the data has no samples; at least 1 is needed", { _ = try Self.dataset(empty, []) }),
            ("the data has no features; at least 1 is needed", { _ = try Self.dataset(flat) }),
            ("targets: 2 samples where 3 are needed", { _ = try Self.dataset(Self.X, [0, 1]) }),
            ("sample weights: 1 sample where 3 are needed", { _ = try Self.dataset(weights: [1]) }),
            ("offsets: 4 samples where 3 are needed", { _ = try Self.dataset(offsets: [1, 2, 3, 4]) }),
            (
                "offsets: 2 outputs where 3 are needed",
                {
                    _ = try Dataset(
                        Self.X, classes: [0, 1, 2], of: 3, offsets: Matrix<Double>(rows: 2, columns: 3))
                }
            ),
        ]
        for (expected, body) in cases { #expect(Self.message(body) == expected) }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity], [false, true])
    func valuesThatAreNotFinite(_ bad: Double, isFeatureMajor: Bool) throws {
        // Sample 700 of 1001 lies in the middle of a later tile than the first for 200 features.
        let n = 200, m = 1001
        var X = try Matrix<Double>(rows: n, columns: m, layout: isFeatureMajor ? .featureMajor : .sampleMajor)
        var y = [Double](repeating: 0, count: m), weights = [Double](repeating: 1, count: m), offsets = y
        X[17, 700] = bad
        X[3, 701] = bad
        X[199, 1000] = .nan
        for threads in [1, 2, 7] {
            let text = Self.message { _ = try Dataset(X, targets: y, threads: threads) }
            #expect(
                text == "features: feature 17 of sample 700 is \(bad) (the first of 3 that are not finite)",
                "the same verdict on \(threads) threads")
        }
        X = try Matrix<Double>(rows: n, columns: m)
        y[5] = bad
        #expect(Self.message { _ = try Self.dataset(X, y) } == "targets: output 0 of sample 5 is \(bad)")
        y[5] = 0
        weights[900] = bad
        #expect(Self.message { _ = try Self.dataset(X, y, weights: weights) } == "sample weights: sample 900 is \(bad)")
        weights[900] = 1
        offsets[0] = bad
        #expect(
            Self.message { _ = try Self.dataset(X, y, offsets: offsets) } == "offsets: output 0 of sample 0 is \(bad)")
    }

    @Test func weights() throws {
        #expect(
            Self.message { _ = try Self.dataset(weights: [1, -0.5, 1]) }
                == "sample weights: sample 1 is -0.5, but a weight cannot be negative")
        #expect(
            Self.message { _ = try Self.dataset(weights: [0, 0, 0]) }
                == "sample weights: their sum is 0.0, but must be finite and positive, and their mean not denormal")
        #expect(Self.message { _ = try Self.dataset(weights: [.leastNonzeroMagnitude, 0, 0]) }.contains("denormal"))
        #expect(
            Self.message { _ = try Self.dataset(weights: [1e308, 1e308, 1e308]) }
                == "sample weights: their sum is inf, but must be finite and positive, and their mean not denormal")
        _ = try Self.dataset(weights: [0, 0, 1])
        _ = try Self.dataset(weights: [-0.0, 0, 1])
    }

    struct LabelCase: Sendable, CustomTestStringConvertible {
        let instance: NeuronCase
        let labels: [Double]
        /// The offending sample, or nil where all are legal.
        let refused: Int?
        var testDescription: String { "\(instance.label) with \(labels)" }
    }

    static let labels: [LabelCase] = {
        let named = { (label: String) in NeuronCase.classical.first { $0.label == label }! }
        return [
            LabelCase(instance: named("logistic"), labels: [0, 0.3, 1], refused: nil),
            LabelCase(instance: named("logistic"), labels: [0, 1, 2], refused: 2),
            LabelCase(instance: named("logistic"), labels: [-1, 1, 1], refused: 0),
            LabelCase(instance: named("perceptron"), labels: [0, 1, 1], refused: nil),
            LabelCase(instance: named("perceptron"), labels: [-0.0, 1, 1], refused: nil),
            LabelCase(instance: named("perceptron"), labels: [0, 0.3, 1], refused: 1),
            LabelCase(instance: named("poisson"), labels: [0, 0.5, 1e9], refused: nil),
            LabelCase(instance: named("poisson"), labels: [3, 2, -1], refused: 2),
            LabelCase(instance: named("linear"), labels: [-1e300, 0, 1e300], refused: nil),
            LabelCase(instance: named("softmax of 3"), labels: [0, 1, 2], refused: 0),
        ]
    }()

    @Test(arguments: labels)
    func labelsThatTheNeuronDoesNotAllow(_ instance: LabelCase) throws {
        let data = try Self.dataset(Self.X, instance.labels)
        func open(_ neuron: some Neuron) throws { _ = try Sweep(data, neuron: neuron) }
        let text = Self.message { try open(instance.instance.neuron) }
        guard let sample = instance.refused else {
            #expect(text == "nothing thrown")
            return
        }
        #expect(text.contains("sample \(sample) is \(instance.labels[sample])"))
        #expect(text.contains(instance.instance.neuron.name))
    }

    @Test func classes() throws {
        #expect(
            Self.message { _ = try Dataset(Self.X, classes: [0, 1, 3], of: 3) }
                == "targets: sample 2 is class 3, but 3 classes are numbered 0 to 2")
        #expect(Self.message { _ = try Dataset(Self.X, classes: [0, -1, 0], of: 2) }.contains("class -1"))
        #expect(Self.message { _ = try Dataset(Self.X, classes: [0, 0, 0], of: 0) }.contains("number of classes"))
        let data = try Dataset(Self.X, classes: [0, 2, 2], of: 4)
        #expect(data.survey.classCounts == [1, 0, 2, 0])
        #expect(
            Self.message { _ = try Sweep(data, neuron: .softmax(classes: 3)) }
                == "targets: 4 classes where 3 are needed")
        // Two classes are legal targets of a logistic neuron.
        _ = try Sweep(Dataset(Self.X, classes: [0, 1, 1], of: 2), neuron: .logistic)
    }

    @Test func aPointMustFitAndBeFinite() throws {
        let sweep = try Sweep(Self.dataset(), neuron: .logistic)
        #expect(
            Self.message { _ = try sweep.loss(at: Parameters(features: 3)) }
                == "parameters: 4 values where 3 are needed")
        var point = sweep.zero
        point[1] = .nan
        var evaluation = try sweep.lossGradient(at: sweep.zero)
        let before = evaluation
        #expect(
            Self.message { try sweep.lossGradient(at: point, into: &evaluation) }
                == "parameters: position 1 is nan")
        #expect(evaluation == before, "a failed evaluation changes nothing")
    }

    @Test func squaresThatOverflowAreAnError() throws {
        let sweep = try Sweep(Self.dataset(Self.X, [1e308, 0, 0]), neuron: .linear)
        #expect(Self.message { _ = try sweep.loss(at: sweep.zero) }.contains("loss at sample 0"))
    }

    @Test func aSumThatOverflowsIsAnErrorOfTheLoss() throws {
        let data = try Dataset(
            Matrix<Double>(rows: 1, columns: 50_000), targets: [Double](repeating: 1.4e152, count: 50_000))
        let sweep = try Sweep(data, neuron: .linear)
        #expect(Self.message { _ = try sweep.loss(at: sweep.zero) }.hasPrefix("loss: larger"))
        #expect(Self.message { _ = try sweep.lossGradient(at: sweep.zero) }.hasPrefix("loss: larger"))
    }

    @Test(arguments: NeuronCase.all.filter { $0.outputs == 1 })
    func aScoreThatOverflowsIsNotTakenForADeadOne(_ instance: NeuronCase) throws {
        // The exact score is 5e309, but its first term is too large and the second brings −∞ to it.
        let data = try Dataset(Matrix(samples: [[1e300, 0.5e300], [1, 1]]), targets: [0.0, 1])
        func evaluate(_ neuron: some Neuron) throws {
            let sweep = try Sweep(data, neuron: neuron)
            var point = sweep.zero
            point.values = [1e10, -1e10, 0]
            _ = try sweep.lossGradient(at: point)
        }
        #expect(Self.message { try evaluate(instance.neuron) }.hasPrefix("scores at sample 0: larger"))
    }

    @Test func aNeuronThatReturnsNaNIsNamedNaN() throws {
        struct Broken: Neuron {
            let name = "broken", traits = NeuronTraits(.finite)
            func predict<Element: Scalar>(_ tile: ScoreTile<Element>) {}
            func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) {
                for j in 0..<tile.count { tile.losses[j] = .nan }
            }
        }
        let sweep = try Sweep(Self.dataset(), neuron: Broken())
        #expect(Self.message { _ = try sweep.lossGradient(at: sweep.zero) } == "loss: sample 0 is nan")
    }

    @Test func aLossThatOverflowsDoesNotHinderTheHessian() throws {
        let sweep = try Sweep(Self.dataset(Self.X, [1e200, 0, 0]), neuron: .linear)
        #expect(throws: DescentError.overflow(.loss, sample: 0)) { try sweep.loss(at: sweep.zero) }
        #expect(try sweep.hessian(at: sweep.zero) == sweep.gram())
    }

    @Test func offsetsPerOutputMustSuitTheNeuron() throws {
        let data = try Dataset(Self.X, classes: [0, 1, 1], of: 2, offsets: Matrix(rows: 2, columns: 3))
        _ = try Sweep(data, neuron: .softmax(classes: 2))
        #expect(Self.message { _ = try Sweep(data, neuron: .logistic) } == "offsets: 2 outputs where 1 is needed")
    }

    @Test func parametersOfAnotherShapeAreRefused() throws {
        let sweep = try Sweep(Self.dataset(), neuron: .logistic, standardised: true)
        var short = sweep.zero
        short.values = [1]
        let other = Parameters(features: 7)
        var evaluation = Evaluation(shape: other), product = other, square = try Matrix<Double>(rows: 2, columns: 2)
        func another(_ quantity: DescentError.Quantity, expected: Int = 3, found: Int) -> DescentError {
            .mismatch(quantity, .values, expected: expected, found: found)
        }
        #expect(throws: another(.parameters, found: 1)) { try sweep.loss(at: short) }
        #expect(throws: another(.parameters, found: 8)) { try sweep.layer(at: other) }
        #expect(throws: another(.buffer, found: 8)) { try sweep.lossGradient(at: sweep.zero, into: &evaluation) }
        #expect(throws: another(.parameters, found: 8)) { try sweep.hessianVector(at: sweep.zero, along: other) }
        #expect(throws: another(.buffer, found: 8)) {
            try sweep.hessianVector(at: sweep.zero, along: sweep.zero, into: &product)
        }
        #expect(throws: another(.buffer, expected: 9, found: 4)) { try sweep.hessian(at: sweep.zero, into: &square) }
        #expect(throws: another(.buffer, expected: 9, found: 4)) { try sweep.gram(into: &square) }
    }

    @Test func aSampleOfWeightZeroCannotOverflow() throws {
        let sweep = try Sweep(Self.dataset(Self.X, [1e308, 3, 4], weights: [0, 1, 1]), neuron: .linear)
        #expect(try sweep.lossGradient(at: sweep.zero).loss == (9.0 + 16) / 4)
        let counts = try Sweep(
            Dataset(Matrix(samples: [[1000], [0]]), targets: [0.0, 3], weights: [0, 1]), neuron: .poisson)
        var point = counts.zero
        point[0] = 1
        let result = try counts.lossGradient(at: point)
        #expect(result.loss == 1 && result.gradient.values == [0, -2])
        #expect(try counts.hessian(at: point).values == [0, 0, 0, 1])
        #expect(try counts.hessianVector(at: point, along: point).values == [0, 0])
    }

    @Test func sizesBeyondBLASAreRefused() throws {
        let one = UnsafeMutablePointer<Double>.allocate(capacity: 4)
        one.initialize(repeating: 0, count: 4)
        let X = try Matrix(adopting: one, rows: 1, columns: 2, stride: Int(Int32.max) + 1) { $0.deallocate() }
        // The second sample would lie 16 GB further on; the stride is refused before it is followed.
        #expect(Self.message { _ = try Dataset(X, targets: [0, 0]) }.contains("BLAS's 32-bit sizes"))
    }

    @Test(arguments: [1, 2, 7])
    func anOverflowNamesItsSample(threads: Int) throws {
        let m = 5000
        var X = try Matrix<Double>(rows: 40, columns: m)
        X[0, 4321] = 800
        X[0, 4322] = 900
        let sweep = try Sweep(Dataset(X, targets: [Double](repeating: 1, count: m)), neuron: .poisson, threads: threads)
        var point = sweep.zero
        point[0] = 1
        var evaluation = Evaluation(shape: sweep.zero)
        #expect(Self.message { try sweep.lossGradient(at: point, into: &evaluation) }.contains("loss at sample 4321"))
        #expect(evaluation == Evaluation(shape: sweep.zero))
        // The sweep is as good as before.
        #expect(try sweep.loss(at: sweep.zero) == 1)
    }
}
