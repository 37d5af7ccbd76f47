/// What the reference says of a problem: its optimum, or that there is none.
struct Optimum {
    let design: Design
    let verdict: ReferenceFit.Verdict
    let value: Twice
    let point: [Twice]
    let condition: Double
    /// Half the null deviance of a sample, beside which things are small.
    let size: Double
    let steps: Int
    /// What the reference itself may be off by.
    let doubt: Double
    /// Where what the data were made of says otherwise: a mistake of this test.
    let contradiction: String?

    init(_ design: Design) {
        self.design = design
        let problem = design.problem, size = Risk(design: design).nullSize
        self.size = size
        if problem.isPenalised, design.isSeparatedByBiases {
            (verdict, value, point, condition, steps, doubt) = (.separated, .zero, [], 1, 0, 0)
            contradiction = nil
            return
        }
        if design.l1.contains(where: { $0 > 0 }) || problem.neuron.hasStraightPieces {
            let fit = KinkedFit(design, size: size)
            verdict = fit.gap <= 1e-12 * size ? .optimum : .undecided
            (value, point, condition, steps) = (fit.value, fit.point, fit.condition, fit.steps)
            doubt = max(fit.gap, 1e-16 * size)
            contradiction = nil
            return
        }
        let fit = ReferenceFit(design, size: size)
        (value, point, condition, steps) = (fit.value, fit.point, fit.condition, fit.steps)
        doubt = 1e-26 * size
        switch (fit.verdict, problem.truth) {
        case (.optimum, .separated), (.separated, .overlapping):
            verdict = .undecided
            contradiction = "the reference says \(fit.verdict), how the data were made \(problem.truth)"
        case (.undecided, .separated):
            verdict = .separated
            contradiction = nil
        default:
            verdict = fit.verdict
            contradiction = nil
        }
    }

    /// As a layer would hold it, rounded.
    var numbers: (weights: [[Double]], bias: [Double]?, ulp: Double) {
        let (weights, bias) = design.numbers(point)
        return (weights, bias, design.problem.isFloat ? 0x1p-24 : 0x1p-53)
    }
}
