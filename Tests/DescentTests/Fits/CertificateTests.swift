import Foundation
import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

/// What a fit says about its own result, against what is true.
@Suite struct CertificateTests {
    static let neurons = FitCase.all.filter(\.isConvex)

    private func dataset(_ problem: FitCase, samples: Int = 160) throws -> Dataset<Double> {
        try problem.data(samples: samples).dataset(Double.self, for: problem.neuron)
    }

    private func fit(
        _ data: Dataset<Double>, _ neuron: some Neuron, _ solver: Solver
    ) throws -> Fit<Double> { try data.fit(neuron: neuron, by: solver) }

    /// Ended early, so that losses differ by more than their rounding.
    @Test(arguments: neurons) func theDecrementIsWhatTheLossIsAboveItsMinimum(_ problem: FitCase) throws {
        let data = try dataset(problem)
        let rough = try Stopping(gradientNorm: 2e-3, iterations: 50)
        let best = try fit(data, problem.neuron, Solver.newton()).report.risk
        // With the Hessian itself, and with a method's notion of it.
        let solvers: [(Solver, Double)] = [
            (Solver.newton(stopping: rough), 1.1), (try Solver.newtonCG(stopping: rough), 2),
            (try Solver.lbfgs(stopping: rough), 4),
        ]
        for (solver, factor) in solvers {
            let report = try fit(data, problem.neuron, solver).report
            // A quarter of what is certified.
            let decrement = try #require(report.certificate.newtonDecrement) / 4, above = report.risk - best
            // One step of Newton's method ends a quadratic risk.
            guard above > 1e-13 else { continue }
            #expect(
                decrement <= factor * above && above <= factor * decrement,
                "\(solver.method.name) \(decrement) \(above)")
        }
    }

    @Test(arguments: neurons.filter { $0.outputs == 1 }, [0, 0.01])
    func theConditionIsThatOfTheHessian(_ problem: FitCase, l2: Double) throws {
        let data = try dataset(problem)
        let fit = try fit(data, problem.neuron, Solver.newton(penalty: try Penalty(l2: l2, on: .raw)))
        func sweep(_ neuron: some Neuron) throws -> Sweep<Double> {
            try Sweep(data, neuron: neuron, standardised: true)
        }
        let sweep = try sweep(problem.neuron)
        var hessian = try sweep.hessian(at: fit.parameters)
        for feature in 0..<3 {
            let scale = sweep.standardisation!.scale[feature]
            hessian[feature, feature] += l2 / scale / scale
        }
        expectCondition(fit, of: hessian)
    }

    /// A softmax does not determine what all outputs share, which is no fault of the data.
    @Test func aSoftmaxHasACondition() throws {
        let problem = FitCase.all[3]
        let certificate = try fit(try dataset(problem), problem.neuron, Solver.newton()).report.certificate
        #expect(certificate.condition! > 1 && certificate.condition! < 1000 && certificate.digits! > 13)
    }

    /// Weights that l1 holds at 0 take no part.
    @Test func theConditionIsOfTheWeightsThatAreFree() throws {
        let problem = FitCase.all[0], data = try dataset(problem)
        let fit = try data.fit(neuron: .logistic, by: .newton(penalty: try Penalty(l1: 0.08, on: .raw)))
        let free = fit.parameters.values.indices.filter { fit.parameters.values[$0] != 0 }
        #expect((1..<4).contains(free.count))
        let hessian = try Sweep(data, neuron: .logistic, standardised: true).hessian(at: fit.parameters)
        let part = try Matrix<Double>(samples: free.map { i in free.map { hessian[i, $0] } })
        // What is held counts as one of the others' largest curvatures, which the norm of one column may be below.
        expectCondition(fit, of: part)
    }

    /// Within what an estimate may miss, of the norms by columns.
    private func expectCondition(
        _ fit: Fit<Double>, of hessian: Matrix<Double>, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let order = hessian.rows
        let inverse = inverted((0..<order).map { i in (0..<order).map { hessian[i, $0] } })
        func norm(_ entry: (Int, Int) -> Double) -> Double {
            (0..<order).map { j in (0..<order).reduce(0) { $0 + entry($1, j).magnitude } }.max()!
        }
        let truth = norm { hessian[$0, $1] } * norm { inverse[$0][$1] }
        let found = fit.report.certificate.condition ?? .nan
        #expect(found >= truth / 4 && found <= 1.01 * truth, "\(found) \(truth)", sourceLocation: sourceLocation)
    }

    /// By Gauss and Jordan; a positive definite matrix needs no pivots.
    private func inverted(_ matrix: [[Double]]) -> [[Double]] {
        let order = matrix.count
        var rows = matrix.indices.map { i in matrix[i] + (0..<order).map { $0 == i ? 1.0 : 0 } }
        for k in 0..<order {
            let pivot = rows[k][k]
            rows[k] = rows[k].map { $0 / pivot }
            for i in 0..<order where i != k {
                let factor = rows[i][k]
                rows[i] = zip(rows[i], rows[k]).map { $0 - factor * $1 }
            }
        }
        return rows.map { Array($0.suffix(order)) }
    }

    /// What the samples do not determine is set apart, and takes no part.
    @Test func theCertificateIsOfWhatIsDetermined() throws {
        let problem = FitCase.all[0]
        let data = try problem.data().mappingFeatures { $0 + [$0[0] - $0[1]] }.dataset(Double.self, for: problem.neuron)
        let certificate = try data.fit(neuron: .logistic, by: .newton()).report.certificate
        let plain = try problem.data().dataset(Double.self, for: problem.neuron).fit(neuron: .logistic, by: .newton())
        #expect(certificate.condition! < 2 * plain.report.certificate.condition! && certificate.digits! > 12)
        #expect(
            try data.fit(neuron: .logistic, by: .newton(penalty: try Penalty(l2: 0.01, on: .raw))).report.certificate
                .digits!
                > 12)
    }

    @Test func whoCannotTellSaysNothing() throws {
        let data = try dataset(FitCase.all[0])
        let descent = try Solver.firstOrder(GradientDescent(rate: 0.1), stopping: try Stopping(iterations: 20))
        #expect(try data.fit(neuron: .logistic, by: descent).report.certificate == .none)
        let short = try Stopping(gradientNorm: nil, digits: 1e-12, iterations: 2)
        let unfinished = try data.fit(neuron: .logistic, by: .newton(stopping: short)).report.certificate
        #expect(unfinished.digits == nil && unfinished.newtonDecrement! > 0 && unfinished.condition! > 1)
        let walk = try data.fit(neuron: .logistic, by: .newtonCG()).report.certificate
        // A method without a factor is looked at by Newton's, where that costs nothing.
        #expect(walk.condition! > 1 && walk.digits! > 7)
    }

    @Test(arguments: FitInstance.all.filter { $0.problem.isConvex && $0.solver != .firstOrder })
    func aFitThatResumesHasTheSameCertificate(_ instance: FitInstance) throws {
        func check<T: Scalar>(_: T.Type) throws {
            let data = instance.problem.data()
            var run = try instance.training(T.self, data)
            _ = try run.step()
            var other = try instance.training(T.self, data)
            try other.resume(from: run.encodedState)
            let (whole, resumed) = (try run.fit().report, try other.fit().report)
            #expect(whole.certificate == resumed.certificate)
            #expect(whole.certificate.newtonDecrement != nil && whole.certificate.digits != nil)
        }
        if instance.isDouble { try check(Double.self) } else { try check(Float.self) }
    }

    @Test func aReportCountsBytes() throws {
        let data = try dataset(FitCase.all[0], samples: 5000)
        let reports = [
            try data.fit(neuron: .logistic).report, try data.fit(neuron: .logistic, by: .lbfgs()).report,
            try data.fit(neuron: .linear).report,
        ]
        for report in reports {
            let size = 3.0 * 5000 * 8
            #expect((Double(report.bytesRead) - report.reads * size).magnitude <= 0.5)
            #expect(report.bytesPerSecond > 0 && report.description.contains("GB/s of X"))
            #expect(report.description.contains("of the coefficients"))
            #expect(try report.shareOfBandwidth() > 0)
        }
        #expect(reports[0].description.contains("above its minimum"))
        #expect(try ReadBandwidth.ofProcess(threads: 1) == ReadBandwidth.ofProcess(threads: 1))
        expectIllegal("threads", 0) { try ReadBandwidth.ofProcess(threads: 0) }
    }

    @Test(arguments: [1, 2, 7]) func aReadOfMemorySumsAllOfIt(_ threads: Int) throws {
        let reading = try ReadBandwidth(bytes: 5 << 20 + 77)
        #expect(reading.bytes == 5 << 20 && reading.read(threads: threads) == Double(5 << 17))
        #expect(reading.measure(threads: threads) > 0)
    }
}

