internal import DescentAlgebra

/// Loss and gradient of data so wide that no tile of it fits a cache and a chunk would be little more than its partial.
/// X is read twice, by slabs of features: once for the scores of all samples, and, after the neuron has turned them into
/// residuals, once for the gradient. Needs data in place, not copied. Ranks have a share of the features each.
final class SplitEngine<Element: Scalar>: Delivering {
    private let neuron: any Neuron
    private let fused: FusedKernel?
    private let point: FoldedPoint<Element>
    private let plan: Plan
    private let layout: GradientPartial
    private let reader: TileReader<Element>
    private let workspace: NeuronWorkspace<Element>
    private let ranks: (any Communicator)?
    private let transposed: TransposedSource<Element>
    private let scores: SweepEngine<SlabScores<Element>>
    private let gradient: SweepEngine<SlabGradient<Element>>
    private let residuals: Buffer<Element>
    private let result: Buffer<Double>

    init(
        _ neuron: any Neuron, at point: FoldedPoint<Element>, over feed: TileFeed<Element>, plan: Plan,
        grant: ThreadBudget.Grant
    ) throws(DescentError) {
        self.neuron = neuron
        self.fused = neuron.traits.kernel
        self.point = point
        self.plan = plan
        layout = GradientPartial(plan)
        reader = try TileReader(feed, tileSamples: plan.samples)
        workspace = try NeuronWorkspace(plan, withCurvatures: false, withProducts: false)
        residuals = try Buffer(plan.outputs * plan.samples)
        result = try Buffer(layout.count)
        ranks = feed.ranks
        transposed = TransposedSource(of: feed.source)
        let slabs = Plan(
            of: Element.self, features: plan.samples, samples: plan.features, outputs: plan.outputs,
            layout: transposed.layout, isStaged: false, partialBytes: 0,
            minimumSamples: Plan.slabFeatures(feed.source.layout))
        // A feature has no target.
        let none = try Matrix<Element>(rows: 0, columns: plan.features)
        let features = TileFeed(
            source: transposed, targets: none, weights: nil, offsets: nil, staging: nil, ranks: feed.ranks)
        scores = try SweepEngine(SlabScores(point: point, plan: plan), over: features, plan: slabs, grant: grant)
        gradient = try SweepEngine(
            SlabGradient(residuals: residuals, result: result, plan: plan), over: features, plan: slabs, grant: grant)
    }

    /// Bytes of X that the source has delivered so far, every pass counted.
    var bytesDelivered: Int { scores.bytesDelivered + gradient.bytesDelivered }

    /// One evaluation. `body` sees the sums over all samples in the order of `GradientPartial`; those for the gradient
    /// only where it is wanted.
    ///
    /// Fails as a sweep by tiles does, with the first error of the earliest tile.
    func run<Result>(
        wantsGradient: Bool, _ body: (UnsafePointer<Double>) -> Result
    ) throws(DescentError) -> Result {
        let all = try whole()
        transposed.data = all.block
        try scores.run { sums throws(DescentError) in
            result.base.update(repeating: 0, count: layout.gradient)
            for range in (0..<plan.samples).pieces(of: plan.tileSamples) {
                try absorb(all[range], sums + range.lowerBound)
            }
        }
        if wantsGradient {
            try gradient.run { _ in }
            try gradient.gather(result.base + layout.gradient, rows: plan.outputs)
        }
        return body(result.base)
    }

    /// All samples, where they lie; where one rank cannot have them, none goes on.
    private func whole() throws(DescentError) -> Tile<Element> {
        var all: Tile<Element>?, failure: (place: Int, error: DescentError)?
        do { all = try reader.read(0..<plan.samples) } catch { failure = (0, error) }
        try ranks.agree(on: failure)
        return all!
    }

    /// The neuron's pass over a tile: its losses and residuals, of which X takes no part any more.
    private func absorb(_ tile: Tile<Element>, _ sums: UnsafePointer<Double>) throws(DescentError) {
        let scores = workspace.scores.base, values = workspace.residuals.base, stride = workspace.stride
        point.constants(of: tile, into: scores, stride: stride)
        for output in 0..<plan.outputs {
            for j in 0..<tile.count { scores[output * stride + j] += Element(sums[output * plan.samples + j]) }
        }
        try workspace.addLosses(neuron, fused, tile, to: result.base)
        workspace.applyWeights(of: tile, to: values)
        workspace.addSums(of: tile, of: values, to: result.base + layout.sums)
        for output in 0..<plan.outputs {
            (residuals.base + output * plan.samples + tile.range.lowerBound).update(
                from: values + output * stride, count: tile.count)
        }
    }
}
