import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

@Suite struct RegularizationPathTests {
    static let neurons = [
        NeuronCase("logistic", .logistic), NeuronCase("linear", .linear),
        NeuronCase("linear, squared", .linear(.squared)),
        NeuronCase("poisson", .poisson), NeuronCase("softmax of 3", try! Softmax(classes: 3)),
    ]

    struct Setup: Sendable, CustomTestStringConvertible {
        var hasWeights = false, hasOffsets = false, hasBias = true, onDeviations = false
        var offset = 0.0
        var factors: [Double]?

        var testDescription: String {
            "weights \(hasWeights), offsets \(hasOffsets), bias \(hasBias), means \(offset), deviations \(onDeviations), "
                + "factors \(factors?.description ?? "-")"
        }

        static let all = [
            Setup(), Setup(hasWeights: true), Setup(hasOffsets: true), Setup(hasBias: false), Setup(offset: 300),
            Setup(hasWeights: true, onDeviations: true, factors: [1, 2, 0.5, 3]),
            Setup(hasWeights: true, hasOffsets: true, factors: [1, 0, 2, 1]), Setup(factors: [0, 1, 1, 0]),
        ]
    }

    /// Above the strongest penalty all penalised weights are 0, a little below it one is not.
    @Test(arguments: neurons, Setup.all)
    func largestPenalty(_ instance: NeuronCase, _ setup: Setup) throws {
        let many = try ManyCase<Double>(
            instance, features: 4, samples: 600, hasWeights: setup.hasWeights, hasOffsets: setup.hasOffsets,
            transform: { $0 + setup.offset })
        func check(_ neuron: some Neuron) throws {
            for mixing in [1, 0.3] {
                let path = try RegularizationPath(
                    count: 2, mixing: [mixing], on: setup.onDeviations ? .deviations : .raw, factors: setup.factors)
                let largest = try path.penalties(for: many.data, neuron: neuron, hasBias: setup.hasBias)[0]
                for (share, allAreZero) in [(1.0001, true), (0.999, false)] {
                    let penalty = try Penalty(
                        l1: share * largest.l1, l2: share * largest.l2, on: setup.onDeviations ? .deviations : .raw,
                        factors: setup.factors)
                    let fit = try many.data.fit(neuron: neuron, by: .newton(penalty: penalty), hasBias: setup.hasBias)
                    let held = (0..<4).filter { setup.factors?[$0] != 0 }
                    let zero = held.allSatisfy { feature in
                        (0..<instance.outputs).allSatisfy { fit.layer.weights[feature, $0] == 0 }
                    }
                    #expect(zero == allAreZero, "mixing \(mixing), share \(share): \(fit.layer.weights.values)")
                }
            }
        }
        try check(instance.neuron)
    }

    /// Geometric from λ_max to its ratio, mixing after mixing; those of a ridge are those of 0.001.
    @Test func sequence() throws {
        let many = try ManyCase<Double>(NeuronCase("logistic", .logistic), features: 4, samples: 300)
        func penalties(_ mixing: [Double]) throws -> [Penalty] {
            try RegularizationPath(count: 5, smallestRatio: 1e-2, mixing: mixing, on: .raw).penalties(
                for: many.data, neuron: .logistic)
        }
        let lasso = try penalties([1])
        let largest = lasso[0].l1
        for (index, penalty) in lasso.enumerated() {
            let expected = largest * [1, 0.31622776601683794, 0.1, 0.031622776601683794, 0.01][index]
            #expect(abs(penalty.l1 / expected - 1) < 1e-12 && penalty.l2 == 0 && penalty.mixing == 1)
        }
        let mixed = try penalties([1, 0.25, 0])
        #expect(Array(mixed[..<5]) == lasso)
        for index in 0..<5 {
            #expect(abs(mixed[5 + index].strength / (4 * lasso[index].l1) - 1) < 1e-12)
            #expect(abs(mixed[5 + index].mixing - 0.25) < 1e-12)
            #expect(abs(mixed[10 + index].l2 / (1000 * lasso[index].l1) - 1) < 1e-12 && mixed[10 + index].l1 == 0)
        }
        // By default down to 10⁻⁴, and to 10⁻² of more features than samples.
        let usual = try RegularizationPath(count: 2, on: .raw).penalties(for: many.data, neuron: .logistic)
        #expect(abs(usual[1].l1 / usual[0].l1 / 1e-4 - 1) < 1e-9)
        let wide = try Dataset(try Matrix<Double>(samples: [[1, 0, 2], [0, 1, 1]]), targets: [0, 1])
        let few = try RegularizationPath(count: 2, on: .raw).penalties(for: wide, neuron: .linear)
        #expect(abs(few[1].l1 / few[0].l1 / 1e-2 - 1) < 1e-9)
    }

    /// As an ordinary fit with the same penalty.
    @Test(arguments: neurons, [RegularizationPathTests.lassos, ridges, mixed])
    func agreesWithSeparateFits(_ instance: NeuronCase, _ kind: Kind) throws {
        let many = try ManyCase<Double>(instance, features: kind.features, samples: kind.samples)
        func check(_ neuron: some Neuron) throws {
            let path = try RegularizationPath(count: 6, smallestRatio: 1e-3, mixing: kind.mixing, on: .raw)
            let fits = try path.fit(many.data, neuron)
            #expect(fits.points.count == 6 * kind.mixing.count && fits.curves.count == kind.mixing.count)
            for point in fits.points {
                guard case .converged = point.fit.outcome else {
                    Issue.record("\(point.penalty) \(point.fit.outcome)")
                    continue
                }
                let alone = try many.data.fit(neuron: neuron, by: .newton(penalty: point.penalty))
                let sweep = try Sweep(many.data, neuron: neuron), layer = point.fit.layer
                #expect(abs(point.loss - (try sweep.loss(at: layer.parameters))) <= 1e-12 * max(1, point.loss))
                func risk(_ layer: Layer<Double>) throws -> Double {
                    try layer.weights.values.reduce(sweep.loss(at: layer.parameters)) {
                        $0 + point.penalty.l1 * $1.magnitude + point.penalty.l2 / 2 * $1 * $1
                    }
                }
                #expect(try risk(layer) <= risk(alone.layer) + 1e-8)
                // Of a softmax, biases are determined up to a common number, and the separate fit's weights to few digits.
                guard !instance.isSoftmax else { continue }
                for (x, y) in zip(layer.parameters.values, alone.layer.parameters.values) {
                    #expect(abs(x - y) <= 1e-6, "\(point.penalty) \(x) \(y)")
                }
            }
        }
        try check(instance.neuron)
    }

