public import DescentAlgebra

/// Evaluates a neuron on a data set, as often as asked, each time in one read of the data by several threads.
///
///     let sweep = try Sweep(data, neuron: .logistic)
///     let result = try sweep.lossGradient(at: sweep.zero)
///
/// Results have the same bits for any number of threads. After the first call of each kind a sweep allocates nothing,
/// provided that it writes into an existing `Evaluation` or `Parameters`. A sweep is for one caller at a time; several
/// sweeps may run side by side.
public final class Sweep<Element: Scalar> {
    public let data: Dataset<Element>
    public let neuron: any Neuron
    public let risk: Risk
    /// The number asked for or found; data with fewer chunks than that use one thread per chunk.
    public let threads: Int
    /// The coordinates that points, directions and results are in; `nil` for the original ones.
    public let standardisation: Standardisation?
    /// All parameters 0: a point to start from, and the shape of every other.
    public let zero: Parameters
    /// How tiles are cut for loss and gradient.
    public let plan: Plan

    private let feed: TileFeed<Element>
    private let point: FoldedPoint<Element>
    private let direction: FoldedPoint<Element>
    private var lossEngine = WhenNeeded<SweepEngine<LossGradient<Element>>>()
    private var gradientEngine = WhenNeeded<SweepEngine<LossGradient<Element>>>()
    private var hessianEngine = WhenNeeded<SweepEngine<HessianVector<Element>>>()
    private var gramEngine = WhenNeeded<SweepEngine<Gram<Element>>>()
    private var sampleGramEngine = WhenNeeded<SweepEngine<Gram<Element>>>()

    /// - Parameters:
    ///   - data: the samples, targets, weights and offsets.
    ///   - neuron: what is evaluated. A softmax needs data in as many classes.
    ///   - hasBias: whether z has a constant. Default true.
    ///   - risk: the mean or the sum. Default the weighted mean.
    ///   - standardised: whether points are in the coordinates of centred and scaled features. Default false.
    ///   - threads: see `ThreadBudget`.
    /// - Throws: `illegalTarget` or `mismatch` where the targets do not suit the neuron, `illegalOption`, `algebra`.
    public init(
        _ data: Dataset<Element>, neuron: some Neuron, hasBias: Bool = true, risk: Risk = .mean,
        standardised: Bool = false, threads: Int? = nil
    ) throws(DescentError) {
        let outputs = try data.outputs(for: neuron)
        let blas = try algebra { () throws(AlgebraError) in try BLAS.verified.get() }
        let standardisation =
            standardised ? Standardisation(of: data.survey, hasBias: hasBias, as: Element.self) : nil
        let isStaged = standardisation?.isStaged ?? false
        let zero = Parameters(features: data.features, outputs: outputs, hasBias: hasBias)
        let plan = Self.plan(data, outputs: outputs, isStaged: isStaged, partialCount: zero.values.count)

        self.threads = try ThreadBudget.threads(asked: threads)
        self.data = data
        self.neuron = neuron
        self.risk = risk
        self.standardisation = standardisation
        self.zero = zero
        self.plan = plan
        // A BLAS whose bits depend on where a tile lies gets every tile from the same kind of place.
        let copies = isStaged || !blas.ignoresAlignment
        let staging =
            copies
            ? try StagedCopy<Element>(features: data.features, standardisation: isStaged ? standardisation : nil) : nil
        feed = TileFeed(
            source: data.source, targets: data.targets, weights: data.weights, offsets: data.offsets, staging: staging)
        point = try FoldedPoint(shape: zero, plan: plan)
        direction = try FoldedPoint(shape: zero, plan: plan)
    }

    private static func plan(
        _ data: Dataset<Element>, outputs: Int, isStaged: Bool, partialCount: Int,
        minimumSamples: Int = Plan.minimumTileSamples
    ) -> Plan {
        Plan(
            of: Element.self, features: data.features, samples: data.samples, outputs: outputs,
            layout: data.source.layout, isStaged: isStaged,
            partialBytes: partialCount * MemoryLayout<Double>.stride, minimumSamples: minimumSamples)
    }

    /// The layer that predicts as this sweep evaluates at a point, in the coordinates of the original features.
    public func layer(at parameters: Parameters) throws(DescentError) -> Layer<Element> {
        func make(_ neuron: some Neuron) throws(DescentError) -> Layer<Element> {
            try Layer(neuron, standardisation?.original(parameters) ?? parameters)
        }
        return try make(neuron)
    }

