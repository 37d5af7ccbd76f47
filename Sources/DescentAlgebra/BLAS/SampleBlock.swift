/// Some samples of a data matrix where they lie in memory: a tile of a sweep, or a whole matrix. The two products that
/// every neuron is made of are here, each one call of OpenBLAS per panel.
public struct SampleBlock<Element: Scalar> {
    /// The first value of the first sample.
    public let base: UnsafePointer<Element>
    /// Values of a sample.
    public let featureCount: Int
    /// Samples of the block.
    public let sampleCount: Int
    /// Values from one sample (`sampleMajor`) or feature (`featureMajor`) to the next.
    public let stride: Int
    /// Whether a sample or a feature is contiguous.
    public let layout: Matrix<Element>.Layout

    /// Memory as a block. Nothing is copied and nothing is checked: the memory has to hold the values and to outlive the block.
    ///
    /// - Parameters:
    ///   - base: the first value of the first sample.
    ///   - features: values of a sample.
    ///   - samples: how many there are.
    ///   - stride: values from one sample (`sampleMajor`) or feature (`featureMajor`) to the next; at least as many as one has.
    ///   - layout: whether a sample or a feature is contiguous.
    public init(
        base: UnsafePointer<Element>, features: Int, samples: Int, stride: Int, layout: Matrix<Element>.Layout
    ) {
        self.base = base
        self.featureCount = features
        self.sampleCount = samples
        self.stride = stride
        self.layout = layout
    }

    /// z += Xᵀw for one output, or Z += XᵀW for a panel of several, by one `gemv` or one `gemm`.
    ///
    /// `weights` is features × outputs, `scores` samples × outputs, both column-major: an output is contiguous.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func addScores(
        _ weights: UnsafePointer<Element>, outputs: Int,
        to scores: UnsafeMutablePointer<Element>, stride scoresStride: Int
    ) {
        guard sampleCount > 0, outputs > 0, featureCount > 0 else { return }
        let asStored: Transposition = layout == .sampleMajor ? .transposed : .plain
        if outputs == 1 {
            Element.gemv(
                asStored, rows: storedRows, columns: storedColumns, alpha: 1, a: base, stride: stride,
                x: weights, beta: 1, y: scores)
        } else {
            Element.gemm(
                asStored, .plain, rows: sampleCount, columns: outputs, depth: featureCount, alpha: 1, a: base,
                strideA: stride,
                b: weights, strideB: featureCount, beta: 1, c: scores, strideC: scoresStride)
        }
    }

    /// g ← β g + α X r for one output, or G ← β G + α X R for a panel of several, by one `gemv` or one `gemm`.
    ///
    /// `residuals` is samples × outputs, `gradient` features × outputs, both column-major.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func addGradient(
        _ residuals: UnsafePointer<Element>, stride residualsStride: Int, outputs: Int, scale alpha: Element,
        keeping beta: Element, to gradient: UnsafeMutablePointer<Element>
    ) {
        guard sampleCount > 0 else {  // BLAS would return before it applies β
            for index in 0..<featureCount * outputs { gradient[index] = beta == 0 ? 0 : beta * gradient[index] }
            return
        }
        guard outputs > 0, featureCount > 0 else { return }
        let asStored: Transposition = layout == .sampleMajor ? .plain : .transposed
        if outputs == 1 {
            Element.gemv(
                asStored, rows: storedRows, columns: storedColumns, alpha: alpha, a: base, stride: stride,
                x: residuals, beta: beta, y: gradient)
        } else {
            Element.gemm(
                asStored, .plain, rows: featureCount, columns: outputs, depth: sampleCount, alpha: alpha,
                a: base, strideA: stride, b: residuals, strideB: residualsStride, beta: beta, c: gradient,
                strideC: featureCount)
        }
    }

    /// The transposed block, which is the same memory: a sample of it is a feature of this one.
    package var transposed: SampleBlock {
        SampleBlock(
            base: base, features: sampleCount, samples: featureCount, stride: stride,
            layout: layout == .sampleMajor ? .featureMajor : .sampleMajor)
    }

    /// Some of the samples. Traps outside the block.
    package subscript(samples range: Range<Int>) -> SampleBlock {
        precondition(range.lowerBound >= 0 && range.upperBound <= sampleCount, "samples outside the block")
        return SampleBlock(
            base: base + range.lowerBound * (layout == .sampleMajor ? stride : 1), features: featureCount,
            samples: range.count, stride: stride, layout: layout)
    }

    private var storedRows: Int { layout == .sampleMajor ? featureCount : sampleCount }
    private var storedColumns: Int { layout == .sampleMajor ? sampleCount : featureCount }
}

extension Matrix {
    /// The columns of a range as a block, valid while this matrix lives and is not written to. Traps outside the matrix.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func sampleBlock(_ range: Range<Int>) -> SampleBlock<Element> {
        SampleBlock(base: storage.base + offset, features: rows, samples: columns, stride: stride, layout: layout)[
            samples: range]
    }

    /// This matrix as one block, valid within `body`.
    package func withSampleBlock<R, E: Error>(_ body: (SampleBlock<Element>) throws(E) -> R) throws(E) -> R {
        defer { withExtendedLifetime(storage) {} }
        return try body(sampleBlock(0..<columns))
    }

    /// Throws where a call over the whole matrix would exceed BLAS's 32-bit integers.
    package func requireBLASSizes() throws(DescentError) {
        guard max(rows, columns, stride) <= Int(Int32.max) else {
            throw .algebra(because: .beyondBLAS(rows: rows, columns: columns))
        }
    }
}
