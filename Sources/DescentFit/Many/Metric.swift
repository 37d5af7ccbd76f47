internal import DescentAlgebra
internal import DescentSweep

/// By what fits are judged on samples that they have not learnt from.
public enum Metric: String, Sendable, Hashable, CaseIterable {
    /// The neuron's own mean loss, without penalty. The default; for every neuron.
    case loss
    /// The share of samples whose class is predicted right. For neurons that decide.
    case accuracy
    /// The area under the receiver operating curve. For neurons that decide between two classes, with targets 0 and 1.
    case auc
    /// The mean squared error of probabilities. For neurons that decide, with targets from 0 to 1 or in classes.
    case brier
    /// Σ w (ŷ − y)² / Σ w. For neurons of one output, as the next two.
    case meanSquaredError
    /// Σ w |ŷ − y| / Σ w.
    case meanAbsoluteError
    /// 1 − Σ w (ŷ − y)² / Σ w (y − ȳ)².
    case rSquared

    /// Whether of two fits that with the larger value is the better one.
    public var isLargerBetter: Bool {
        switch self {
        case .accuracy, .auc, .rSquared: true
        case .loss, .brier, .meanSquaredError, .meanAbsoluteError: false
        }
    }

    /// What is more than a number can be.
    var worst: Double { isLargerBetter ? -.infinity : .infinity }

    func isBetter(_ one: Double, than other: Double) -> Bool { isLargerBetter ? one > other : one < other }

    /// Throws `illegalOption` where a neuron predicts nothing that this judges, and `illegalTarget` where targets are none.
    func requireSuits<Element: Scalar>(_ data: Dataset<Element>, _ neuron: any Neuron) throws(DescentError) {
        let isCoupled = neuron.coupling != .independent, decision = neuron.decision
        let (isSuited, needs): (Bool, String) =
            switch self {
            case .loss: (true, "")
            case .accuracy, .brier: (decision != nil, "that decides between classes")
            case .auc: (decision == .threshold, "that decides between two classes")
            case .meanSquaredError, .meanAbsoluteError, .rSquared: (!isCoupled, "of one output")
            }
        guard isSuited else {
            throw .illegalOption(
                name: "the metric of a \(neuron.name) neuron", value: rawValue, requirement: "of a neuron \(needs)")
        }
        guard let domain = decision == .threshold ? domain : nil,
            let index = data.survey.firstTarget(outside: domain, isClassData: data.classes != nil)
        else { return }
        let (sample, output) = index.quotientAndRemainder(dividingBy: data.targets.rows)
        throw .illegalTarget(
            neuron: neuron.name, domain: domain, sample: sample, output: output,
            value: Double(data.targets[output, sample]))
    }

    /// Targets of a neuron that decides between two classes; nil for any.
    private var domain: TargetDomain? {
        switch self {
        case .accuracy, .auc: .binary
        case .brier: .unitInterval
        case .loss, .meanSquaredError, .meanAbsoluteError, .rSquared: nil
        }
    }

    /// What it is computed from; nil for the loss, which sweeps compute.
    var output: MemberOutput? {
        switch self {
        case .loss: nil
        case .accuracy, .auc: .scores
        case .brier, .meanSquaredError, .meanAbsoluteError, .rSquared: .predictions
        }
    }
}
