internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// What a fit must be to have statistics.
extension Inference {
    /// Standard errors that a point may be from the optimum: far below what a table shows.
    private static var largestDistance: Double { 1e-3 }

    /// What runs to infinity, where the fit has gone as far as its other coefficients are those of a maximum.
    static func requireLikelihood(_ fit: Fit<Element>) throws(DescentError) -> Separation.Infinity? {
        let neuron = fit.layer.neuron
        guard let likelihood = neuron.traits.likelihood else { throw .noStatistics(because: .neuron(neuron.name)) }
        guard likelihood == .multinomial || fit.parameters.outputCount == 1 else {
            throw .noStatistics(because: .outputs(fit.parameters.outputCount))
        }
        guard fit.penalty.l1 == 0, fit.penalty.l2 == 0 else { throw .noStatistics(because: .penalised) }
        switch fit.outcome {
        case .separated(.quasiComplete(let infinity), _): return infinity
        case .separated(let verdict, _):
            throw .noStatistics(because: .separated(features: verdict.features(in: fit.data)))
        // A walk to infinity may end anyhow; whether it was one shows below.
        case .converged, .stalled, .limit: return nil
        default: throw .noStatistics(because: .notConverged("\(fit.outcome)"))
        }
    }

    /// Throws where features that are combinations of others have weights: the samples do not determine which, and a fit that sets
    /// them apart leaves them at 0.
    static func requireSetApart(
        _ determination: Determination, _ layout: CoefficientLayout, _ point: Parameters
    ) throws(DescentError) {
        let values = layout.values(point)
        for (row, standing) in determination.standings.enumerated() {
            if case .aliased = standing, values[row] != 0 {
                throw .noStatistics(because: .rankDeficient(determination.dependences))
            }
        }
    }

    /// Throws for a linear fit that is not where least squares is. Its gradient would not do: of data with a large mean in
    /// single precision it is mostly rounding.
    static func requireAgreement(
        _ fit: Fit<Element>, _ solution: LeastSquares.Solution, _ layout: CoefficientLayout,
        _ determination: Determination, free: Double
    ) throws(DescentError) {
        let found = layout.values(fit.standardisation?.original(fit.parameters) ?? fit.parameters)
        let deviation = solution.residualNorms[0] / free.squareRoot()
        let distances = determination.determined.map { index in
            let place = layout.place(index), best = solution.parameters.values[place]
            // Of a perfect fit, whose errors are 0, the rounding of descent.
            let error = deviation * solution.deviationFactors[place] + 0x1p-30 * best.magnitude
            return found[index] == best ? 0 : (found[index] - best).magnitude / error
        }
        guard let distance = distances.max(), distance > largestDistance else { return }
        throw .noStatistics(because: .notAtMaximum(standardErrors: distance))
    }

    /// Throws where Newton's next step would still change a score by much: far beyond every maximum, where the likelihood is
    /// flat, the step is small in standard errors, but not in scores.
    static func requireMaximum(
        _ gradient: Parameters, _ information: Information, _ layout: CoefficientLayout, _ fit: Fit<Element>,
        _ standardisation: Standardisation
    ) throws(DescentError) {
        let (step, length) = information.newtonStep(gradient)
        guard length.isFinite else { throw .noStatistics(because: .illConditioned) }
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
            throw .noStatistics(because: .separated(features: features.sorted().map(fit.data.feature)))
        }
        switch fit.outcome {
        case .converged, .separated: break
        default: throw .noStatistics(because: .notConverged("\(fit.outcome)"))
        }
        guard length <= largestDistance else { throw .noStatistics(because: .notAtMaximum(standardErrors: length)) }
    }
}

extension Separation.Infinity {
    /// Whose weights run to infinity.
    func features<Element>(in data: Dataset<Element>) -> [Feature] {
        Separation.quasiComplete(self).features(in: data)
    }
}
