import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

/// A softmax of more parameters than a Hessian is made for: its metric of the features' moments and the classes' own curvature.
@Suite struct ClassMetricTests {
    /// Features that share a part, or none; classes that differ along all of them.
    private func data<T: Scalar>(
        _: T.Type = Double.self, features: Int, samples: Int, classes: Int, correlated: Bool, hasExtras: Bool = false
    ) throws -> Dataset<T> {
        var generator = SplitMix64(seed: UInt64(features + classes))
        let weights = (0..<features * classes).map { _ in generator.number() }
        var values: [T] = [], labels: [Int] = []
        for _ in 0..<samples {
            let common = correlated ? 3 * generator.number() : 0
            let x = (0..<features).map { _ in common + generator.number() }
            let scores = (0..<classes).map { k in
                (0..<features).reduce(3 * generator.number()) { $0 + weights[k * features + $1] * x[$1] }
            }
            values += x.map { T($0) }
            labels.append(scores.indices.max { scores[$0] < scores[$1] }!)
        }
        return try Dataset(
            try Matrix(rows: features, columns: samples, values), classes: labels, of: classes,
            weights: hasExtras ? (0..<samples).map { T($0 % 3) } : nil,
            offsets: hasExtras
                ? try Matrix(
                    rows: classes, columns: samples, (0..<samples * classes).map { _ in T(generator.number()) })
                : nil)
    }

    private func isConverged(_ fit: Fit<some Scalar>) -> Bool {
        fit.outcome == .converged(.digits) || fit.outcome == .converged(.precision)
    }

    /// To Newton's optimum in a few steps, with the same bits on any threads; moments are asked for where features are correlated.
    @Test(arguments: [true, false], [true, false]) func takesFewSteps(_ isCorrelated: Bool, _ hasExtras: Bool) throws {
        let data = try data(features: 50, samples: 9000, classes: 4, correlated: isCorrelated, hasExtras: hasExtras)
        let penalty = try Penalty(l2: 1e-3, on: .raw), neuron = try Softmax(classes: 4)
        var training = try Training(data, neuron: neuron, by: .lbfgs(penalty: penalty), standardised: true)
        var asked: [String] = []
        while try training.step() != nil {
            switch training.state.query.extra {
            case .moments: asked.append("moments")
            case .optimum: asked.append("optimum")
            default: break
            }
        }
        let fit = try #require(try training.result())
        #expect(asked == (isCorrelated ? ["moments", "optimum"] : ["optimum"]))
        #expect(isConverged(fit) && fit.report.steps <= 25, "\(fit.report)")
        let newton = try data.fit(neuron: neuron, by: .newton(penalty: penalty))
        expectAgreement(fit.layer.parameters, newton.layer.parameters, 1e-6, sizes: [1])
        for threads in [1, 3] {
            let other = try data.fit(neuron: neuron, by: .lbfgs(penalty: penalty), threads: threads)
            #expect(other.parameters == fit.parameters)
        }
    }

    /// Without a bias C is a mean over the span; a sum of losses is that of all data.
    @Test(arguments: [true, false], [Risk.mean, .sum]) func otherRisks(_ hasBias: Bool, _ risk: Risk) throws {
        let samples = 9000
        let data = try data(features: 50, samples: samples, classes: 4, correlated: true)
        let penalty = try Penalty(l2: 1e-3 * (risk == .sum ? Double(samples) : 1), on: .raw)
        func fitted(_ solver: Solver) throws -> Fit<Double> {
            try Training(
                data, neuron: .softmax(classes: 4), by: solver, hasBias: hasBias, risk: risk, standardised: true
            ).fit()
        }
        let fit = try fitted(.lbfgs(penalty: penalty))
        #expect(isConverged(fit) && fit.report.steps <= 40, "\(fit.report)")
        expectAgreement(
            fit.layer.parameters, try fitted(.newton(penalty: penalty)).layer.parameters, 1e-6, sizes: [1])
    }

    /// Single precision ends where double does, but for the digits.
    @Test func singlePrecision() throws {
        let penalty = try Penalty(l2: 1e-3, on: .raw), neuron = try Softmax(classes: 4)
        func fit<T: Scalar>(_: T.Type) throws -> Fit<T> {
            try data(T.self, features: 50, samples: 9000, classes: 4, correlated: true).fit(
                neuron: neuron, by: .lbfgs(penalty: penalty))
        }
        let single = try fit(Float.self)
        #expect(isConverged(single) && single.report.steps <= 25, "\(single.report)")
        expectAgreement(
            single.layer.parameters, try fit(Double.self).layer.parameters, 2e-3, sizes: [1])
    }

