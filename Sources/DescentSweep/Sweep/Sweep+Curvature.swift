public import DescentAlgebra
public import DescentSolvers

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
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func hessianVector(
        at parameters: Parameters, along vector: Parameters, into product: inout Parameters
    ) throws(DescentError) {
        try requireShape(product, .buffer)
        try load(parameters, into: point)
        try load(vector, into: direction)
        let engine = try hessianEngine.get(among: &engines) { () throws(DescentError) in
            try SweepEngine(
                HessianVector(neuron, at: point, along: direction, plan: plan), over: feed, plan: plan,
                grant: grant)
        }
        let isFinite = try engine.run { partial in read(partial, divisor: divisor, into: &product) }
        guard isFinite else { throw .overflow(.curvature, sample: nil) }
    }

    /// The risk's Hessian at a point, in the order of `Parameters.values`; its Gauss–Newton part where it may be
    /// negative. Throws as `loss(at:)`, and `algebra` where there is no memory for it.
    public func hessian(at parameters: Parameters) throws(DescentError) -> Matrix<Double> {
        var result = try square(zero.values.count)
        try hessian(at: parameters, into: &result)
        return result
    }

    /// The same into existing memory. Where it throws, `result` is as it was.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func hessian(at parameters: Parameters, into result: inout Matrix<Double>) throws(DescentError) {
        try requireSquare(result, zero.values.count)
        try load(parameters, into: point)
        let engine = try gramEngine.get(among: &engines) { () throws(DescentError) in
            try makeGramEngine(.curvature(neuron, at: point))
        }
        try run(engine, into: &result)
    }

    /// Σ w x xᵀ, bordered by Σ w x and Σ w where there is a bias; divided by Σ w for a mean.
    package func gram() throws(DescentError) -> Matrix<Double> {
        var result = try square(plan.features + (zero.hasBias ? 1 : 0))
        try gram(into: &result)
        return result
    }

    /// The same into existing memory. Where it throws, `result` is as it was.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func gram(into result: inout Matrix<Double>) throws(DescentError) {
        try requireSquare(result, plan.features + (zero.hasBias ? 1 : 0))
        let engine = try sampleGramEngine.get(among: &engines) { () throws(DescentError) in try makeGramEngine(.samples)
        }
        try run(engine, into: &result)
    }

    /// Σ w g gᵀ of every sample's gradient g at a point, in the order of `Parameters.values`, divided by Σ w for a mean: the
    /// middle of a robust covariance. Outputs that have losses of their own have blocks of their own. Throws as `hessian`.
    package func gradientProducts(at parameters: Parameters) throws(DescentError) -> Matrix<Double> {
        var result = try square(zero.values.count)
        try load(parameters, into: point)
        let engine = try makeGramEngine(.residuals(neuron, at: point))
        try run(engine, into: &result)
        // Products of sums of residuals, less those of each: what is left is the pair's, twice.
        let features = plan.features, outputs = plan.outputs, order = features + (zero.hasBias ? 1 : 0)
        func place(_ index: Int, _ output: Int) -> Int {
            index < features ? output * features + index : outputs * features + output
        }
        for block in engine.reduction.blocks where block.row != block.column {
            for j in 0..<order {
                for i in 0..<order {
                    let own = result[place(i, block.row), place(j, block.row)]
                    let other = result[place(i, block.column), place(j, block.column)]
                    let value = (result[place(i, block.row), place(j, block.column)] - own - other) / 2
                    result[place(i, block.row), place(j, block.column)] = value
                }
            }
            for j in 0..<order {
                for i in 0..<order {
                    result[place(j, block.column), place(i, block.row)] =
                        result[place(i, block.row), place(j, block.column)]
                }
            }
        }
        return result
    }

    private func square(_ size: Int) throws(DescentError) -> Matrix<Double> {
        try Matrix<Double>(rows: size, columns: size)
    }

    private func requireSquare(_ result: Matrix<Double>, _ size: Int) throws(DescentError) {
        guard result.rows == size, result.columns == size else {
            throw .mismatch(.buffer, .values, expected: size * size, found: result.count)
        }
    }

    private func makeGramEngine(
        _ weighting: Gram<Element>.Weighting
    ) throws(DescentError) -> SweepEngine<Gram<Element>> {
        let reduction = try Gram<Element>(
            weighting, features: plan.features, standardisation: isFolded ? standardisation : nil)
        let plan = data.plan(
            outputs: plan.outputs, isStaged: plan.isStaged, partialCount: reduction.partialCount,
            minimumSamples: Gram<Element>.minimumSamples)
        return try SweepEngine(reduction, over: feed, plan: plan, grant: grant)
    }

    private func run(_ engine: SweepEngine<Gram<Element>>, into result: inout Matrix<Double>) throws(DescentError) {
        let isFinite = try engine.run { partial in
            guard TileKernels.allFinite(engine.reduction.partialCount, partial) else { return false }
            engine.reduction.assemble(partial, hasBias: zero.hasBias, divisor: divisor, into: &result)
            return true
        }
        guard isFinite else { throw .overflow(.curvature, sample: nil) }
    }
}
