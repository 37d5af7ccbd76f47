internal import DescentAlgebra

/// What it takes to say how sure a fit is.
struct Inference<Element: Scalar> {
    private let fit: Fit<Element>
    private let sweep: Sweep<Element>
    private let standardisation: Standardisation
    private let layout: CoefficientLayout
    private let information: Information
    private let sums: TargetSums
    /// In standardised coordinates.
    private let point: Parameters
    /// Σ w ℓ and that of the model without features.
    private let loss: Double
    private let nullLoss: Double
    private let isLinear: Bool

    private var observations: Double { fit.data.survey.totalWeight }

    init(_ fit: Fit<Element>, _ neuron: some Neuron, threads: Int?) throws(DescentError) {
        let data = fit.data, hasBias = fit.parameters.hasBias
        try Self.requireLikelihood(fit)
        self.fit = fit
        isLinear = neuron is Linear
        let sweep = try Sweep(
            data, neuron: neuron, hasBias: hasBias, risk: .sum, standardised: true, threads: threads)
        let standardisation = sweep.standardisation!
        self.sweep = sweep
        self.standardisation = standardisation
        let layout = CoefficientLayout(fit.parameters, isSoftmax: neuron is Softmax)
        self.layout = layout
        point = fit.standardisation == nil ? standardisation.standardised(fit.parameters) : fit.parameters
        let observations = data.survey.totalWeight
        if isLinear {
            guard observations > Double(layout.count) else {
                throw .noStatistics(.noDegreesOfFreedom(observations: observations, coefficients: layout.count))
            }
            guard case .converged = fit.outcome else { throw .noStatistics(.notConverged(fit.outcome)) }
            // Of a fit by least squares its own.
            let solution: LeastSquares.Solution
            if case .solution(let own) = fit.evidence {
                solution = own
            } else {
                solution = try LeastSquares.solve(data, hasBias: hasBias, threads: threads)
            }
            guard solution.dependences.isEmpty else { throw .noStatistics(.rankDeficient(solution.dependences)) }
            information = Information(solution, layout, standardisation)
            loss = solution.residualSquares[0] / 2
            try Self.requireAgreement(fit, solution, layout, free: observations - Double(layout.count))
        } else {
            let known = try Self.known(fit, sweep, at: point)
            information = try Self.invert(sweep, known.hessian, layout, standardisation, threads: threads)
            try Self.requireMaximum(known.gradient, information, layout, fit, standardisation)
            loss = known.loss
        }
        sums = TargetSums(data, neuron, hasBias: hasBias)
        if let null = sums.null {
            nullLoss = null
        } else {
            nullLoss = try data.nullLoss(neuron, hasBias: hasBias, threads: threads)
        }
    }

    /// Standard errors that a point may be from the optimum: far below what a table shows.
    private static var largestDistance: Double { 1e-3 }

    private static func requireLikelihood(_ fit: Fit<Element>) throws(DescentError) {
        let neuron = fit.layer.neuron
        let isSoftmax = neuron is Softmax
        guard isSoftmax || neuron is Linear || neuron is Logistic || neuron is Poisson else {
            throw .noStatistics(.neuron(neuron.name))
        }
        guard isSoftmax || fit.parameters.outputs == 1 else {
            throw .noStatistics(.outputs(fit.parameters.outputs))
        }
        guard fit.penalty.l1 == 0, fit.penalty.l2 == 0 else { throw .noStatistics(.penalised) }
        switch fit.outcome {
        case .separated(let verdict, _): throw .noStatistics(.separated(features: verdict.features(in: fit.data)))
        // A walk to infinity may end anyhow; whether it was one shows below.
        case .converged, .stalled, .limit: break
        default: throw .noStatistics(.notConverged(fit.outcome))
        }
    }

