import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentFit
@testable import DescentSweep

/// Loss and gradient at 0, which the survey knows, against a plain sum over the samples; and where it does not know them.
@Suite struct OriginTests {
    struct Instance: Sendable, CustomTestStringConvertible {
        let name: String
        let neuron: any Neuron
        /// ŷ at 0, the factor of the residual, and the loss of a target.
        let prediction: Double
        let factor: Double
        let loss: @Sendable (Double) -> Double
        var testDescription: String { name }
    }

    static let instances = [
        Instance(name: "logistic", neuron: .logistic, prediction: 0.5, factor: 1) { _ in 0.693147180559945309 },
        Instance(name: "poisson", neuron: .poisson, prediction: 1, factor: 1) { _ in 1 },
        Instance(name: "linear", neuron: .linear, prediction: 0, factor: 1) { $0 * $0 / 2 },
        Instance(name: "squared", neuron: .linear(.squared), prediction: 0, factor: 2) { $0 * $0 },
    ]

    /// Features of unlike sizes, one 50 deviations off zero and one constant.
    private func data<T: Scalar>(
        _: T.Type, layout: Matrix<T>.Layout = .sampleMajor, weighted: Bool = false, offsets: [T]? = nil,
        faroff: Double = 50
    ) throws -> Dataset<T> {
        var generator = SplitMix64(seed: 77)
        let m = 7001, sizes = T.self == Double.self ? [1, 1e-100, 1e100] : [1, 1e-9, 1e9]
        var targets: [T] = [], columns: [[T]] = []
        for _ in 0..<m {
            let hidden = generator.number()
            targets.append(hidden + generator.number() > 0 ? 1 : 0)
            columns.append(
                sizes.map { T($0 * (hidden + generator.number())) } + [T(faroff + 1.7 * generator.number()), 3])
        }
        let n = columns[0].count
        let values =
            layout == .sampleMajor ? columns.flatMap(\.self) : (0..<n).flatMap { i in columns.map { $0[i] } }
        return try Dataset(
            Matrix(rows: n, columns: m, layout: layout, values), targets: targets,
            weights: weighted ? (0..<m).map { T($0 % 4) / 2 } : nil, offsets: offsets)
    }

    @Test(arguments: instances, [false, true]) func agreesWithTheSumOverAllSamples(
        _ instance: Instance, weighted: Bool
    ) throws {
        func check<T: Scalar>(_: T.Type) throws {
            for layout in [Matrix<T>.Layout.sampleMajor, .featureMajor] {
                let data = try data(T.self, layout: layout, weighted: weighted)
                for (hasBias, standardised, risk) in [
                    (true, true, Risk.mean), (true, false, .sum), (false, true, .sum), (false, false, .mean),
                ] {
                    func check(_ neuron: some Neuron) throws {
                        let sweep = try Sweep(
                            data, neuron: neuron, hasBias: hasBias, risk: risk, standardised: standardised)
                        expectAgreement(sweep, instance)
                    }
                    try check(instance.neuron)
                }
            }
        }
        try check(Double.self)
        try check(Float.self)
    }

    private func expectAgreement<T: Scalar>(_ sweep: Sweep<T>, _ instance: Instance) {
        var found = Evaluation(shape: sweep.zero)
        let isKnown = sweep.answerAtOrigin(sweep.zero, into: &found)
        #expect(isKnown && sweep.reads == 0)
        let data = sweep.data, X = data.source as! Matrix<T>, n = data.featureCount
        var sums = [Double](repeating: 0, count: n + 1), sizes = sums, loss = 0.0
        for j in 0..<data.sampleCount {
            let y = Double(data.targets[0, j]), w = data.weights.map { Double($0[0, j]) } ?? 1
            let residual = w * instance.factor * (instance.prediction - y)
            loss += w * instance.loss(y)
            for i in 0...n {
                let shift = i < n ? sweep.standardisation?.shift[i] ?? 0 : 0
                let scale = i < n ? sweep.standardisation?.scale[i] ?? 1 : 1
                let part = residual * ((i < n ? Double(X[i, j]) : 1) - shift) / scale
                sums[i] += part
                sizes[i] += part.magnitude
            }
        }
        // What rounding does to a sum of as many equal losses, one after the other.
        #expect((found.loss * sweep.divisor - loss).magnitude <= Double(data.sampleCount) * .ulpOfOne * loss)
        #expect(found.losses == [found.loss])
        for i in found.gradient.values.indices {
            let error = (found.gradient.values[i] - sums[i] / sweep.divisor).magnitude
            #expect(error <= 1e-13 * sizes[i] / sweep.divisor, "\(i): \(found.gradient.values[i])")
        }
    }

    @Test func aFitBeginsWithoutARead() throws {
        let data = try data(Double.self)
        var one = try Training(data, neuron: .logistic, by: .newtonCG(), standardised: true, threads: 1)
        var three = try Training(data, neuron: .logistic, by: .newtonCG(), standardised: true, threads: 3)
        _ = try one.step()
        _ = try three.step()
        #expect(
            one.reads == 0 && one.state.loss == three.state.loss
                && one.state.memory.walk?.gradient == three.state.memory.walk?.gradient)
        let other = try Dataset(
            data.source as! Matrix<Double>, targets: (0..<data.sampleCount).map { data.targets[0, $0] }, threads: 3)
        #expect(other.survey.covariances == data.survey.covariances)
    }

    @Test func whatTheSurveyDoesNotKnowIsRead() throws {
        func expectUnknown<T: Scalar>(_ sweep: Sweep<T>, at point: Parameters? = nil) throws {
            var evaluation = Evaluation(shape: sweep.zero)
            let before = evaluation
            #expect(!sweep.answerAtOrigin(point ?? sweep.zero, into: &evaluation) && evaluation == before)
            try sweep.answer(Query(point: point ?? sweep.zero, scope: .all), into: &evaluation)
            #expect(sweep.reads == 1)
            #expect(try sweep.lossGradient(at: point ?? sweep.zero) == evaluation)
        }
        let data = try data(Double.self)
        let sweep = try Sweep(data, neuron: .logistic, standardised: true)
        var point = sweep.zero
        point.values[2] = 1e-300
        try expectUnknown(sweep, at: point)
        try expectUnknown(Sweep(data, neuron: .sigmoid))
        let offsets = [Double](repeating: 0.5, count: data.sampleCount)
        try expectUnknown(Sweep(self.data(Double.self, offsets: offsets), neuron: .logistic))
        try expectUnknown(Sweep(self.data(Double.self, faroff: 1e6), neuron: .logistic, standardised: true))
        let X = data.source as! Matrix<Double>, labels = (0..<data.sampleCount).map { $0 % 2 }
        try expectUnknown(Sweep(Dataset(X, classes: labels, of: 2), neuron: .softmax(classes: 2)))
        let pairs = try Matrix<Double>(rows: 2, columns: data.sampleCount)
        try expectUnknown(Sweep(Dataset(X, targets: pairs), neuron: .logistic))
        // A sample is not the whole.
        let part = try #require(try sweep.sampled(800))
        try expectUnknown(part)
    }
}