    /// A class without samples, and classes that lie apart: what a sample says of them is nothing to leap to.
    @Test(arguments: [0, 1]) func classesOfNoAccount(_ kind: Int) throws {
        var generator = SplitMix64(seed: 11)
        let features = 60, samples = 9000
        var values: [Double] = [], labels: [Int] = []
        for j in 0..<samples {
            let label = j % 3, shift = kind == 1 ? 40 * Double(label) : 0
            values += (0..<features).map { $0 == 0 ? shift + generator.number() : generator.number() }
            labels.append(label)
        }
        let data = try Dataset(
            try Matrix(rows: features, columns: samples, values), classes: labels, of: kind == 0 ? 4 : 3)
        let penalty = try Penalty(l2: 1e-3, on: .raw), neuron = try Softmax(classes: kind == 0 ? 4 : 3)
        let fit = try data.fit(neuron: neuron, by: .lbfgs(penalty: penalty))
        #expect(fit.report.steps <= 60, "\(fit.report)")
        let newton = try data.fit(neuron: neuron, by: .newton(penalty: penalty))
        #expect(fit.report.risk <= newton.report.risk + 1e-9, "\(fit.report)")
    }

    /// A fit goes on to the same bits from before its metric, from within its making, and from after.
    @Test func resumesFromWithin() throws {
        let data = try data(features: 50, samples: 9000, classes: 4, correlated: true)
        func training() throws -> Training<Double> {
            try Training(
                data, neuron: .softmax(classes: 4), by: .lbfgs(penalty: try Penalty(l2: 1e-3, on: .raw)),
                standardised: true)
        }
        var whole = try training(), states: [[UInt8]] = [], asked: [Query.Extra] = []
        while try whole.step() != nil {
            guard whole.outcome == nil else { continue }
            states.append(whole.encodedState)
            asked.append(whole.state.query.extra)
        }
        #expect(asked.contains(.moments) && asked.contains { if case .optimum = $0 { true } else { false } })
        for state in states {
            var second = try training()
            try second.resume(from: state)
            while try second.step() != nil {}
            #expect(second.state == whole.state)
        }
    }