    /// How often X was read so far: bytes that its source delivered, divided by its size.
    public var reads: Double {
        let bytes = [
            lossEngine.value?.bytesDelivered, gradientEngine.value?.bytesDelivered,
            hessianEngine.value?.bytesDelivered, gramEngine.value?.bytesDelivered,
            sampleGramEngine.value?.bytesDelivered,
        ].reduce(0) { $0 + ($1 ?? 0) }
        return Double(bytes) / (Double(data.features) * Double(data.samples) * Double(MemoryLayout<Element>.stride))
    }
}

// MARK: - Loss and gradient

extension Sweep {
    /// The risk at a point.
    ///
    /// - Throws: `mismatch` or `nonFinite` for the point, `overflow` where a loss is larger than a number can be, and
    ///   `source` where data cannot be read.
    public func loss(at parameters: Parameters) throws(DescentError) -> Double {
        try load(parameters, into: point)
        let engine = try lossEngine.get { () throws(DescentError) in try makeGradientEngine(wantsGradient: false) }
        let outputs = plan.outputs
        return try engine.run { partial in (0..<outputs).reduce(0) { $0 + partial[$1] / divisor } }
    }

    /// The risk and its gradient at a point. Throws as `loss(at:)`.
    public func lossGradient(at parameters: Parameters) throws(DescentError) -> Evaluation {
        var evaluation = Evaluation(shape: zero)
        try lossGradient(at: parameters, into: &evaluation)
        return evaluation
    }

    /// The same into existing memory, made for the shape of `zero`. Where it throws, `evaluation` is as it was.
    public func lossGradient(at parameters: Parameters, into evaluation: inout Evaluation) throws(DescentError) {
        precondition(evaluation.gradient.hasShape(of: zero), "an evaluation for parameters of another shape")
        try load(parameters, into: point)
        let engine = try gradientEngine.get { () throws(DescentError) in try makeGradientEngine(wantsGradient: true) }
        let layout = GradientPartial(
            features: plan.features, outputs: plan.outputs, paddedOutputs: plan.paddedOutputs)
        let isFinite = try engine.run { partial in
            guard allFinite(partial, layout) else { return false }
            evaluation.loss = 0
            for output in 0..<plan.outputs {
                evaluation.losses[output] = partial[output] / divisor
                evaluation.loss += evaluation.losses[output]
            }
            read(partial, layout, into: &evaluation.gradient)
            return true
        }
        guard isFinite else { throw .overflow(.gradient, sample: nil) }
    }

    private func makeGradientEngine(wantsGradient: Bool) throws(DescentError) -> SweepEngine<LossGradient<Element>> {
        try SweepEngine(
            LossGradient(neuron, at: point, plan: plan, wantsGradient: wantsGradient), over: feed, plan: plan,
            threads: threads)
    }

    /// Σ w for a mean, 1 for a sum.
    private var divisor: Double { risk == .mean ? data.survey.totalWeight : 1 }

    private func load(_ parameters: Parameters, into point: FoldedPoint<Element>) throws(DescentError) {
        guard parameters.hasShape(of: zero) else {
            throw .mismatch(.parameters, .values, expected: zero.values.count, found: parameters.values.count)
        }
        try point.load(parameters, folding: isFolded ? standardisation : nil)
    }

    private var isFolded: Bool { standardisation.map { !$0.isStaged } ?? false }

    private func allFinite(_ partial: UnsafePointer<Double>, _ layout: GradientPartial) -> Bool {
        TileKernels.allFinite(plan.outputs * (plan.features + 2), partial)
    }

    /// Sums of residuals and of their products with X, as a gradient in the coordinates of the point.
    private func read(_ partial: UnsafePointer<Double>, _ layout: GradientPartial, into gradient: inout Parameters) {
        let scale = 1 / divisor
        let weights = plan.outputs * plan.features
        for index in 0..<weights { gradient.values[index] = partial[layout.gradient + index] }
        if isFolded { standardisation?.convertGradient(&gradient, biasGradient: partial + layout.sums) }
        for index in 0..<weights { gradient.values[index] *= scale }
        guard gradient.hasBias else { return }
        for output in 0..<plan.outputs { gradient.setBias(partial[layout.sums + output] * scale, output: output) }
    }
}

// MARK: - Curvature

extension Sweep {
    /// The product of the risk's Hessian at a point with a direction. Where the curvature may be negative, its
    /// Gauss–Newton part. Throws as `loss(at:)`.
    public func hessianVector(at parameters: Parameters, along vector: Parameters) throws(DescentError) -> Parameters {
        var product = zero
        try hessianVector(at: parameters, along: vector, into: &product)
        return product
    }

