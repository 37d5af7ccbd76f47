public import DescentAlgebra
public import DescentSolvers

/// Loss and gradient: what descent asks for at every step.
///
/// Functions that evaluate are specialised, and with them the engines that they make. A step on 32 samples of 28 features
/// (Double, one thread, Cascade Lake) takes 4.3 µs beyond its arithmetic where nothing is specialised, 1.8 where the sweep
/// and the work of its threads are, and 1.0 where so are the algebra's blocks and nothing is locked for a single chunk.
extension Sweep {
    /// The risk at a point.
    ///
    /// - Throws: `mismatch` or `nonFinite` for the point, `overflow` where a loss is larger than a number can be, and
    ///   `source` where data cannot be read.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public func loss(at parameters: Parameters) throws(DescentError) -> Double {
        try load(parameters, into: point)
        func sum(_ partial: UnsafePointer<Double>) -> Double {
            (0..<plan.outputs).reduce(0) { $0 + partial[$1] / divisor }
        }
        let loss =
            plan.readsPerEvaluation == 2
            ? try bySlabs().run(wantsGradient: false, sum) : try byTiles(wantsGradient: false).run(sum)
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
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public func lossGradient(at parameters: Parameters, into evaluation: inout Evaluation) throws(DescentError) {
        try requireShape(evaluation.gradient, .buffer)
        try load(parameters, into: point)
        func read(_ partial: UnsafePointer<Double>) -> DescentError.Quantity? {
            answer(partial, divisor: divisor, into: &evaluation)
        }
        let overflow =
            plan.readsPerEvaluation == 2
            ? try bySlabs().run(wantsGradient: true, read) : try byTiles(wantsGradient: true).run(read)
        if let overflow { throw .overflow(overflow, sample: nil) }
    }

    /// For data so wide that a plan reads them twice.
    private func bySlabs() throws(DescentError) -> SplitEngine<Element> {
        try splitEngine.get(among: &engines) { () throws(DescentError) in
            try SplitEngine(neuron, at: point, over: feed, plan: plan, grant: grant)
        }
    }

    private func byTiles(wantsGradient: Bool) throws(DescentError) -> SweepEngine<LossGradient<Element>> {
        func make() throws(DescentError) -> SweepEngine<LossGradient<Element>> {
            try SweepEngine(
                LossGradient(neuron, at: point, plan: plan, wantsGradient: wantsGradient), over: feed, plan: plan,
                grant: grant)
        }
        return try wantsGradient ? gradientEngine.get(among: &engines, make) : lossEngine.get(among: &engines, make)
    }

    /// A sum over samples as loss and gradient. What overflows, with `evaluation` as it was, or nil.
    func answer(
        _ partial: UnsafePointer<Double>, divisor: Double, into evaluation: inout Evaluation
    ) -> DescentError.Quantity? {
        let outputs = plan.outputs
        let loss = (0..<outputs).reduce(0) { $0 + partial[$1] / divisor }
        guard loss.isFinite else { return .loss }
        guard read(partial, divisor: divisor, into: &evaluation.gradient) else { return .gradient }
        evaluation.losses.withUnsafeMutableBufferPointer { losses in
            for output in 0..<outputs { losses[output] = partial[output] / divisor }
        }
        evaluation.loss = loss
        return nil
    }

    /// Σ w for a mean, 1 for a sum.
    var divisor: Double { risk == .mean ? data.survey.totalWeight : 1 }

    func load(_ parameters: Parameters, into point: FoldedPoint<Element>) throws(DescentError) {
        try requireShape(parameters, .parameters)
        try point.load(parameters, folding: isFolded ? standardisation : nil)
    }

    package func requireShape(_ parameters: Parameters, _ quantity: DescentError.Quantity) throws(DescentError) {
        guard parameters.hasShape(of: zero) else {
            throw .mismatch(quantity, .values, expected: zero.values.count, found: parameters.values.count)
        }
    }

    var isFolded: Bool { standardisation.map { !$0.isStaged } ?? false }

    /// Sums of residuals and of their products with X, as a gradient in the coordinates of the point. False, with
    /// `result` as it was, where a component is larger than a number can be.
    func read(_ partial: UnsafePointer<Double>, divisor: Double, into result: inout Parameters) -> Bool {
        let layout = GradientPartial(plan)
        let weights = plan.outputs * plan.features, count = zero.values.count
        let gradient = converted.base, sums = partial + layout.sums
        gradient.update(from: partial + layout.gradient, count: weights)
        if isFolded {
            standardisation?.convertGradient(gradient, outputs: plan.outputs, biasGradient: sums)
        }
        // What follows the weights are the biases, if there are any.
        (gradient + weights).update(from: sums, count: count - weights)
        for index in 0..<count { gradient[index] /= divisor }
        guard TileKernels.allFinite(count, gradient) else { return false }
        result.values.withUnsafeMutableBufferPointer { $0.baseAddress?.update(from: gradient, count: count) }
        return true
    }
}
