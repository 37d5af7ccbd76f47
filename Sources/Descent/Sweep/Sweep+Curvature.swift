public import DescentAlgebra

/// Second derivatives: products with the Hessian, the Hessian itself, and the Gram matrix.
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
        try requireShape(product, .buffer)
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
