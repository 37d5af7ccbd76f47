import Foundation
import TestSupport
import Testing

import Descent

/// Units of features are nothing to a fit.
@Suite struct FitScaleTests {
    /// All features of a problem by one factor, over as much of the range of numbers as products stay normal in.
    @Test(arguments: FitCase.all) func powersOfTwo(_ problem: FitCase) throws {
        let data = problem.data(weighted: true)
        let exact = try coefficients(problem, data, scale: 1)
        for power in stride(from: -900, through: 900, by: 60) {
            let scale = Double(sign: .plus, exponent: power, significand: 1)
            let found = try coefficients(problem, data.mappingFeatures { $0.map { $0 * scale } }, scale: scale)
            expectAgreement(found, exact, 1e-12, "2^\(power)")
        }
    }

    @Test(arguments: FitCase.all) func powersOfTen(_ problem: FitCase) throws {
        let data = problem.data(weighted: true)
        let exact = try coefficients(problem, data, scale: 1)
        for power in stride(from: -270, through: 270, by: 30) {
            let scale = pow(10, Double(power))
            let found = try coefficients(problem, data.mappingFeatures { $0.map { $0 * scale } }, scale: scale)
            expectAgreement(found, exact, 1e-11, "10^\(power)")
        }
    }

    /// Features of unlike units in one problem, and by other solvers.
    @Test(arguments: FitCase.all, [FitSolver.newton, .lbfgs]) func mixedScales(
        _ problem: FitCase, _ solver: FitSolver
    ) throws {
        let data = problem.data(weighted: true), scales = [1e-150, 1, 1e150]
        let instance = FitInstance(problem: problem, solver: solver, isDouble: true)
        let exact = try instance.fit(data)
        let answer = try instance.fit(
            data.mappingFeatures { zip($0, scales).map { $0 * $1 } }, start: start(problem, scales))
        expectConverged(answer)
        expectAgreement(unscaled(answer.parameters, scales), exact.parameters, 1e-9)
    }

    /// Float's range is narrower, and its digits fewer.
    @Test(arguments: FitCase.all) func powersOfTwoInFloat(_ problem: FitCase) throws {
        let data = problem.data(weighted: true)
        let instance = FitInstance(problem: problem, solver: .newton, isDouble: false)
        let exact = try instance.fit(data)
        for power in stride(from: -90, through: 90, by: 30) {
            let scale = Double(sign: .plus, exponent: power, significand: 1), scales = [scale, scale, scale]
            let answer = try instance.fit(
                data.mappingFeatures { $0.map { $0 * scale } }, start: start(problem, scales))
            expectAgreement(unscaled(answer.parameters, scales), exact.parameters, 1e-4, "2^\(power)")
        }
    }

    /// Dates and the like: what is far from 0 is centred first.
    @Test(arguments: FitCase.all, [1e3, 1e6, 1e9]) func offsets(_ problem: FitCase, _ offset: Double) throws {
        // Multiples of 2⁻²⁰, so that both data sets are the same but for the offset.
        let data = problem.data(weighted: true).mappingFeatures { $0.map { ($0 * 0x1p20).rounded() * 0x1p-20 } }
        let instance = FitInstance(problem: problem, solver: .newton, isDouble: true)
        let exact = try instance.fit(data).parameters
        var moved = start(problem, [1, 1, 1])
        if moved != nil { for i in 0..<3 { moved!.setBias(moved!.bias() - offset * moved![i]) } }
        let answer = try instance.fit(data.mappingFeatures { $0.map { $0 + offset } }, start: moved)
        expectConverged(answer)
        var slopes = answer.parameters, expected = exact
        for k in 0..<problem.outputs {
            slopes.setBias(0, output: k)
            expected.setBias(0, output: k)
        }
        expectAgreement(slopes, expected, 1e-10)
    }

    private func coefficients(_ problem: FitCase, _ data: FitData, scale: Double) throws -> Parameters {
        let scales = [scale, scale, scale]
        guard problem.isConvex else {
            let instance = FitInstance(problem: problem, solver: .newton, isDouble: true)
            let answer = try instance.fit(data, start: start(problem, scales))
            expectConverged(answer)
            return unscaled(answer.parameters, scales)
        }
        func fit(_ neuron: some Neuron) throws -> Fit<Double> {
            try data.dataset(Double.self, for: neuron).fit(neuron: neuron)
        }
        let fit = try fit(problem.neuron)
        #expect(fit.outcome == .converged(.precision))
        return unscaled(fit.layer.parameters, scales)
    }

    private func start(_ problem: FitCase, _ scales: [Double]) -> Parameters? {
        guard let values = problem.start else { return nil }
        var start = Parameters(features: 3)
        start.values = values
        for i in 0..<3 { start[i] /= scales[i] }
        return start
    }

    private func unscaled(_ point: Parameters, _ scales: [Double]) -> Parameters {
        var result = point
        for k in 0..<point.outputCount { for i in 0..<3 { result[i, k] *= scales[i] } }
        return result
    }
}