    /// The same into existing memory of the shape of `zero`. Where it throws, `product` is as it was.
    public func hessianVector(
        at parameters: Parameters, along vector: Parameters, into product: inout Parameters
    ) throws(DescentError) {
        precondition(product.hasShape(of: zero), "a product for parameters of another shape")
        try load(parameters, into: point)
        try load(vector, into: direction)
        let engine = try hessianEngine.get { () throws(DescentError) in
            try SweepEngine(
                HessianVector(neuron, at: point, along: direction, plan: plan), over: feed, plan: plan,
                threads: threads)
        }
        let layout = GradientPartial(
            features: plan.features, outputs: plan.outputs, paddedOutputs: plan.paddedOutputs)
        let isFinite = try engine.run { partial in
            guard allFinite(partial, layout) else { return false }
            read(partial, layout, into: &product)
            return true
        }
        guard isFinite else { throw .overflow(.curvature, sample: nil) }
    }

    /// The risk's Hessian at a point, in the order of `Parameters.values`; its Gauss–Newton part where it may be
    /// negative. Throws as `loss(at:)`, and `algebra` where there is no memory for it.
    public func hessian(at parameters: Parameters) throws(DescentError) -> Matrix<Double> {
        try load(parameters, into: point)
        let engine = try gramEngine.get { () throws(DescentError) in
            try makeGramEngine(.curvature(neuron, at: point))
        }
        return try gram(engine, size: zero.values.count)
    }

    /// Σ w x xᵀ, bordered by Σ w x and Σ w where there is a bias; divided by Σ w for a mean. In the coordinates of
    /// standardised features where the sweep has them. The constant comes last.
    ///
    /// - Throws: `overflow`, `source`, and `algebra` where there is no memory for it.
    public func gram() throws(DescentError) -> Matrix<Double> {
        let engine = try sampleGramEngine.get { () throws(DescentError) in try makeGramEngine(.samples) }
        return try gram(engine, size: plan.features + (zero.hasBias ? 1 : 0))
    }

    private func makeGramEngine(
        _ weighting: Gram<Element>.Weighting
    ) throws(DescentError) -> SweepEngine<Gram<Element>> {
        let reduction = try Gram<Element>(
            weighting, features: plan.features, standardisation: isFolded ? standardisation : nil)
        let plan = Self.plan(
            data, outputs: plan.outputs, isStaged: plan.isStaged, partialCount: reduction.partialCount,
            minimumSamples: Gram<Element>.minimumSamples)
        return try SweepEngine(reduction, over: feed, plan: plan, threads: threads)
    }

    private func gram(_ engine: SweepEngine<Gram<Element>>, size: Int) throws(DescentError) -> Matrix<Double> {
        var result = try algebra { () throws(AlgebraError) in try Matrix<Double>(rows: size, columns: size) }
        let isFinite = try engine.run { partial in
            guard TileKernels.allFinite(engine.reduction.partialCount, partial) else { return false }
            assemble(partial, engine.reduction, into: &result)
            return true
        }
        guard isFinite else { throw .overflow(.curvature, sample: nil) }
        return result
    }

    /// Blocks, of which the upper triangle is computed, to the whole symmetric matrix.
    private func assemble(
        _ partial: UnsafePointer<Double>, _ reduction: Gram<Element>, into result: inout Matrix<Double>
    ) {
        let features = plan.features, order = reduction.order, size = result.rows
        let outputs = (reduction.blocks.map(\.column).max() ?? 0) + 1
        func position(_ index: Int, _ output: Int) -> Int {
            index < features ? output * features + index : outputs * features + output
        }
        result.withUnsafeMutablePointer { matrix in
            for (number, block) in reduction.blocks.enumerated() {
                let values = partial + number * order * order
                for j in 0..<(zero.hasBias ? order : features) {
                    for i in 0...j {
                        let value = values[j * order + i] / divisor
                        // A block is symmetric in itself, so it stands at (i, j) and (j, i) of both its places.
                        for (row, column) in [(i, j), (j, i)] {
                            let left = position(row, block.row), right = position(column, block.column)
                            matrix[left + right * size] = value
                            matrix[right + left * size] = value
                        }
                    }
                }
            }
        }
    }
}

/// A value made at its first use, by a maker that may fail.
struct WhenNeeded<Value> {
    private(set) var value: Value?

    mutating func get(_ make: () throws(DescentError) -> Value) throws(DescentError) -> Value {
        if let value { return value }
        let made = try make()
        value = made
        return made
    }
}
