/// Loss and gradient: what descent asks for at every step.
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
        try requireShape(evaluation.gradient, .buffer)
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
    var divisor: Double { risk == .mean ? data.survey.totalWeight : 1 }

    func load(_ parameters: Parameters, into point: FoldedPoint<Element>) throws(DescentError) {
        try requireShape(parameters, .parameters)
        try point.load(parameters, folding: isFolded ? standardisation : nil)
    }

    func requireShape(_ parameters: Parameters, _ quantity: DescentError.Quantity) throws(DescentError) {
        guard parameters.hasShape(of: zero) else {
            throw .mismatch(quantity, .values, expected: zero.values.count, found: parameters.values.count)
        }
    }

    var isFolded: Bool { standardisation.map { !$0.isStaged } ?? false }

    func allFinite(_ partial: UnsafePointer<Double>, _ layout: GradientPartial) -> Bool {
        TileKernels.allFinite(plan.outputs * (plan.features + 2), partial)
    }

    /// Sums of residuals and of their products with X, as a gradient in the coordinates of the point.
    func read(_ partial: UnsafePointer<Double>, _ layout: GradientPartial, into gradient: inout Parameters) {
        let scale = 1 / divisor
        let weights = plan.outputs * plan.features
        for index in 0..<weights { gradient.values[index] = partial[layout.gradient + index] }
        if isFolded { standardisation?.convertGradient(&gradient, biasGradient: partial + layout.sums) }
        for index in 0..<weights { gradient.values[index] *= scale }
        guard gradient.hasBias else { return }
        for output in 0..<plan.outputs { gradient.setBias(partial[layout.sums + output] * scale, output: output) }
    }
}