    /// Where the span is all there is, M is the samples' Hessian.
    @Test(arguments: [true, false]) func isTheHessianWithinTheSpan(_ hasBias: Bool) throws {
        var generator = SplitMix64(seed: 3)
        let classes = 4, features = 2, rank = hasBias ? 3 : 2, l2 = [0.1, 0.2]
        let data = try data(features: features, samples: 500, classes: classes, correlated: true)
        let sweep = try Sweep(data, neuron: Softmax(classes: classes), hasBias: hasBias, standardised: true)
        var evaluation = Evaluation(shape: sweep.zero)
        var shown = sweep.zero
        for i in shown.values.indices { shown.values[i] = generator.number() }
        let span = OutputSpan(of: shown, l2: l2)
        #expect(span.rank == rank)
        try sweep.answer(Query(point: sweep.zero, scope: .all, extra: .moments), into: &evaluation)
        try sweep.answer(Query(point: sweep.zero, scope: .all, extra: .optimum(in: span)), into: &evaluation)
        let ridge = (0..<classes).flatMap { _ in l2 } + [Double](repeating: 0, count: hasBias ? classes : 0)
        let moments = try #require(evaluation.moments)
        var metric = try #require(ClassMetric(sweep.zero, l2: ridge, moments: moments))
        let optimum = try #require(evaluation.spanOptimum)
        metric.learn(optimum, in: span)
        let hessian = try sweep.hessian(at: span.point(at: optimum.coordinates))
        // No class more than another: what a shift of all classes is given is nobody's business.
        var along = sweep.zero
        for row in 0..<features + (hasBias ? 1 : 0) {
            let numbers = (0..<classes).map { _ in generator.number() }
            let mean = numbers.reduce(0, +) / Double(classes)
            for k in 0..<classes {
                if row < features {
                    along[row, k] = numbers[k] - mean
                } else {
                    along.setBias(numbers[k] - mean, output: k)
                }
            }
        }
        let count = along.values.count
        let product = (0..<count).map { i in
            (0..<count).reduce(ridge[i] * along.values[i]) { $0 + hessian[i, $1] * along.values[$1] }
        }
        var found = [Double](repeating: 0, count: count)
        metric.solve(product, into: &found)
        for i in 0..<count { #expect((found[i] - along.values[i]).magnitude < 1e-9, "\(i)") }
    }

    /// M⁻¹ is symmetric, and no direction leads up.
    @Test(arguments: [2, 3, 7], [true, false]) func isSymmetricAndPositive(_ classes: Int, _ isDiagonal: Bool) throws {
        var generator = SplitMix64(seed: 4)
        let features = 9
        let data = try data(features: features, samples: 800, classes: classes, correlated: true)
        let sweep = try Sweep(data, neuron: Softmax(classes: classes), standardised: true)
        let count = sweep.zero.values.count
        var evaluation = Evaluation(shape: sweep.zero), shown = sweep.zero
        for i in shown.values.indices { shown.values[i] = generator.number() }
        let l2 = (0..<count).map { $0 < features * classes ? 0.01 : 0 }
        let span = OutputSpan(of: shown, l2: Array(l2[..<features]))
        try sweep.answer(Query(point: sweep.zero, scope: .sample(800), extra: .moments), into: &evaluation)
        try sweep.answer(Query(point: sweep.zero, scope: .sample(400), extra: .optimum(in: span)), into: &evaluation)
        let moments = try #require(evaluation.moments)
        var metric = try #require(
            isDiagonal
                ? ClassMetric(sweep.zero, l2: l2, inverse: [Double](repeating: 1, count: count))
                : ClassMetric(sweep.zero, l2: l2, moments: moments))
        func solved(_ x: [Double]) -> [Double] {
            var result = x
            metric.solve(x, into: &result)
            return result
        }
        for round in 0..<2 {
            for _ in 0..<20 {
                let x = (0..<count).map { _ in generator.number() }, y = (0..<count).map { _ in generator.number() }
                let (left, right) = (Double.dot(count, x, solved(y)), Double.dot(count, y, solved(x)))
                #expect((left - right).magnitude <= 1e-10 * (left.magnitude + right.magnitude) + 1e-10)
                #expect(Double.dot(count, x, solved(x)) > 0)
            }
            if round == 0 { metric.learn(try #require(evaluation.spanOptimum), in: span) }
        }
    }

    /// A state may say that there is a span, and bring nothing that it adds: no memory is read for it.
    @Test func aSpanThatAddsNothingIsRefused() throws {
        let classes = 3, features = 4
        let data = try data(features: features, samples: 800, classes: classes, correlated: true)
        let sweep = try Sweep(data, neuron: Softmax(classes: classes), standardised: true)
        let l2 = [Double](repeating: 0.1, count: sweep.zero.values.count)
        var evaluation = Evaluation(shape: sweep.zero), shown = sweep.zero, generator = SplitMix64(seed: 5)
        for i in shown.values.indices { shown.values[i] = generator.number() }
        let span = OutputSpan(of: shown, l2: Array(l2[..<features]))
        try sweep.answer(Query(point: sweep.zero, scope: .all, extra: .optimum(in: span)), into: &evaluation)
        var metric = ClassMetric(sweep.zero, l2: l2, inverse: [Double](repeating: 1, count: l2.count))
        metric.learn(try #require(evaluation.spanOptimum), in: span)
        var writer = StateWriter()
        metric.code(with: &writer, like: sweep.zero)
        let bytes = writer.sealed()
        func read(_ bytes: [UInt8]) throws -> ClassMetric {
            var reader = try StateReader(bytes), result = ClassMetric(like: sweep.zero, l2: l2)
            try result.code(with: &reader, like: sweep.zero)
            return result
        }
        #expect(try read(bytes) == metric)
        // What it adds comes last, before the seal, behind its count.
        let numbers = span.rank * span.rank * classes * classes
        var forged = Array(bytes[..<(bytes.count - 8 * (numbers + 2))]) + [UInt8](repeating: 0, count: 8)
        let seal = StateWriter.seal(of: forged, version: StateWriter.version)
        forged += (0..<8).map { UInt8(truncatingIfNeeded: seal >> UInt64(8 * $0)) }
        #expect(throws: DescentError.unusableState(reason: "a span of classes adds nothing")) { try read(forged) }
    }
}
