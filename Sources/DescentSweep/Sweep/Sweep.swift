public import DescentAlgebra
public import DescentSolvers

/// Evaluates a neuron on a data set, as often as asked, each time in one read of the data by several threads; loss and
/// gradient of very wide data in two, see `Plan.readsPerEvaluation`.
///
///     let sweep = try Sweep(data, neuron: .logistic)
///     let result = try sweep.lossGradient(at: sweep.zero)
///
/// Results have the same bits for any number of threads. After the first call of each kind a sweep allocates nothing,
/// provided that it writes into an existing `Evaluation` or `Parameters`. A sweep is for one caller at a time; several
/// sweeps may run side by side.
public final class Sweep<Element: Scalar> {
    /// What is read at every evaluation.
    package let data: Dataset<Element>
    /// What is evaluated.
    package let neuron: any Neuron
    /// Whether results are the mean over the samples or their sum.
    package let risk: Risk
    /// The number asked for or found; data with fewer chunks than that use one thread per chunk.
    package var threads: Int { grant.threads }
    /// The coordinates that points, directions and results are in; `nil` for the original ones.
    package let standardisation: Standardisation?
    /// All parameters 0: a point to start from, and the shape of every other.
    public let zero: Parameters
    /// How tiles are cut for loss and gradient.
    package let plan: Plan

    package let grant: ThreadBudget.Grant
    package let feed: TileFeed<Element>
    /// Ends what is under way before its next tile.
    package let cancellation: Cancellation
    package let point: FoldedPoint<Element>
    let direction: FoldedPoint<Element>
    /// A gradient that is being converted, until it is known to be finite.
    let converted: Buffer<Double>
    /// Those that there are of the following: a reduction has its slot here, and all else in its own file.
    var engines: [any Delivering] = []
    var lossEngine = EngineSlot<SweepEngine<LossGradient<Element>>>()
    var gradientEngine = EngineSlot<SweepEngine<LossGradient<Element>>>()
    var splitEngine = EngineSlot<SplitEngine<Element>>()
    var hessianEngine = EngineSlot<SweepEngine<HessianVector<Element>>>()
    var gramEngine = EngineSlot<SweepEngine<Gram<Element>>>()
    var sampleGramEngine = EngineSlot<SweepEngine<Gram<Element>>>()
    var curvatureEngine = EngineSlot<SweepEngine<Both<LossGradient<Element>, Gram<Element>>>>()
    var triangleEngine = EngineSlot<SweepEngine<CurvatureTriangle<Element>>>()
    var sampleSweep = SampleSweep<Element>()
    /// Bytes of X that were read for rough curvatures, and for samples that tell of a span.
    var roughBytes = 0

    /// - Parameters:
    ///   - data: the samples, targets, weights and offsets.
    ///   - neuron: what is evaluated. A softmax needs data in as many classes.
    ///   - hasBias: whether z has a constant. Default true.
    ///   - risk: the mean or the sum. Default the weighted mean.
    ///   - standardised: whether points are in the coordinates of centred and scaled features, from which `layer(at:)` leads back.
    ///     Default false.
    ///   - threads: see `ThreadBudget`.
    /// - Throws: `illegalTarget` or `mismatch` where the targets do not suit the neuron, `illegalOption`, `algebra`.
    public convenience init(
        _ data: Dataset<Element>, neuron: some Neuron, hasBias: Bool = true, risk: Risk = .mean,
        standardised: Bool = false, threads: Int? = nil
    ) throws(DescentError) {
        try self.init(
            data, neuron: neuron, hasBias: hasBias, risk: risk, standardised: standardised, threads: threads,
            widestFused: nil)
    }

    /// - Parameter widestFused: the number of features above which X is read twice; `nil` for the plan's.
    convenience init(
        _ data: Dataset<Element>, neuron: some Neuron, hasBias: Bool, risk: Risk, standardised: Bool, threads: Int?,
        widestFused: Int?
    ) throws(DescentError) {
        try self.init(
            data, neuron: neuron, hasBias: hasBias, risk: risk,
            standardisation: standardised ? Standardisation(of: data.survey, hasBias: hasBias, as: Element.self) : nil,
            grant: try ThreadBudget.grant(asked: threads), widestFused: widestFused)
    }

    /// A sweep of some of another's samples, in its coordinates.
    package convenience init(sampling whole: Sweep, _ part: Dataset<Element>) throws(DescentError) {
        try self.init(
            part, neuron: whole.neuron, hasBias: whole.zero.hasBias, risk: whole.risk,
            standardisation: whole.standardisation, grant: whole.grant, cancellation: whole.cancellation)
    }

    /// In coordinates of the caller's choice.
    package init(
        _ data: Dataset<Element>, neuron: any Neuron, hasBias: Bool, risk: Risk, standardisation: Standardisation?,
        grant: ThreadBudget.Grant, widestFused: Int? = nil, cancellation: Cancellation = Cancellation(within: .current)
    ) throws(DescentError) {
        let outputs = try data.outputs(for: neuron)
        let staging = try data.staging(in: standardisation)
        // Asked for before it is touched: the point, a direction, a gradient and the shape itself.
        let (count, overflow) = (data.featureCount + 1).multipliedReportingOverflow(by: 4 * outputs)
        _ = try Buffer<Double>(overflow ? .max : count, zeroed: false)
        let zero = Parameters(features: data.featureCount, outputs: outputs, hasBias: hasBias)
        let plan = data.plan(
            outputs: outputs, isStaged: standardisation?.isStaged ?? false, partialCount: zero.values.count,
            mayReadTwice: staging == nil && !data.source.needsStaging, widestFused: widestFused)

        self.grant = grant
        self.data = data
        self.neuron = neuron.itself
        self.risk = risk
        self.standardisation = standardisation
        self.zero = zero
        self.converted = try Buffer(zero.values.count)
        self.plan = plan
        feed = data.feed(staging: staging, cancellation: cancellation)
        self.cancellation = cancellation
        point = try FoldedPoint(shape: zero, plan: plan)
        direction = try FoldedPoint(shape: zero, plan: plan)
    }

    /// How often X was read so far: bytes that its source delivered, divided by its size.
    public var reads: Double {
        // What a sample's sweep reads is a copy, which took one read of its samples.
        let sampled = sampleSweep.value.map { Double($0.data.sampleCount) / Double(data.sampleCount) } ?? 0
        return reads(ofBytes: engines.bytesDelivered + roughBytes) + sampled
    }

    /// Bytes of X over its size.
    func reads(ofBytes bytes: Int) -> Double {
        Double(bytes) / (Double(data.featureCount) * Double(data.sampleCount) * Double(MemoryLayout<Element>.stride))
    }
}
