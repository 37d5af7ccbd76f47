internal import CDescentKernels
package import DescentAlgebra

/// The C kernels that work on vectors and tiles, in the precision of their arguments.
package enum TileKernels {
    /// Σ wᵢvᵢ in Double; without weights Σ vᵢ.
    @specialized(where T == Double)
    @specialized(where T == Float)
    package static func sum<T: Scalar>(
        _ count: Int, _ values: UnsafePointer<T>, weights: UnsafePointer<T>? = nil
    )
        -> Double
    {
        T.self == Double.self
            ? Kernels.double.sum(count, values.cast(), weights?.cast())
            : Kernels.single.sum(count, values.cast(), weights?.cast())
    }

    /// Σ xᵢyᵢ in Double.
    static func dot<T: Scalar>(_ count: Int, _ x: UnsafePointer<T>, _ y: UnsafePointer<T>) -> Double {
        T.self == Double.self
            ? Kernels.double.dot(count, x.cast(), y.cast()) : Kernels.single.dot(count, x.cast(), y.cast())
    }

    @specialized(where T == Double)
    @specialized(where T == Float)
    package static func multiply<T: Scalar>(
        _ count: Int, _ values: UnsafeMutablePointer<T>, by factors: UnsafePointer<T>
    ) {
        if T.self == Double.self {
            Kernels.double.multiply(count, values.cast(), factors.cast())
        } else {
            Kernels.single.multiply(count, values.cast(), factors.cast())
        }
    }

    /// value + addends[j], or the value alone.
    @specialized(where T == Double)
    @specialized(where T == Float)
    package static func fill<T: Scalar>(
        _ count: Int, _ values: UnsafeMutablePointer<T>, with value: T, adding addends: UnsafePointer<T>?
    ) {
        if T.self == Double.self {
            Kernels.double.fill(count, values.cast(), Double(value), addends?.cast())
        } else {
            Kernels.single.fill(count, values.cast(), Float(value), addends?.cast())
        }
    }

    /// The columns of terms from runs of their factors that begin `stride` numbers apart.
    static func writeTerms<T: Scalar>(
        _ terms: [descent_term], _ factors: [descent_term_factor], _ numbers: UnsafePointer<Double>,
        _ places: UnsafePointer<Int32>, stride: Int, features: Int, _ count: Int,
        _ products: UnsafeMutablePointer<Double>, _ combined: UnsafeMutablePointer<Int32>,
        into out: UnsafeMutablePointer<T>, isSampleMajor: Bool, outStride: Int
    ) {
        let isFeatureMajor: Int32 = isSampleMajor ? 0 : 1
        if T.self == Double.self {
            Kernels.double.write_terms(
                terms, terms.count, factors, numbers, places, stride, features, count, products, combined, out.cast(),
                isFeatureMajor, outStride)
        } else {
            Kernels.single.write_terms(
                terms, terms.count, factors, numbers, places, stride, features, count, products, combined, out.cast(),
                isFeatureMajor, outStride)
        }
    }

    static func convert<T: Scalar>(_ count: Int, _ values: UnsafePointer<Double>, into out: UnsafeMutablePointer<T>) {
        if T.self == Double.self {
            Kernels.double.convert(count, values, out.cast())
        } else {
            Kernels.single.convert(count, values, out.cast())
        }
    }

    @specialized(where T == Double)
    @specialized(where T == Float)
    package static func accumulate<T: Scalar>(
        _ count: Int, _ values: UnsafePointer<T>, into sums: UnsafeMutablePointer<Double>
    ) {
        if T.self == Double.self {
            Kernels.double.accumulate(count, values.cast(), sums)
        } else {
            Kernels.single.accumulate(count, values.cast(), sums)
        }
    }

    @specialized(where T == Double)
    @specialized(where T == Float)
    package static func allFinite<T: Scalar>(_ count: Int, _ values: UnsafePointer<T>) -> Bool {
        T.self == Double.self
            ? Kernels.double.all_finite(count, values.cast()) != 0
            : Kernels.single.all_finite(count, values.cast()) != 0
    }

    /// The index of the first value outside the range, or nil.
    static func firstOutside<T: Scalar>(
        _ count: Int, _ values: UnsafePointer<T>, low: Double, high: Double, whole: Bool
    ) -> Int? {
        let index =
            T.self == Double.self
            ? Kernels.double.first_outside(count, values.cast(), low, high, whole ? 1 : 0)
            : Kernels.single.first_outside(count, values.cast(), Float(low), Float(high), whole ? 1 : 0)
        return index < count ? index : nil
    }

    /// How many thresholds are at or below the chances of samples; see the kernel.
    @specialized(where T == Double)
    @specialized(where T == Float)
    package static func poissonCounts<T: Scalar>(
        _ count: Int, first: UInt32, keys: (UInt32, UInt32), thresholds: UnsafePointer<UInt32>,
        into out: UnsafeMutablePointer<T>
    ) {
        if T.self == Double.self {
            Kernels.double.poisson_counts(count, first, keys.0, keys.1, thresholds, out.cast())
        } else {
            Kernels.single.poisson_counts(count, first, keys.0, keys.1, thresholds, out.cast())
        }
    }

    /// `rows` values per sample to one contiguous run per row.
    static func gather<T: Scalar>(
        rows: Int, _ count: Int, _ values: UnsafePointer<T>, stride: Int, into out: UnsafeMutablePointer<T>,
        outStride: Int
    ) {
        if T.self == Double.self {
            Kernels.double.gather(rows, count, values.cast(), stride, out.cast(), outStride)
        } else {
            Kernels.single.gather(rows, count, values.cast(), stride, out.cast(), outStride)
        }
    }

    /// A dense copy x · inverse − shifted of a block, in its layout.
    static func centre<T: Scalar>(
        _ block: SampleBlock<T>, inverse: UnsafePointer<T>, shifted: UnsafePointer<T>, into out: UnsafeMutablePointer<T>
    ) -> SampleBlock<T> {
        let isFeatureMajor = block.layout == .featureMajor
        let stride = max(1, isFeatureMajor ? block.sampleCount : block.featureCount)
        if T.self == Double.self {
            Kernels.double.centre(
                block.featureCount, block.sampleCount, isFeatureMajor ? 1 : 0, block.base.cast(), block.stride,
                inverse.cast(), shifted.cast(), out.cast(), stride)
        } else {
            Kernels.single.centre(
                block.featureCount, block.sampleCount, isFeatureMajor ? 1 : 0, block.base.cast(), block.stride,
                inverse.cast(), shifted.cast(), out.cast(), stride)
        }
        return SampleBlock(
            base: UnsafePointer(out), features: block.featureCount, samples: block.sampleCount, stride: stride,
            layout: block.layout)
    }

    /// root[j] · (x · inverse − shifted) in Double, a sample contiguous every `outStride` values.
    @specialized(where T == Double)
    @specialized(where T == Float)
    package static func stage<T: Scalar>(
        _ block: SampleBlock<T>, inverse: UnsafePointer<Double>, shifted: UnsafePointer<Double>,
        root: UnsafePointer<Double>, into out: UnsafeMutablePointer<Double>, outStride: Int
    ) {
        let isFeatureMajor: Int32 = block.layout == .featureMajor ? 1 : 0
        if T.self == Double.self {
            Kernels.double.stage(
                block.featureCount, block.sampleCount, isFeatureMajor, block.base.cast(), block.stride, inverse,
                shifted, root,
                out, outStride)
        } else {
            Kernels.single.stage(
                block.featureCount, block.sampleCount, isFeatureMajor, block.base.cast(), block.stride, inverse,
                shifted, root,
                out, outStride)
        }
    }

    /// root[j] · x · inverse in Double, a feature contiguous every `outStride` values; without roots x · inverse.
    @specialized(where T == Double)
    @specialized(where T == Float)
    package static func stageRows<T: Scalar>(
        _ block: SampleBlock<T>, inverse: UnsafePointer<Double>, root: UnsafePointer<Double>?,
        into out: UnsafeMutablePointer<Double>, outStride: Int
    ) {
        let isFeatureMajor: Int32 = block.layout == .featureMajor ? 1 : 0
        if T.self == Double.self {
            Kernels.double.stage_rows(
                block.featureCount, block.sampleCount, isFeatureMajor, block.base.cast(), block.stride, inverse, root,
                out,
                outStride)
        } else {
            Kernels.single.stage_rows(
                block.featureCount, block.sampleCount, isFeatureMajor, block.base.cast(), block.stride, inverse, root,
                out,
                outStride)
        }
    }

    /// √(w|h|) of an entry of the curvature between two outputs; see the kernel.
    static func roots<T: Scalar>(
        _ count: Int, outputs: Int, stride: Int, weights: UnsafePointer<T>?, curvatures: UnsafePointer<T>?, row: Int,
        column: Int, into roots: UnsafeMutablePointer<Double>
    ) {
        if T.self == Double.self {
            Kernels.double.roots(count, outputs, stride, weights?.cast(), curvatures?.cast(), row, column, roots)
        } else {
            Kernels.single.roots(count, outputs, stride, weights?.cast(), curvatures?.cast(), row, column, roots)
        }
    }

    static func surveyMeans<T: Scalar>(
        _ block: SampleBlock<T>, shares: UnsafePointer<Double>, mean: UnsafeMutablePointer<Double>,
        low: UnsafeMutablePointer<Double>, high: UnsafeMutablePointer<Double>
    ) {
        let isFeatureMajor: Int32 = block.layout == .featureMajor ? 1 : 0
        if T.self == Double.self {
            Kernels.double.survey_means(
                block.featureCount, block.sampleCount, isFeatureMajor, block.base.cast(), block.stride, shares, mean,
                low, high)
        } else {
            Kernels.single.survey_means(
                block.featureCount, block.sampleCount, isFeatureMajor, block.base.cast(), block.stride, shares, mean,
                low, high)
        }
    }

    static func surveySquares<T: Scalar>(
        _ block: SampleBlock<T>, shares: UnsafePointer<Double>, leans: UnsafePointer<Double>,
        mean: UnsafePointer<Double>, inverse: UnsafePointer<Double>, squares: UnsafeMutablePointer<Double>,
        products: UnsafeMutablePointer<Double>
    ) {
        let isFeatureMajor: Int32 = block.layout == .featureMajor ? 1 : 0
        if T.self == Double.self {
            Kernels.double.survey_squares(
                block.featureCount, block.sampleCount, isFeatureMajor, block.base.cast(), block.stride, shares, leans,
                mean,
                inverse, squares, products)
        } else {
            Kernels.single.survey_squares(
                block.featureCount, block.sampleCount, isFeatureMajor, block.base.cast(), block.stride, shares, leans,
                mean,
                inverse, squares, products)
        }
    }

    /// C += A Bᵀ with rows of A and outputs of B of `depth` values: output k of row j at `c[k * cStride + j]`.
    static func dots<T: Scalar>(
        _ count: Int, depth: Int, _ a: UnsafePointer<T>, stride: Int, outputs: Int, _ b: UnsafePointer<T>,
        bStride: Int, to c: UnsafeMutablePointer<T>, cStride: Int
    ) {
        if T.self == Double.self {
            Kernels.double.dots(count, depth, a.cast(), stride, outputs, b.cast(), bStride, c.cast(), cStride)
        } else {
            Kernels.single.dots(count, depth, a.cast(), stride, outputs, b.cast(), bStride, c.cast(), cStride)
        }
    }

    /// C += B A with `depth` rows of A of `width` values: output k of column i at `c[k * cStride + i]`.
    static func outer<T: Scalar>(
        _ width: Int, depth: Int, _ a: UnsafePointer<T>, stride: Int, outputs: Int, _ b: UnsafePointer<T>,
        bStride: Int, to c: UnsafeMutablePointer<T>, cStride: Int
    ) {
        if T.self == Double.self {
            Kernels.double.outer(width, depth, a.cast(), stride, outputs, b.cast(), bStride, c.cast(), cStride)
        } else {
            Kernels.single.outer(width, depth, a.cast(), stride, outputs, b.cast(), bStride, c.cast(), cStride)
        }
    }

    /// zⱼ += xⱼ·w of contiguous samples.
    static func aloneScores<T: Scalar>(
        _ count: Int, features: Int, _ x: UnsafePointer<T>, stride: Int, _ weights: UnsafePointer<T>,
        to scores: UnsafeMutablePointer<T>
    ) {
        if T.self == Double.self {
            Kernels.double.alone_scores(count, features, x.cast(), stride, weights.cast(), scores.cast())
        } else {
            Kernels.single.alone_scores(count, features, x.cast(), stride, weights.cast(), scores.cast())
        }
    }

    /// g += Σ rⱼxⱼ of contiguous samples.
    static func aloneGradient<T: Scalar>(
        _ count: Int, features: Int, _ x: UnsafePointer<T>, stride: Int, _ residuals: UnsafePointer<T>,
        to gradient: UnsafeMutablePointer<T>
    ) {
        if T.self == Double.self {
            Kernels.double.alone_gradient(count, features, x.cast(), stride, residuals.cast(), gradient.cast())
        } else {
            Kernels.single.alone_gradient(count, features, x.cast(), stride, residuals.cast(), gradient.cast())
        }
    }

    /// directions ← (diag(p) − p pᵀ) directions for each sample.
    static func softmaxCurvature<T: Scalar>(
        _ count: Int, outputs: Int, stride: Int, probabilities: UnsafePointer<T>, directions: UnsafeMutablePointer<T>
    ) {
        if T.self == Double.self {
            Kernels.double.softmax_curvature(count, outputs, stride, probabilities.cast(), directions.cast())
        } else {
            Kernels.single.softmax_curvature(count, outputs, stride, probabilities.cast(), directions.cast())
        }
    }
}