    /// Throws for a linear fit that is not where least squares is. Its gradient would not do: of data with a large mean in
    /// single precision it is mostly rounding.
    private static func requireAgreement(
        _ fit: Fit<Element>, _ solution: LeastSquares.Solution, _ layout: CoefficientLayout, free: Double
    ) throws(DescentError) {
        let found = layout.values(fit.standardisation?.original(fit.parameters) ?? fit.parameters)
        let deviation = solution.residualNorms[0] / free.squareRoot()
        let distances = (0..<layout.count).map { index in
            let place = layout.place(index), best = solution.parameters.values[place]
            // Of a perfect fit, whose errors are 0, the rounding of descent.
            let error = deviation * solution.deviationFactors[place] + 0x1p-30 * best.magnitude
            return found[index] == best ? 0 : (found[index] - best).magnitude / error
        }
        guard let distance = distances.max(), distance > largestDistance else { return }
        throw .noStatistics(.notAtMaximum(standardErrors: distance))
    }

    /// Σ w ℓ, its gradient and its Hessian: as far as the fit's audit has read them, and only the rest is read.
    private static func known(
        _ fit: Fit<Element>, _ sweep: Sweep<Element>, at point: Parameters
    ) throws(DescentError) -> (loss: Double, gradient: Parameters, hessian: Matrix<Double>) {
        guard case .answer(let loss, let gradient, let curvature) = fit.evidence, fit.standardisation != nil else {
            let evaluation = try sweep.lossGradient(at: point)
            return (evaluation.loss, evaluation.gradient, try sweep.hessian(at: point))
        }
        let weight = fit.data.survey.totalWeight
        guard var hessian = curvature else {
            return (loss * weight, gradient.with(gradient.values.map { $0 * weight }), try sweep.hessian(at: point))
        }
        for column in 0..<hessian.columns {
            for row in 0..<hessian.rows { hessian[row, column] *= weight }
        }
        return (loss * weight, gradient.with(gradient.values.map { $0 * weight }), hessian)
    }

    /// The inverse of the Hessian, or what prevents it.
    private static func invert(
        _ sweep: Sweep<Element>, _ hessian: Matrix<Double>, _ layout: CoefficientLayout,
        _ standardisation: Standardisation, threads: Int?
    ) throws(DescentError) -> Information {
        let information = Information(hessian, layout, standardisation)
        let pivot = Information.leastPivot(hessian, layout)
        // As small as this, a pivot may be rounding, and QR knows more.
        guard information == nil || pivot < 0x1p-30 else { return information! }
        let solution = try LeastSquares.solve(sweep.data.asNumbers, hasBias: layout.hasBias, threads: threads)
        guard solution.dependences.isEmpty else { throw .noStatistics(.rankDeficient(solution.dependences)) }
        // Independent features, yet less information than they have where all samples count alike: scores without end.
        let one = CoefficientLayout(
            Parameters(features: layout.features, outputs: 1, hasBias: layout.hasBias), isSoftmax: false)
        let plain = Information.leastPivot(try sweep.gram(), one)
        if plain > 0, pivot < 1e-4 * plain { throw .noStatistics(.separated(features: [])) }
        guard let information else { throw .noStatistics(.illConditioned) }
        return information
    }

    /// Throws where Newton's next step would still change a score by much: far beyond every maximum, where the likelihood is
    /// flat, the step is small in standard errors, but not in scores.
    private static func requireMaximum(
        _ gradient: Parameters, _ information: Information, _ layout: CoefficientLayout, _ fit: Fit<Element>,
        _ standardisation: Standardisation
    ) throws(DescentError) {
        let (step, length) = information.newtonStep(gradient)
        guard length.isFinite else { throw .noStatistics(.illConditioned) }
        let reach = step.indices.map { index in
            guard let feature = layout.feature(index) else { return step[index].magnitude }
            let summary = fit.data.survey.features[feature]
            let largest = max(
                (summary.minimum - standardisation.shift[feature]).magnitude,
                (summary.maximum - standardisation.shift[feature]).magnitude)
            return step[index].magnitude * largest / standardisation.scale[feature]
        }
        let largest = reach.max() ?? 0
        if largest > 0.1, length < 0.1 {
            let features = Set(reach.indices.filter { reach[$0] > 0.1 * largest }.compactMap(layout.feature))
            throw .noStatistics(.separated(features: features.sorted().map(fit.data.feature)))
        }
        guard case .converged = fit.outcome else { throw .noStatistics(.notConverged(fit.outcome)) }
        guard length <= largestDistance else { throw .noStatistics(.notAtMaximum(standardErrors: length)) }
    }

