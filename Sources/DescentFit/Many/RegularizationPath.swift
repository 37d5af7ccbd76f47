public import DescentAlgebra
public import DescentSolvers
public import DescentSweep

/// Penalties from strong to weak, over which fits go from no feature to nearly all.
///
///     let path = try RegularizationPath(
///         count: 50, mixing: [0.5, 1], on: .deviations)
///     for point in try data.fits(neuron: .logistic, along: path) {
///         print(point.penalty.strength, point.nonzero, point.loss)
///     }
///
/// At the strength λ and the mixing α the penalty is λ (α Σ|w| + ½ (1 − α) Σ w²): α = 1 is the lasso, 0 the ridge, what lies
/// between the elastic net. Strengths are a geometric sequence from λ_max, the least at which all penalised weights are 0, which
/// is computed from the data.
public struct RegularizationPath: Sendable, Hashable {
    let form: Form

    enum Form: Sendable, Hashable {
        case own([Penalty])
        case computed(Sequence)
    }

    /// What a path is made of when there are data.
    struct Sequence: Sendable, Hashable {
        let count: Int
        let smallestRatio: Double?
        let mixing: [Double]
        let units: Penalty.Units
        let factors: [Double]?
    }

    /// - Parameters:
    ///   - count: strengths, of every mixing; at least 2. Default 100.
    ///   - smallestRatio: of the weakest to λ_max, between 0 and 1. Default 10⁻⁴, or 10⁻² where there are more features than
    ///     samples.
    ///   - mixing: the share of the l1 penalty, from 0 to 1; a curve for each. Default 1. As no l2 penalty brings weights to 0,
    ///     strengths for 0 are those for 0.001.
    ///   - units: what weights are measured in.
    ///   - factors: per feature, what its weight's penalty is multiplied by. Default 1.
    /// - Throws: `illegalOption`.
    public init(
        count: Int = 100, smallestRatio: Double? = nil, mixing: [Double] = [1], on units: Penalty.Units,
        factors: [Double]? = nil
    ) throws(DescentError) {
        guard count >= 2 else {
            throw .illegalOption(name: "the number of penalties", value: "\(count)", requirement: "at least 2")
        }
        if let smallestRatio, !(smallestRatio > 0 && smallestRatio < 1) {
            throw .illegalOption(
                name: "the smallest ratio of penalties", value: "\(smallestRatio)", requirement: "between 0 and 1")
        }
        guard !mixing.isEmpty else {
            throw .illegalOption(name: "the number of mixings", value: "0", requirement: "at least 1")
        }
        for share in mixing where !(0...1).contains(share) {
            throw .illegalOption(name: "a mixing", value: "\(share)", requirement: "from 0 to 1")
        }
        _ = try Penalty(on: units, factors: factors)
        form = .computed(
            Sequence(count: count, smallestRatio: smallestRatio, mixing: mixing, units: units, factors: factors))
    }

    /// Penalties of one's own, such as `Penalty.grid`: one curve, in the order given.
    ///
    /// - Throws: `illegalOption` without any.
    public init(_ penalties: [Penalty]) throws(DescentError) {
        guard !penalties.isEmpty else {
            throw .illegalOption(name: "the number of penalties", value: "0", requirement: "at least 1")
        }
        form = .own(penalties)
    }

    /// The penalties for data and a neuron: mixing after mixing, each from strong to weak.
    ///
    /// λ_max = max |∂R/∂w| / (α f), f the factor of a feature, at the optimum without the penalised features. For logistic, linear
    /// and Poisson neurons with a bias and without offsets that is max |cov(x, y)| / (α f), which the survey knows; others take
    /// a read of the data, or, with offsets or factors of 0, a fit.
    ///
    /// - Throws: as `Dataset.fits`; `mismatch` for factors of another number of features, and `illegalOption` where λ_max is 0,
    ///   as no feature is of any use.
    public func penalties<Element: Scalar>(
        for data: Dataset<Element>, neuron: some Neuron, hasBias: Bool = true, threads: Int? = nil
    ) throws(DescentError) -> [Penalty] {
        let context = try ManySweep<Element>.Context(
            data, neuron: neuron, folds: nil, hasBias: hasBias, standardised: true, threads: threads)
        return try curves(context, Member(try data.wholeTarget(of: neuron))).curves.flatMap { $0 }
    }

    /// A run of penalties per mixing; and how often X was read for them.
    func curves<Element: Scalar>(
        _ context: ManySweep<Element>.Context, _ member: Member
    ) throws(DescentError) -> (curves: [[Penalty]], reads: Double) {
        switch form {
        case .own(let penalties): return ([penalties], 0)
        case .computed(let sequence):
            let setting = context.setting
            try sequence.penalty(1, mixing: 1).validate(for: setting)
            let null = try NullGradient(context, member, factors: sequence.factors)
            var curves: [[Penalty]] = []
            for share in sequence.mixing {
                let largest = null.largestRatio(
                    to: try sequence.penalty(1, mixing: max(share, 0.001)).strengths(setting).l1)
                guard largest > 0, largest.isFinite else {
                    throw .illegalOption(
                        name: "the largest penalty", value: "\(largest)",
                        requirement: "above 0 and finite, but without features the loss has no slope")
                }
                curves.append(try sequence.curve(from: largest, mixing: share, context.data))
            }
            return (curves, null.reads)
        }
    }
}

extension RegularizationPath.Sequence {
    func penalty(_ strength: Double, mixing share: Double) throws(DescentError) -> Penalty {
        try .elasticNet(strength, mixing: share, on: units, factors: factors)
    }

    func curve<Element: Scalar>(
        from largest: Double, mixing share: Double, _ data: Dataset<Element>
    ) throws(DescentError) -> [Penalty] {
        let ratio = Math.logarithm(smallestRatio ?? (data.featureCount > data.sampleCount ? 1e-2 : 1e-4))
        var curve: [Penalty] = []
        for index in 0..<count {
            let strength = largest * Math.exponential(ratio * Double(index) / Double(count - 1))
            curve.append(try penalty(strength, mixing: share))
        }
        return curve
    }
}
