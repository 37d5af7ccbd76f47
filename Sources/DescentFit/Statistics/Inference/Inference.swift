internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// What it takes to say how sure a fit is.
struct Inference<Element: Scalar> {
    let fit: Fit<Element>
    let sweep: Sweep<Element>
    let standardisation: Standardisation
    let layout: CoefficientLayout
    let determination: Determination
    let information: Information
    let sums: TargetSums
    let weights: Statistics.WeightMeaning
    /// Where the fit ended, in standardised coordinates.
    let point: Parameters
    /// Σ w ℓ above that of ŷ = y, which is half the deviance, and that of the model without features.
    let halfDeviance: Double
    let nullHalfDeviance: Double
    let isLinear: Bool

    var observations: Double { sums.observations }
    /// n − p
    var free: Double { observations - Double(determination.rank) }

    init(
        _ fit: Fit<Element>, _ neuron: some Neuron, weights: Statistics.WeightMeaning, threads: Int?
    ) throws(DescentError) {
        let data = fit.data, hasBias = fit.parameters.hasBias
        let infinity = try Self.requireLikelihood(fit)
        self.fit = fit
        self.weights = weights
        isLinear = neuron.traits.likelihood == .normal
        let sweep = try Sweep(
            data, neuron: neuron, hasBias: hasBias, risk: .sum, standardised: true, threads: threads)
        let standardisation = sweep.standardisation!
        self.sweep = sweep
        self.standardisation = standardisation
        let layout = CoefficientLayout(fit.parameters, isSoftmax: neuron.traits.likelihood == .multinomial)
        self.layout = layout
        point = fit.standardisation == nil ? standardisation.standardised(fit.parameters) : fit.parameters
        let sums = TargetSums(data, neuron, hasBias: hasBias, weights: weights)
        self.sums = sums
        if isLinear {
            guard case .converged = fit.outcome else { throw .noStatistics(because: .notConverged("\(fit.outcome)")) }
            // Of a fit by least squares its own.
            let solution: LeastSquares.Solution
            if case .solution(let own) = fit.evidence {
                solution = own
            } else {
                solution = try LeastSquares.solve(data, hasBias: hasBias, threads: threads)
            }
            determination = Determination(layout, apart: solution.dependences)
            try Self.requireSetApart(determination, layout, point)
            let free = sums.observations - Double(determination.rank)
            guard free > 0 else {
                throw .noStatistics(
                    because: .noDegreesOfFreedom(observations: sums.observations, coefficients: determination.rank))
            }
            information = Information(solution, layout, standardisation)
            halfDeviance = solution.residualSquares[0] / 2
            try Self.requireAgreement(fit, solution, layout, determination, free: free)
        } else {
            let known = try Self.known(fit, sweep, at: point)
            if let infinity {
                (information, determination) = try Self.finitePart(
                    of: fit, sweep, known.hessian, layout, infinity, threads: threads)
            } else {
                (information, determination) = try Self.invert(
                    fit, sweep, known.hessian, layout, standardisation, threads: threads)
            }
            try Self.requireSetApart(determination, layout, point)
            try Self.requireMaximum(known.gradient, information, layout, fit, standardisation)
            // Of large counts the difference of the two would be rounding.
            halfDeviance =
                neuron.traits.likelihood == .poisson
                ? try sweep.halfDevianceOfCounts(at: point) : known.loss - sums.saturated
        }
        if let null = sums.nullHalfDeviance {
            nullHalfDeviance = null
        } else {
            nullHalfDeviance = try data.nullHalfDeviance(
                neuron, hasBias: hasBias, saturated: sums.saturated, threads: threads)
        }
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

    /// The inverse of the Hessian, or what prevents it. Features that depend on others are left out of it.
    private static func invert(
        _ fit: Fit<Element>, _ sweep: Sweep<Element>, _ hessian: Matrix<Double>, _ layout: CoefficientLayout,
        _ standardisation: Standardisation, threads: Int?
    ) throws(DescentError) -> (Information, Determination) {
        var determination = Determination(layout, apart: fit.dependences)
        var found = invert(hessian, layout, standardisation, determination)
        // As small as this, a pivot may be rounding, and QR knows more.
        if let information = found.information, found.pivot >= 0x1p-30 { return (information, determination) }
        let solution = try LeastSquares.solve(sweep.data.asNumbers, hasBias: layout.hasBias, threads: threads)
        if Set(solution.dependences.map(\.feature)) != Set(fit.dependences.map(\.feature)) {
            determination = Determination(layout, apart: solution.dependences)
            // Nobody has set them apart: what the fit has made of them shows only here.
            try requireSetApart(determination, layout, fit.parameters)
            found = invert(hessian, layout, standardisation, determination)
            if let information = found.information, found.pivot >= 0x1p-30 { return (information, determination) }
        }
        // Independent features, yet less information than they have where all samples count alike: scores without end.
        let one = CoefficientLayout(
            Parameters(features: layout.features, outputs: 1, hasBias: layout.hasBias), isSoftmax: false)
        let plain = Information.leastPivot(
            try sweep.gram(), one, rows: Determination(one, apart: determination.dependences).determined)
        if plain > 0, found.pivot < 1e-4 * plain { throw .noStatistics(because: .separated(features: [])) }
        guard let information = found.information else { throw .noStatistics(because: .illConditioned) }
        return (information, determination)
    }

    private static func invert(
        _ hessian: Matrix<Double>, _ layout: CoefficientLayout, _ standardisation: Standardisation,
        _ determination: Determination
    ) -> (information: Information?, pivot: Double) {
        let rows = determination.determined
        return (
            Information(hessian, layout, standardisation, rows: rows),
            Information.leastPivot(hessian, layout, rows: rows)
        )
    }

    /// The information about what stays finite where classes or counts are separated in part: that of the samples which no
    /// direction of separation moves, as all others have lost theirs.
    ///
    /// Of the coefficients that run to infinity as many are left out as there are independent directions: which ones makes no
    /// difference to the others.
    private static func finitePart(
        of fit: Fit<Element>, _ sweep: Sweep<Element>, _ hessian: Matrix<Double>, _ layout: CoefficientLayout,
        _ infinity: Separation.Infinity, threads: Int?
    ) throws(DescentError) -> (Information, Determination) {
        var dependences = fit.dependences
        let known = Set(dependences.map(\.feature.index))
        let isNew = infinity.collinear.contains { place in
            if case .weight(let feature, _) = place { !known.contains(feature) } else { false }
        }
        if isNew {
            dependences = try LeastSquares.dependences(fit.data, hasBias: layout.hasBias, threads: threads).found
        }
        let determination = Determination(layout, apart: dependences, infinity: infinity)
        let finite = determination.determined
        let chosen = Information.independentRows(
            hessian, layout, among: finite + determination.infinite, weight: fit.data.survey.totalWeight)
        guard chosen.starts(with: finite), !finite.isEmpty,
            let information = Information(
                hessian, layout, sweep.standardisation!, rows: chosen.sorted())
        else { throw .noStatistics(because: .separated(features: infinity.features(in: fit.data))) }
        return (information, determination)
    }
}

extension Fit {
    /// Features that the fit has set apart, as far as it names them.
    var dependences: [Dependence] {
        report.warnings.compactMap { if case .dependent(let dependence) = $0 { dependence } else { nil } }
    }
}