/// The digits that a fit expects, against those that it has.
@Suite(.enabled(if: Corpora.has("spector/certified.json"), "the corpora are not there; name them in DESCENT_CORPORA"))
struct CertifiedDigitsTests {
    /// Not more than one above the truth, and no understatement that would be of no use.
    private func expectDigits(_ fit: Fit<Double>, _ reference: Parameters, _ comment: String) throws {
        let truth = fit.standardisation?.standardised(reference) ?? reference
        let size = truth.values.map(\.magnitude).max()!
        let error = zip(truth.values, fit.parameters.values).map { ($0 - $1).magnitude }.max()!
        let reached = min(15.95, -log10(error / size))
        let claimed = try #require(fit.report.certificate.digits)
        #expect(claimed <= reached + 1 && claimed >= reached - 2, "\(comment): \(claimed), reached \(reached)")
    }

    @Test(arguments: CertifiedFit.maximumLikelihood, [1e-4, 1e-6, 1e-8, 1e-12])
    func ofMaximumLikelihood(_ name: String, digits: Double) throws {
        let set = try CertifiedFit(name), data = try set.binary()
        let reference = try set.numbers("coefficients_ref", in: name == "heart_scale" ? "mle" : nil)
        var truth = Parameters(features: data.featureCount, outputs: 1, hasBias: true)
        for feature in 0..<data.featureCount { truth[feature] = reference[feature + 1] }
        truth.setBias(reference[0], output: 0)
        let stopping = try Stopping(gradientNorm: nil, digits: digits)
        try expectDigits(try data.fit(neuron: .logistic, by: .newton(stopping: stopping)), truth, "newton")
        try expectDigits(try data.fit(neuron: .logistic, by: .lbfgs(stopping: stopping)), truth, "lbfgs")
        try expectDigits(try data.fit(neuron: .logistic, by: .newtonCG(stopping: stopping)), truth, "newton-cg")
    }

    @Test(arguments: CertifiedTests.names) func ofLeastSquares(_ name: String) throws {
        let set = try CertifiedSet(name)
        let fit = try set.dataset().fit(neuron: .linear, hasBias: set.hasBias)
        var truth = fit.parameters
        let order = (set.hasBias ? [truth.featureCount] : []) + Array(0..<truth.featureCount)
        for (place, column) in order.enumerated() { truth.values[column] = set.coefficients[place] }
        try expectDigits(fit, truth, name)
        let condition = try #require(fit.report.certificate.condition).squareRoot()
        #expect(condition > 0.01 * set.condition && condition < 100 * set.condition)
    }
}