    struct Kind: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let mixing: [Double]
        let features: Int
        let samples: Int
    }
    static let lassos = Kind(testDescription: "l1", mixing: [1, 0.5], features: 5, samples: 700)
    static let ridges = Kind(testDescription: "l2", mixing: [0], features: 5, samples: 700)
    static let mixed = Kind(testDescription: "l1, both, l2", mixing: [1, 0.5, 0], features: 12, samples: 400)

    /// Warm starts of `LBFGS`, which `Automatic` takes for larger data: one state goes on with another penalty.
    @Test(arguments: [1, 0.4])
    func anotherPenalty(_ mixing: Double) throws {
        let many = try ManyCase<Double>(
            NeuronCase("logistic", .logistic), features: 12, samples: 500, transform: { $0 + 0.3 })
        let context = try many.context(), member = Member()
        // More than go side by side.
        let penalties = try RegularizationPath(count: 30, smallestRatio: 1e-3, mixing: [mixing], on: .raw).penalties(
            for: many.data, neuron: .logistic)
        let run = try PathRun(
            context, member, by: [penalties.map { LBFGS(penalty: $0) }], sharing: MemberSamples(context))
        for (result, penalty) in zip(run.results, penalties) {
            let fit = try result.get(), alone = try many.data.fit(neuron: .logistic, by: .newton(penalty: penalty))
            #expect(fit.solver == LBFGS(penalty: penalty).recipe)
            for (x, y) in zip(fit.layer.parameters.values, alone.layer.parameters.values) {
                #expect(abs(x - y) <= 1e-6, "\(penalty) \(x) \(y)")
            }
        }
    }

    /// Orthogonal features of variance 1: a weight is its covariance with the targets, moved towards 0 by λα and divided by
    /// 1 + λ (1 − α); and R² follows.
    @Test(arguments: [1, 0.5])
    func softThresholds(_ mixing: Double) throws {
        // Walsh functions on 8 points: orthogonal, of mean 0.
        let samples = (0..<8).map { j in [1, 2, 4, 6].map { (j & $0).nonzeroBitCount % 2 == 0 ? 1.0 : -1.0 } }
        let slopes = [3, -1.5, 0.25, 0.0]
        let targets = samples.map { x in 7 + zip(slopes, x).reduce(0) { $0 + $1.0 * $1.1 } }
        let data = try Dataset(try Matrix(samples: samples), targets: targets)
        let fits = try RegularizationPath(count: 9, smallestRatio: 1e-2, mixing: [mixing], on: .raw).fit(data, .linear)
        #expect(abs(fits.points[0].penalty.l1 - 3) < 1e-12)
        for point in fits.points {
            let (l1, l2) = (point.penalty.l1, point.penalty.l2)
            let expected = slopes.map { slope in
                abs(slope) <= l1 ? 0 : (slope > 0 ? slope - l1 : slope + l1) / (1 + l2)
            }
            for feature in 0..<4 {
                #expect(abs(point.fit.layer.weights[feature, 0] - expected[feature]) < 1e-9, "\(point.penalty)")
            }
            #expect(point.nonzero == expected.count { $0 != 0 })
            #expect(abs(point.fit.layer.bias![0] - 7) < 1e-9)
            func squares(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
            let rest = squares(zip(slopes, expected).map { $0 - $1 })
            #expect(abs(point.explained! - (1 - rest / squares(slopes))) < 1e-9)
        }
    }

    @Test func refused() throws {
        expectIllegal("the number of penalties", 1) { try RegularizationPath(count: 1, on: .raw) }
        expectIllegal("the smallest ratio of penalties", 1.0) { try RegularizationPath(smallestRatio: 1, on: .raw) }
        expectIllegal("the number of mixings", 0) { try RegularizationPath(mixing: [], on: .raw) }
        expectIllegal("a mixing", 1.5) { try RegularizationPath(mixing: [1.5], on: .raw) }
        expectIllegal("a factor of the penalty", -1.0) { try RegularizationPath(on: .raw, factors: [-1]) }
        expectIllegal("the number of penalties", 0) { try RegularizationPath([]) }
        let many = try ManyCase<Double>(NeuronCase("logistic", .logistic), features: 4, samples: 300)
        #expect(throws: DescentError.mismatch(.penalty, .features, expected: 4, found: 2)) {
            try RegularizationPath(on: .raw, factors: [1, 1]).penalties(for: many.data, neuron: .logistic)
        }
        // A feature that says nothing.
        let useless = try Dataset(try Matrix<Double>(rows: 1, columns: 4, [1, -1, 1, -1]), targets: [0, 0, 1, 1])
        expectIllegal("the largest penalty", 0.0) {
            try RegularizationPath(on: .raw).penalties(for: useless, neuron: .logistic)
        }
    }
}