    func statistics(errors: Statistics.Errors) throws(DescentError) -> Statistics {
        let count = layout.count, free = observations - Double(count)
        let variance = isLinear ? 2 * loss / free : 1
        var covariance: [Double], deviations: [Double]
        if errors == .model {
            covariance = information.inverse.map { $0 * variance }
            deviations = information.deviations.map { $0 * variance.squareRoot() }
        } else {
            guard errors == .robustHC0 || free > 0 else {
                throw .noStatistics(.noDegreesOfFreedom(observations: observations, coefficients: count))
            }
            let factor = errors == .robustHC1 ? observations / free : 1
            covariance = information.sandwich(try sweep.gradientProducts(at: point)).map { $0 * factor }
            deviations = (0..<count).map { max(0, covariance[$0 * (count + 1)]).squareRoot() }
        }
        let matrix = try algebra { () throws(AlgebraError) in
            try Matrix(rows: count, columns: count, covariance)
        }
        let estimates = layout.values(standardisation.original(point))
        let exact = fit.standardisation == nil ? layout.values(fit.parameters) : estimates
        let coefficients = (0..<count).map { index in
            coefficient(index, exact[index], deviations[index], free: free)
        }
        return assemble(coefficients, matrix, errors, free: free)
    }

    private func coefficient(
        _ index: Int, _ estimate: Double, _ error: Double, free: Double
    ) -> Statistics.Coefficient {
        let feature = layout.feature(index), output = layout.output(index)
        let name = feature.map { fit.data.featureNames?[$0] ?? "feature \($0)" } ?? "(bias)"
        let ratio = estimate / error
        return Statistics.Coefficient(
            name: layout.kept.lowerBound == 0 ? name : "class \(output): \(name)", feature: feature, output: output,
            estimate: estimate, standardError: error, ratio: ratio,
            pValue: isLinear ? StudentT(free).twoSided(ratio) : StandardNormal().twoSided(ratio))
    }

    private func assemble(
        _ coefficients: [Statistics.Coefficient], _ covariance: Matrix<Double>, _ errors: Statistics.Errors,
        free: Double
    ) -> Statistics {
        let nullCount = Double(layout.hasBias ? layout.kept.count : 0)
        func logLikelihood(_ loss: Double) -> Double {
            guard isLinear else { return sums.constant - loss }
            return -observations / 2 * (Math.logarithm(2 * .pi) + Math.logarithm(2 * loss / observations) + 1)
        }
        let likelihood = logLikelihood(loss), parameters = Double(layout.count + (isLinear ? 1 : 0))
        var warnings = fit.report.warnings
        if isLinear, loss <= nullLoss * 0x1p-90, !warnings.contains(.perfectFit) { warnings.append(.perfectFit) }
        return Statistics(
            neuron: fit.report.neuron, errors: errors, coefficients: coefficients, covariance: covariance,
            observations: observations, residualDegreesOfFreedom: free,
            nullDegreesOfFreedom: observations - nullCount, logLikelihood: likelihood,
            nullLogLikelihood: logLikelihood(nullLoss), deviance: 2 * (loss - sums.saturated),
            nullDeviance: 2 * (nullLoss - sums.saturated), aic: 2 * parameters - 2 * likelihood,
            bic: parameters * Math.logarithm(observations) - 2 * likelihood,
            linear: isLinear ? linearModel(free: free, nullFree: observations - nullCount) : nil,
            outcome: fit.outcome, warnings: warnings)
    }

    private func linearModel(free: Double, nullFree: Double) -> Statistics.LinearModel {
        let over = nullFree - free, variance = 2 * loss / free
        let f = (nullLoss - loss) * 2 / over / variance
        return Statistics.LinearModel(
            residualStandardDeviation: variance.squareRoot(), rSquared: 1 - loss / nullLoss,
            adjustedRSquared: 1 - loss / free / (nullLoss / nullFree), fStatistic: f, fDegreesOfFreedom: (over, free),
            fPValue: VarianceRatio(over, free).upper(f))
    }
}
