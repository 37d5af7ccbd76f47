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
        let loss = try engine.run { partial in (0..<outputs).reduce(0) { $0 + partial[$1] / divisor } }
        guard loss.isFinite else { throw .overflow(.loss, sample: nil) }
        return loss
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
        let outputs = plan.outputs
        let overflow: DescentError.Quantity? = try engine.run { partial in
            let loss = (0..<outputs).reduce(0) { $0 + partial[$1] / divisor }
            guard loss.isFinite else { return .loss }
            guard read(partial, into: &evaluation.gradient) else { return .gradient }
            for output in 0..<outputs { evaluation.losses[output] = partial[output] / divisor }
            evaluation.loss = loss
            return nil
        }
        if let overflow { throw .overflow(overflow, sample: nil) }
    }

    private func makeGradientEngine(wantsGradient: Bool) throws(DescentError) -> SweepEngine<LossGradient<Element>> {
        try SweepEngine(
            LossGradient(neuron, at: point, plan: plan, wantsGradient: wantsGradient), over: feed, plan: plan,
            grant: grant)
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

    /// Sums of residuals and of their products with X, as a gradient in the coordinates of the point. False, with
    /// `result` as it was, where a component is larger than a number can be.
    func read(_ partial: UnsafePointer<Double>, into result: inout Parameters) -> Bool {
        let layout = GradientPartial(plan)
        let weights = plan.outputs * plan.features
        for index in 0..<weights { converted.values[index] = partial[layout.gradient + index] }
        if isFolded { standardisation?.convertGradient(&converted, biasGradient: partial + layout.sums) }
        for index in 0..<weights { converted.values[index] /= divisor }
        if converted.hasBias {
            for output in 0..<plan.outputs {
                converted.setBias(partial[layout.sums + output] / divisor, output: output)
            }
        }
        guard TileKernels.allFinite(converted.values.count, converted.values) else { return false }
        for index in converted.values.indices { result.values[index] = converted.values[index] }
        return true
    }
}
