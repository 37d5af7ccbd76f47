internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

extension LeastSquares {
    /// What a neuron is here, where its fit needs no descent; else nil.
    static func suits(_ neuron: some Neuron, _ penalty: Penalty, _ bounds: Bounds) -> Linear? {
        guard neuron.traits.isLinear, penalty.l1 == 0, bounds.isNone else { return nil }
        return Linear(neuron.traits.outline.criterion == .cost(.squared) ? .squared : .halfSquared)
    }

    /// The linear neuron's fit as every other one: with a report, and in the coordinates of the original features.
    static func fit<Element: Scalar>(
        _ data: Dataset<Element>, _ neuron: some Neuron, as linear: Linear, penalty: Penalty, hasBias: Bool,
        threads: Int?
    ) throws(DescentError) -> Fit<Element> {
        let began = Math.seconds()
        if let factors = penalty.factors, factors.count != data.featureCount {
            throw .mismatch(.penalty, .features, expected: data.featureCount, found: factors.count)
        }
        try penalty.units.validate(features: data.featureCount)
        let factors = penalty.l2 == 0 ? nil : factors(of: penalty, data.survey)
        let solution = try solve(
            data, neuron: linear, hasBias: hasBias, ridge: penalty.l2, factors: factors, threads: threads)
        let sweep = try Sweep(data, neuron: neuron, hasBias: hasBias, threads: threads)
        let layer = try sweep.layer(at: solution.parameters)
        let (loss, gradientNorm) = try end(sweep, solution.parameters, penalty)
        var warnings = solution.dependences.map(Report.Warning.dependent)
        if penalty.l2 == 0, isPerfect(solution, data.survey) { warnings.append(.perfectFit) }
        let reads = solution.reads + sweep.reads
        let setting = sweep.setting(from: solution.parameters, occasion: .allData)
        let remainder = LeastSquaresRemainder(
            solution, setting, rounding: Double(Element.ulpOfOne) / 2, cost: linear.cost.parameter)
        let report = Report(
            outcome: solution.isConverged || remainder.isNothing(beside: loss) ? .converged(.precision) : .stalled,
            warnings: warnings, neuron: neuron.name,
            solver: recipe(penalty), batches: nil, plan: sweep.plan, threads: sweep.threads,
            steps: solution.refinements, epochs: Double(solution.refinements), reads: reads,
            bytesRead: Int((reads * Double(data.bytes)).rounded()), risk: loss, gradientNorm: gradientNorm,
            validationLoss: nil, seconds: Math.seconds() - began,
            certificate: Certificate(of: solution, remainder, ulp: Double(Element.ulpOfOne)))
        return Fit(
            layer: layer, parameters: solution.parameters, standardisation: nil, report: report, saved: nil, data: data,
            penalty: penalty, evidence: penalty.isNone ? .solution(solution) : nil)
    }

    static func recipe(_ penalty: Penalty) -> String { "least squares, \(penalty.recipe)" }

    static func factors(of penalty: Penalty, _ survey: Survey) -> [Double]? {
        guard penalty.units != .raw else { return penalty.factors }
        return survey.features.enumerated().map { feature, summary in
            let unit = penalty.units.unit(of: feature, summary.standardDeviation)
            return (penalty.factors?[feature] ?? 1) * unit * unit
        }
    }

    /// The penalised risk, and the norm of its gradient; infinite where squares leave the range, which the fit itself does
    /// not form.
    private static func end<Element: Scalar>(
        _ sweep: Sweep<Element>, _ point: Parameters, _ penalty: Penalty
    ) throws(DescentError) -> (loss: Double, gradientNorm: Double) {
        var evaluation: Evaluation
        do throws(DescentError) {
            evaluation = try sweep.lossGradient(at: point)
        } catch {
            if case .overflow = error { return (.infinity, .infinity) }
            throw error
        }
        let strengths = penalty.strengths(sweep.setting(from: point, occasion: .allData))
        strengths.addGradient(point.values, to: &evaluation.gradient.values)
        let gradient = evaluation.gradient.values
        return (evaluation.loss + strengths.value(point.values), Double.nrm2(gradient.count, gradient))
    }

    /// Whether all residuals are as small as the rounding of targets and scores explains.
    static func isPerfect(_ solution: Solution, _ survey: Survey) -> Bool {
        let root = survey.totalWeight.squareRoot()
        return zip(solution.residualNorms, survey.targets).allSatisfy { norm, target in
            norm <= 0x1p-46 * root * max(target.minimum.magnitude, target.maximum.magnitude)
        }
    }
}
