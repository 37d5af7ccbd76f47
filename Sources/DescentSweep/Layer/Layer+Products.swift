public import DescentAlgebra

/// The two products that a neuron is trained with, over a whole matrix at once, to see what they are and what they
/// cost: for one output each is one `cblas_dgemv` (`sgemv` for Float), for several one `gemm`.
extension Layer {
    /// z = Wx + b for every sample: outputs × samples, where an output's scores are contiguous.
    ///
    /// - Throws: `mismatch` for another number of features, `algebra` for sizes beyond BLAS's 32-bit integers.
    public func forward(_ X: Matrix<Element>) throws(DescentError) -> Matrix<Element> {
        try requireFeatures(X.rows)
        try BLAS.prepare()
        try X.requireBLASSizes()
        var Z = try Matrix<Element>(rows: outputCount, columns: X.columns, layout: .featureMajor)
        let stride = Z.stride
        Z.withUnsafeMutablePointer { setScores(X, $0, stride: stride) }
        return Z
    }

    /// Scores into memory: the biases, then one product.
    func setScores(_ X: Matrix<Element>, _ scores: UnsafeMutablePointer<Element>, stride: Int) {
        for output in 0..<outputCount {
            TileKernels.fill(X.columns, scores + output * stride, with: bias?[output] ?? 0, adding: nil)
        }
        weights.withUnsafePointer { w in
            X.withSampleBlock { $0.addScores(w, outputs: outputCount, to: scores, stride: stride) }
        }
    }

    /// X rᵀ / m and Σ r / m for residuals r, outputs × samples: features × outputs, and one sum per output.
    ///
    /// - Throws: `empty` without samples, `mismatch`, and `algebra` for sizes beyond BLAS's 32-bit integers.
    public func backward(
        _ X: Matrix<Element>, _ residuals: Matrix<Element>
    ) throws(DescentError) -> (weights: Matrix<Element>, bias: [Element]) {
        try requireFeatures(X.rows)
        guard X.columns > 0 else { throw .empty(.samples) }
        guard residuals.columns == X.columns else {
            throw .mismatch(.residuals, .samples, expected: X.columns, found: residuals.columns)
        }
        guard residuals.rows == outputCount else {
            throw .mismatch(.residuals, .outputs, expected: outputCount, found: residuals.rows)
        }
        let scale = 1 / Element(X.columns)
        let R = try residuals.withContiguousRows()
        try BLAS.prepare()
        try X.requireBLASSizes()
        var G = try Matrix<Element>(rows: featureCount, columns: outputCount)
        let sums = R.withUnsafePointer { r in
            G.withUnsafeMutablePointer { g in
                X.withSampleBlock { block in
                    block.addGradient(r, stride: R.stride, outputs: outputCount, scale: scale, keeping: 0, to: g)
                }
            }
            return (0..<outputCount).map { TileKernels.sum(X.columns, r + $0 * R.stride) }
        }
        return (G, sums.map { Element($0 / Double(X.columns)) })
    }

    /// The gradient of the mean loss over X and its targets: `forward`, the neuron's residuals, `backward`.
    ///
    /// `y` has one value per sample, or class indices for a softmax. Every sample counts 1; values and targets are
    /// taken as they are, legal or not. The bias's gradient is given also where the layer has none.
    ///
    /// - Throws: as `forward(_:)` and `backward(_:_:)`.
    public func gradient(
        _ X: Matrix<Element>, _ y: [Element]
    ) throws(DescentError) -> (weights: Matrix<Element>, bias: [Element]) {
        let row = try Matrix(rows: 1, columns: y.count, layout: .featureMajor, y)
        return try gradient(X, row)
    }

    /// The same with one row of targets per output.
    public func gradient(
        _ X: Matrix<Element>, _ Y: Matrix<Element>
    ) throws(DescentError) -> (weights: Matrix<Element>, bias: [Element]) {
        try backward(X, residuals(try forward(X), Y))
    }

    /// ∂ℓ/∂z for every score: outputs × samples. Targets have a row per output; for a softmax, one row of classes.
    ///
    /// - Throws: `mismatch`. Targets are taken as they are, legal or not.
    public func residuals(_ Z: Matrix<Element>, _ Y: Matrix<Element>) throws(DescentError) -> Matrix<Element> {
        let targetRows = neuron.coupling == .independent ? outputCount : 1
        guard Y.columns == Z.columns else {
            throw .mismatch(.targets, .samples, expected: Z.columns, found: Y.columns)
        }
        guard Y.rows == targetRows else { throw .mismatch(.targets, .outputs, expected: targetRows, found: Y.rows) }
        guard Z.rows == outputCount else { throw .mismatch(.scores, .outputs, expected: outputCount, found: Z.rows) }
        let scores = try Z.withContiguousRows(), targets = try Y.withContiguousRows()
        var R = try Matrix<Element>(rows: outputCount, columns: Z.columns, layout: .featureMajor)
        let losses = try Buffer<Element>(Z.columns)
        let perCall = neuron.coupling == .independent ? 1 : outputCount
        scores.withUnsafePointer { z in
            targets.withUnsafePointer { y in
                R.withUnsafeMutablePointer { r in
                    for output in Swift.stride(from: 0, to: outputCount, by: perCall) {
                        neuron.evaluate(
                            Pointwise(
                                count: Z.columns, outputs: perCall, stride: Z.columns, order: .residual,
                                scores: z + output * scores.stride, targets: y + output * targets.stride,
                                losses: losses.base, residuals: r + output * Z.columns, curvatures: losses.base))
                    }
                }
            }
        }
        return R
    }

    package func requireFeatures(_ found: Int) throws(DescentError) {
        guard found == featureCount else { throw .mismatch(.input, .features, expected: featureCount, found: found) }
    }
}

extension Matrix {
    /// This matrix with every row contiguous and nothing between them: itself, or a copy.
    func withContiguousRows() throws(DescentError) -> Matrix {
        if layout == .featureMajor, stride == max(1, columns) { return self }
        return try Matrix(rows: rows, columns: columns, layout: .featureMajor, transposed.values)
    }
}
