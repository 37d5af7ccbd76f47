internal import DescentAlgebra
internal import DescentSweep

/// What both reductions of a dual problem need to know of features and samples, in the units of `ColumnScaling`.
final class DualTerms: Sendable {
    let samples: Int
    /// √w of every sample.
    let roots: Buffer<Double>
    /// Ones, as many as there are samples.
    let ones: Buffer<Double>
    /// Per feature, the power of two that brings it to size 1.
    let units: Buffer<Double>
    /// Per feature, what is taken off every value: its mean beside a bias, so that nothing cancels; else 0. Any number would
    /// give the same weights, since the bias takes the difference.
    let means: Buffer<Double>
    /// 1/√p of every penalised feature; 0 for those that the sum over features leaves out, because they are not penalised or
    /// because they are constant beside a bias, which makes their weight exactly 0.
    let reaches: Buffer<Double>
    /// p, what a squared weight costs.
    let penalties: [DoubleDouble]

    init<Element: Scalar>(_ problem: LeastSquaresProblem<Element>) throws(DescentError) {
        let data = problem.data, features = data.featureCount
        samples = data.sampleCount
        roots = try Buffer(samples)
        ones = try Buffer(samples)
        for j in 0..<samples {
            ones[j] = 1
            roots[j] = data.weights.map { Self.scaled(Double($0[0, j]), -problem.scaling.weight).squareRoot() } ?? 1
        }
        units = try ColumnScaling.inverses(problem.scaling.features)
        means = try Buffer(features)
        reaches = try Buffer(features)
        penalties = Array(problem.penalties.dropFirst(problem.firstFeature))
        for f in 0..<features {
            let summary = data.survey.features[f], penalty = penalties[f].high
            means[f] = problem.hasBias ? Self.scaled(summary.mean, -problem.scaling.features[f]) : 0
            let isHeld = problem.hasBias && summary.isConstant
            reaches[f] = penalty > 0 && !isHeld ? 1 / penalty.squareRoot() : 0
        }
    }

    /// x − mean, times √w/√p: rows of features, a column for every sample.
    func centre(_ block: UnsafeMutablePointer<Double>, features: Range<Int>, stride: Int) {
        let means = means.base + features.lowerBound, reaches = reaches.base + features.lowerBound
        for j in 0..<samples {
            let column = block + j * stride, root = roots[j]
            for f in 0..<features.count { column[f] = (column[f] - means[f]) * (reaches[f] * root) }
        }
    }

    /// Some features of a transposed tile, as rows of scaled values that are otherwise as they were.
    func stage<Element: Scalar>(_ tile: Tile<Element>, into out: UnsafeMutablePointer<Double>, stride: Int) {
        TileKernels.stageRows(
            tile.block, inverse: ones.base, root: units.base + tile.range.lowerBound, into: out, outStride: stride)
    }

    private static func scaled(_ x: Double, _ exponent: Int) -> Double { ColumnScaling.scaled(x, by: exponent) }
}
