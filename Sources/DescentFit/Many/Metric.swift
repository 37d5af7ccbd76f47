public import DescentAlgebra
internal import DescentSweep

/// By what predictions are judged: those of fits on samples that they have not learnt from, as in `crossValidate`, or any.
///
///     let p = try layer.predict(X).row(0)
///     let auc = try Metric.auc.value(of: p, targets: y)
///     let loss = try Metric.logLoss.value(of: p, targets: y, weights: w)
///
/// A weight of k is the same as k equal samples, 0 is as if the sample were not there. All sums are made in twice the digits of a
/// Double, for both precisions of the data.
public struct Metric: Sendable, Hashable {
    package let kind: Kind

    /// The neuron's own mean loss, without penalty. The default; for every neuron.
    public static let loss = Metric(kind: .loss)
    /// The share of samples whose class is predicted right, Σ w 1[ŷ = y] / Σ w. For neurons that decide.
    public static let accuracy = Metric(kind: .accuracy)
    /// The area under the receiver operating curve: the probability that a sample of class 1 has a larger score than one of class 0,
    /// where equal scores count one half. For neurons that decide between two classes, with targets 0 and 1.
    public static let auc = Metric(kind: .auc)
    /// Brier's score of probabilities, Σ w (p − y)² / Σ w; of several classes Σ w Σₖ (pₖ − 1[y = k])² / Σ w, from 0 to 2. For neurons
    /// that decide, with targets from 0 to 1 or in classes.
    public static let brier = Metric(kind: .brier)
    /// The mean cross-entropy of probabilities, −Σ w [y ln p + (1 − y) ln(1 − p)] / Σ w; of several classes −Σ w ln p_y / Σ w. For
    /// neurons as those of `brier`.
    ///
    /// A certain prediction that is wrong costs ∞: nothing is clipped. A fit's own loss, computed from scores, stays finite.
    public static let logLoss = Metric(kind: .logLoss)
    /// Σ w (ŷ − y)² / Σ w, whose root is the RMSE. For neurons of one output, as the next two.
    public static let meanSquaredError = Metric(kind: .meanSquaredError)
    /// Σ w |ŷ − y| / Σ w, in the unit of the targets.
    public static let meanAbsoluteError = Metric(kind: .meanAbsoluteError)
    /// R² = 1 − Σ w (ŷ − y)² / Σ w (y − ȳ)² with the weighted mean ȳ: 1 is perfect, 0 is as good as ȳ, below 0 is worse.
    public static let rSquared = Metric(kind: .rSquared)

    /// One's own, of predictions. Two of them are equal where name and direction are.
    ///
    ///     let cost = Metric.custom("cost", isLargerBetter: false) {
    ///         predictions, targets, weights in
    ///         targets.indices.reduce(0) {
    ///             $0 + (predictions[0, $1] > 0.2 ? 1 : 5 * targets[$1])
    ///         }
    ///     }
    ///
    /// - Parameters:
    ///   - name: for messages and reports.
    ///   - isLargerBetter: whether of two fits that with the larger value is the better one.
    ///   - value: of the samples of one fold: ŷ as outputs × samples, a target for each sample, a class index where targets are
    ///     classes, and the weights where samples have some. A value that is not finite counts as the worst there is.
    public static func custom(
        _ name: String, isLargerBetter: Bool,
        _ value:
            @escaping @Sendable (
                _ predictions: Matrix<Double>, _ targets: [Double], _ weights: [Double]?
            ) throws(DescentError) -> Double
    ) -> Metric {
        Metric(kind: .own(Own(name: name, isLargerBetter: isLargerBetter, value: value)))
    }

    package enum Kind: Sendable, Hashable {
        case loss, accuracy, auc, brier, logLoss, meanSquaredError, meanAbsoluteError, rSquared
        case own(Own)
    }

    package struct Own: Sendable, Hashable {
        package let name: String
        let isLargerBetter: Bool
        let value: @Sendable (Matrix<Double>, [Double], [Double]?) throws(DescentError) -> Double

        package static func == (a: Own, b: Own) -> Bool { a.name == b.name && a.isLargerBetter == b.isLargerBetter }
        package func hash(into hasher: inout Hasher) {
            hasher.combine(name)
            hasher.combine(isLargerBetter)
        }
    }

    /// Those that the command offers: of neurons that decide by probabilities, the loss is the log-loss.
    package static let all: [Metric] = [
        .loss, .accuracy, .auc, .brier, .meanSquaredError, .meanAbsoluteError, .rSquared,
    ]
    package var name: String { if case .own(let own) = kind { own.name } else { "\(kind)" } }

    /// Whether of two fits that with the larger value is the better one.
    package var isLargerBetter: Bool {
        switch kind {
        case .accuracy, .auc, .rSquared: true
        case .loss, .brier, .logLoss, .meanSquaredError, .meanAbsoluteError: false
        case .own(let own): own.isLargerBetter
        }
    }

    /// What is more than a number can be.
    var worst: Double { isLargerBetter ? -.infinity : .infinity }

    func isBetter(_ one: Double, than other: Double) -> Bool { isLargerBetter ? one > other : one < other }

    /// Throws `illegalOption` where a neuron predicts nothing that this judges, and `illegalTarget` where targets are none.
    func requireSuits<Element: Scalar>(_ data: Dataset<Element>, _ neuron: any Neuron) throws(DescentError) {
        let isCoupled = neuron.coupling != .independent, decision = neuron.decision
        let (isSuited, needs): (Bool, String) =
            switch kind {
            case .loss, .own: (true, "")
            case .accuracy, .brier, .logLoss: (decision != nil, "that decides between classes")
            case .auc: (decision == .threshold, "that decides between two classes")
            case .meanSquaredError, .meanAbsoluteError, .rSquared: (!isCoupled, "of one output")
            }
        guard isSuited else {
            throw .illegalOption(
                name: "the metric of a \(neuron.name) neuron", value: name, requirement: "of a neuron \(needs)")
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
        switch kind {
        case .accuracy, .auc: .binary
        case .brier, .logLoss: .unitInterval
        case .loss, .meanSquaredError, .meanAbsoluteError, .rSquared, .own: nil
        }
    }

    /// What it is computed from; nil for the loss, which sweeps compute.
    var output: MemberOutput? {
        switch kind {
        case .loss: nil
        case .accuracy, .auc: .scores
        case .brier, .logLoss, .meanSquaredError, .meanAbsoluteError, .rSquared, .own: .predictions
        }
    }
}

extension Metric: CustomStringConvertible {
    /// Its name.
    public var description: String { name }
}
