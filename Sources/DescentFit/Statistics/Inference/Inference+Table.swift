internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// The numbers of a table, from what is known of a fit.
extension Inference {
    func statistics(errors: Statistics.Errors) throws(DescentError) -> Statistics {
        let count = layout.count
        let variance = isLinear ? 2 * halfDeviance / free : 1
        var covariance: [Double], deviations: [Double]
        if errors == .model {
            covariance = information.inverse.map { $0 * variance }
            deviations = information.deviations.map { $0 * variance.squareRoot() }
        } else {
            guard errors == .robustHC0 || free > 0 else {
                throw .noStatistics(
                    because: .noDegreesOfFreedom(observations: observations, coefficients: determination.rank))
            }
            let factor = errors == .robustHC1 ? observations / free : 1
            covariance = information.sandwich(try gradientProducts()).map { $0 * factor }
            deviations = (0..<count).map { max(0, covariance[$0 * (count + 1)]).squareRoot() }
        }
        for row in 0..<count where determination.standings[row] != .determined {
            deviations[row] = .nan
            for other in 0..<count {
                covariance[row + other * count] = .nan
                covariance[other + row * count] = .nan
            }
        }
        let matrix = try Matrix(rows: count, columns: count, covariance)
        let estimates = layout.values(standardisation.original(point))
        let exact = fit.standardisation == nil ? layout.values(fit.parameters) : estimates
        let coefficients = (0..<count).map { coefficient($0, exact[$0], deviations[$0]) }
        return assemble(coefficients, matrix, errors)
    }

    /// Σ w g gᵀ, and Σ w² g gᵀ of single observations.
    private func gradientProducts() throws(DescentError) -> Matrix<Double> {
        guard weights == .precisions, let squared = try fit.data.squaringWeights() else {
            return try sweep.gradientProducts(at: point)
        }
        let twin = try Sweep(
            squared, neuron: sweep.neuron, hasBias: layout.hasBias, risk: .sum, standardisation: standardisation,
            grant: sweep.grant)
        return try twin.gradientProducts(at: point)
    }

    private func coefficient(_ index: Int, _ estimate: Double, _ error: Double) -> Statistics.Coefficient {
        let feature = layout.feature(index), output = layout.output(index)
        let standing = determination.standings[index]
        let name = feature.map { fit.data.featureNames?[$0] ?? "feature \($0)" } ?? "(bias)"
        let ratio = estimate / error
        return Statistics.Coefficient(
            termName: name, className: layout.kept.lowerBound == 0 ? nil : "class \(output)", feature: feature,
            output: output, standing: standing, estimate: standing == .determined ? estimate : standing.estimate,
            standardError: error, ratio: ratio,
            pValue: isLinear ? StudentT(free).twoSided(ratio) : StandardNormal().twoSided(ratio))
    }

    private func assemble(
        _ coefficients: [Statistics.Coefficient], _ covariance: Matrix<Double>, _ errors: Statistics.Errors
    ) -> Statistics {
        let nullCount = Double(layout.hasBias ? layout.kept.count : 0)
        func logLikelihood(_ half: Double) -> Double {
            guard isLinear else { return sums.constant - half }
            return sums.constant - observations / 2
                * (Math.logarithm(2 * .pi) + Math.logarithm(2 * half / observations) + 1)
        }
        let likelihood = logLikelihood(halfDeviance)
        let parameters = Double(determination.rank + (isLinear ? 1 : 0))
        return Statistics(
            neuron: fit.report.neuron, errors: errors, weightMeaning: fit.data.weights == nil ? nil : weights,
            coefficients: coefficients, covariance: covariance,
            observations: observations, residualDegreesOfFreedom: free,
            nullDegreesOfFreedom: observations - nullCount, logLikelihood: likelihood,
            nullLogLikelihood: logLikelihood(nullHalfDeviance), deviance: 2 * halfDeviance,
            nullDeviance: 2 * nullHalfDeviance, aic: 2 * parameters - 2 * likelihood,
            bic: parameters * Math.logarithm(observations) - 2 * likelihood,
            linear: isLinear ? linearModel(nullFree: observations - nullCount) : nil, misfit: misfit,
            outcome: fit.outcome, warnings: warnings)
    }

    private var warnings: [Report.Warning] {
        var warnings = fit.report.warnings
        if isLinear, halfDeviance <= nullHalfDeviance * 0x1p-90, !warnings.contains(.perfectFit) {
            warnings.append(.perfectFit)
        }
        let found = determination.dependences.map(Report.Warning.dependent)
        return warnings + found.filter { !warnings.contains($0) }
    }

    /// Of counts, and of shares of as many trials as a sample's weight: of single trials a deviance says nothing.
    private var misfit: Statistics.Dispersion? {
        let deviance = 2 * halfDeviance, mean = fit.data.survey.targets[0].mean
        switch sweep.neuron.traits.likelihood {
        case .poisson:
            return Statistics.Dispersion(
                deviance: deviance, degreesOfFreedom: free, variance: mean, subject: "counts")
        case .binomial where weights == .precisions && fit.data.weights != nil:
            let trials = fit.data.survey.totalWeight / observations
            return Statistics.Dispersion(
                deviance: deviance, degreesOfFreedom: free, variance: trials * mean * (1 - mean), subject: "shares")
        default: return nil
        }
    }

    private func linearModel(nullFree: Double) -> Statistics.LinearModel {
        let over = nullFree - free, variance = 2 * halfDeviance / free
        let f = (nullHalfDeviance - halfDeviance) * 2 / over / variance
        return Statistics.LinearModel(
            residualStandardDeviation: variance.squareRoot(), rSquared: 1 - halfDeviance / nullHalfDeviance,
            adjustedRSquared: 1 - halfDeviance / free / (nullHalfDeviance / nullFree), fStatistic: f,
            fDegreesOfFreedom: over, fPValue: VarianceRatio(over, free).upper(f))
    }
}

extension Dataset {
    /// The same data with the squares of the weights, for sums of products of gradients; nil where there are none.
    fileprivate func squaringWeights() throws(DescentError) -> Dataset? {
        guard let weights else { return nil }
        let values = weights.doubles(row: 0).map { Element($0 * $0) }
        let squares = try Matrix(rows: 1, columns: sampleCount, layout: .featureMajor, values)
        return Dataset(
            source: source, targets: targets, classes: classes, weights: squares, offsets: offsets, survey: survey,
            ranks: ranks)
    }
}
