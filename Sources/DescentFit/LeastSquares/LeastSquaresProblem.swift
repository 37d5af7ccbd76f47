internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// What the steps of a least-squares fit share: data in scaled columns, the bias first, then the features.
final class LeastSquaresProblem<Element: Scalar> {
    let data: Dataset<Element>
    let hasBias: Bool
    let scaling: ColumnScaling
    let rows: ScaledRows<Element>
    let grant: ThreadBudget.Grant
    let feed: TileFeed<Element>
    /// What a squared coefficient of a scaled column costs, beside Σ w r². 0 for the bias.
    let penalties: [DoubleDouble]
    /// See `LeastSquares.isDual`.
    let isDual: Bool
    private(set) var bytesRead = 0

    init(
        _ data: Dataset<Element>, neuron: Linear, hasBias: Bool, ridge: Double, factors: [Double]?, threads: Int?
    ) throws(DescentError) {
        try Hyperparameter("the ridge penalty", ridge, .nonNegative).validate()
        for factor in factors ?? [] { try Hyperparameter("a penalty factor", factor, .nonNegative).validate() }
        if let factors, factors.count != data.featureCount {
            throw .mismatch(.input, .features, expected: data.featureCount, found: factors.count)
        }
        _ = try data.outputs(for: neuron)
        _ = try KernelLevel.active.get()
        try BLAS.prepare()
        let scaling = ColumnScaling(data.survey, samples: data.sampleCount)
        // The mean of ½ cost (z−y)² plus ½ λ v², times 2 Σ w / cost.
        let strength = ridge / neuron.cost.parameter
        let features = (0..<data.featureCount).map { feature in
            let factor = DoubleDouble(product: strength, factors?[feature] ?? 1) * scaling.totalWeight
            let size = -2 * scaling.features[feature]
            return DoubleDouble(
                ColumnScaling.scaled(factor.high, by: size), ColumnScaling.scaled(factor.low, by: size))
        }
        penalties = (hasBias ? [.zero] : []) + features
        for penalty in penalties where !penalty.high.isFinite { throw .overflow(.input, sample: nil) }
        isDual = LeastSquares.isDual(
            features: data.featureCount, samples: data.sampleCount, hasBias: hasBias, ridge: ridge, factors: factors)
        // From the side of the samples a penalty divides: one that is lost beside its feature is not taken for none.
        for feature in 0..<data.featureCount
        where isDual && factors?[feature] ?? 1 > 0 && !features[feature].high.isNormal {
            throw .overflow(.input, sample: nil)
        }
        self.data = data
        self.hasBias = hasBias
        self.scaling = scaling
        rows = try ScaledRows(scaling)
        grant = try ThreadBudget.grant(asked: threads)
        feed = data.feed()
    }

    var columns: Int { penalties.count }
    /// The place of feature 0 among the columns.
    var firstFeature: Int { hasBias ? 1 : 0 }
    var isPenalised: Bool { penalties.contains { $0.high > 0 } }

    func run<R: Reduction, Result>(
        _ engine: SweepEngine<R>, _ body: (UnsafePointer<Double>) throws(DescentError) -> Result
    ) throws(DescentError) -> Result where R.Element == Element {
        let before = engine.bytesDelivered
        defer { bytesRead += engine.bytesDelivered - before }
        return try engine.run(body)
    }

    func engine<R: Reduction>(_ reduction: R, minimumSamples: Int) throws(DescentError) -> SweepEngine<R>
    where R.Element == Element {
        let plan = plan(reduction, minimumSamples: minimumSamples)
        return try SweepEngine(reduction, over: feed, plan: plan, grant: grant)
    }

    func plan<R: Reduction>(_ reduction: R, minimumSamples: Int) -> Plan where R.Element == Element {
        data.plan(partialCount: reduction.partialCount, minimumSamples: minimumSamples)
    }

    var factorReduction: TriangularFactor<Element> {
        get throws(DescentError) {
            try TriangularFactor(rows, features: data.featureCount, hasBias: hasBias, targets: targetsInFactor)
        }
    }

    func factorEngine(
        _ reduction: TriangularFactor<Element>
    ) throws(DescentError) -> SweepEngine<TriangularFactor<Element>> {
        try engine(reduction, minimumSamples: Self.factorSamples(reduction))
    }

    /// The narrowest tile for a factor.
    static func factorSamples(_ reduction: TriangularFactor<Element>) -> Int { max(256, reduction.blockSamples) }

    /// Targets take part in the factor where that costs less than starting from 0, which is one more read.
    var targetsInFactor: Int { data.targets.rows <= max(1, columns / 4) ? data.targets.rows : 0 }

    /// The triangle of samples and penalty, with near dependences set apart.
    func factor() throws(DescentError) -> ColumnSplit {
        let reduction = try factorReduction
        let engine = try factorEngine(reduction)
        let order = reduction.order, columns = columns
        let penaltyRows = try Buffer<Double>(isPenalised ? columns * order : 0)
        let values = try run(engine) { partial throws(DescentError) in
            let triangle = UnsafeMutablePointer(mutating: partial)
            if isPenalised {
                for column in 0..<columns {
                    penaltyRows[column + column * columns] = penalties[column].high.squareRoot()
                }
                reduction.reflections.absorb(
                    penaltyRows.base, rows: columns, stride: columns, trapezoid: columns, into: triangle)
            }
            guard TileKernels.allFinite(order * order, triangle) else { throw .overflow(.features, sample: nil) }
            return Array(UnsafeBufferPointer(start: triangle, count: order * order))
        }
        return ColumnSplit(
            values, order: order, columns: columns, threshold: ColumnChoice.suspicion(Element.self),
            most: isPenalised ? .max : data.sampleCount)
    }
}
