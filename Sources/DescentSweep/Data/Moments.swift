internal import CDescentKernels
package import DescentAlgebra

/// Mean, variance and extremes of a run of series, and their covariance with one of them, the target; each number of all
/// series contiguous. Variances are in units of scale², covariances in units of scale, with scale a power of two near the
/// largest deviation, so that neither 1e300 nor 1e−300 is squared.
package struct Moments {
    let base: UnsafeMutablePointer<Double>
    let series: Int
    let target: Int

    package init(base: UnsafeMutablePointer<Double>, series: Int, target: Int) {
        self.base = base
        self.series = series
        self.target = target
    }

    package static let numbersPerSeries = 6

    var mean: UnsafeMutablePointer<Double> { base }
    var variance: UnsafeMutablePointer<Double> { base + series }
    var scale: UnsafeMutablePointer<Double> { base + 2 * series }
    var low: UnsafeMutablePointer<Double> { base + 3 * series }
    var high: UnsafeMutablePointer<Double> { base + 4 * series }
    var covariance: UnsafeMutablePointer<Double> { base + 5 * series }

    package func clear() {
        mean.update(repeating: 0, count: series)
        variance.update(repeating: 0, count: series)
        scale.update(repeating: Self.smallestScale, count: series)
        low.update(repeating: .infinity, count: series)
        high.update(repeating: -.infinity, count: series)
        covariance.update(repeating: 0, count: series)
    }

    /// Adds the moments of the samples that follow, by Chan, Golub and LeVeque's update of means and squares.
    package func merge(_ next: Moments, weight: Double, nextWeight: Double) {
        let total = weight + nextWeight
        let share = total > 0 ? weight / total : 0, nextShare = total > 0 ? nextWeight / total : 0
        Kernels.double.survey_merge(series, target, share, nextShare, base, next.base)
    }

    package func summary(_ i: Int) -> FeatureSummary {
        // A constant series deviates by the rounding of its mean only.
        let deviation = low[i] == high[i] ? 0 : scale[i] * variance[i].squareRoot()
        return FeatureSummary(
            mean: low[i] == high[i] ? low[i] : mean[i], standardDeviation: deviation, minimum: low[i], maximum: high[i])
    }

    /// Of a series with the target; nil where digits may have left the range of numbers.
    func covariance(_ i: Int) -> Double? {
        guard low[i] != high[i] else { return 0 }
        guard covariance[i].isFinite, (0x1p-900...0x1p900).contains(scale[i]) else { return nil }
        return scale[i] * covariance[i]
    }

    /// The inverse of this is still a normal number, and so is that of the largest scale.
    static let smallestScale = 0x1p-1020

    /// 2^⌊log₂|x|⌋ within the scales.
    package static func powerOfTwo(near x: Double) -> Double {
        let size = x.magnitude
        guard size > smallestScale else { return smallestScale }
        return size.isFinite ? min(size.binade, 0x1p1020) : 0x1p1020
    }
}

extension Moments {
    /// Weights as shares of their sum, which it returns; without weights, of so many samples alike.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package static func shares<Element: Scalar>(
        of weights: UnsafePointer<Element>?, _ count: Int, into shares: UnsafeMutablePointer<Double>
    ) -> Double {
        guard let weights else {
            shares.update(repeating: 1 / Double(count), count: count)
            return Double(count)
        }
        let total = TileKernels.sum(count, weights)
        shares.update(repeating: 0, count: count)
        if total > 0 { TileKernels.accumulate(count, weights, into: shares) }
        if total > 0 { for j in 0..<count { shares[j] /= total } }
        return total
    }

    /// Moments of a block into the series from `first` on.
    ///
    /// - Parameters:
    ///   - leans: deviations of the target from its mean, times the shares.
    ///   - inverse: room for a number per series.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func measure<Element: Scalar>(
        _ block: SampleBlock<Element>, _ shares: UnsafePointer<Double>, _ leans: UnsafePointer<Double>,
        _ inverse: UnsafeMutablePointer<Double>, from first: Int
    ) {
        let (mean, low, high) = (self.mean + first, self.low + first, self.high + first)
        TileKernels.surveyMeans(block, shares: shares, mean: mean, low: low, high: high)
        Kernels.double.survey_scales(block.featureCount, mean, low, high, scale + first, inverse)
        TileKernels.surveySquares(
            block, shares: shares, leans: leans, mean: mean, inverse: inverse, squares: variance + first,
            products: covariance + first)
    }
}
