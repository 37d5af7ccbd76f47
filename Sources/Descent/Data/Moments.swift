/// Mean, variance and extremes of a run of series, each number of all series contiguous. Variances are in units of
/// scale², with scale a power of two near the largest deviation, so that neither 1e300 nor 1e−300 is squared.
struct Moments {
    let base: UnsafeMutablePointer<Double>
    let series: Int

    static let numbersPerSeries = 5

    var mean: UnsafeMutablePointer<Double> { base }
    var variance: UnsafeMutablePointer<Double> { base + series }
    var scale: UnsafeMutablePointer<Double> { base + 2 * series }
    var low: UnsafeMutablePointer<Double> { base + 3 * series }
    var high: UnsafeMutablePointer<Double> { base + 4 * series }

    func clear() {
        mean.update(repeating: 0, count: series)
        variance.update(repeating: 0, count: series)
        scale.update(repeating: Self.smallestScale, count: series)
        low.update(repeating: .infinity, count: series)
        high.update(repeating: -.infinity, count: series)
    }

    /// Adds the moments of the samples that follow, by Chan, Golub and LeVeque's update of means and squares.
    func merge(_ next: Moments, weight: Double, nextWeight: Double) {
        let total = weight + nextWeight
        let share = total > 0 ? weight / total : 0, nextShare = total > 0 ? nextWeight / total : 0
        for i in 0..<series {
            low[i] = min(low[i], next.low[i])
            high[i] = max(high[i], next.high[i])
            guard nextShare > 0 else { continue }
            let difference = next.mean[i] - mean[i]
            let halfDifference = next.mean[i] / 2 - mean[i] / 2
            let joint = max(scale[i], next.scale[i], Self.powerOfTwo(near: halfDifference))
            let step = difference.isFinite ? difference / joint : next.mean[i] / joint - mean[i] / joint
            let left = scale[i] / joint, right = next.scale[i] / joint
            variance[i] =
                share * variance[i] * left * left + nextShare * next.variance[i] * right * right
                + share * nextShare * step * step
            mean[i] =
                difference.isFinite ? mean[i] + difference * nextShare : mean[i] * share + next.mean[i] * nextShare
            scale[i] = joint
        }
    }

    func summary(_ i: Int) -> Survey.Summary {
        // A constant series deviates by the rounding of its mean only.
        let deviation = low[i] == high[i] ? 0 : scale[i] * variance[i].squareRoot()
        return Survey.Summary(
            mean: low[i] == high[i] ? low[i] : mean[i], standardDeviation: deviation, minimum: low[i], maximum: high[i])
    }

    /// The inverse of this is still a normal number, and so is that of the largest scale.
    static let smallestScale = 0x1p-1020

    /// 2^⌊log₂|x|⌋ within the scales.
    static func powerOfTwo(near x: Double) -> Double {
        let size = x.magnitude
        guard size > smallestScale else { return smallestScale }
        return size.isFinite ? min(size.binade, 0x1p1020) : 0x1p1020
    }
}
