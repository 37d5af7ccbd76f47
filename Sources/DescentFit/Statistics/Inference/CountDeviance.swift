internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// Half the deviance of counts at a point, Σ w [y ln(y/μ) − y + μ], from scores in twice the digits of a Double: of counts of 10¹² an
/// error of 10⁻¹⁶ of a score is one of 10⁻⁴ of a count, beside a noise of 10⁶.
///
/// The partial is a sum of two Doubles.
struct CountDeviance<Element: Scalar>: Reduction {
    /// Of features as they are, less `shifts`.
    private let weights: [Double]
    private let shifts: [Double]
    private let bias: Double

    /// - Parameter point: in the coordinates of a standardisation, or of the features where there is none.
    init(_ point: Parameters, _ standardisation: Standardisation?) {
        weights = (0..<point.featureCount).map { point[$0] / (standardisation?.scale[$0] ?? 1) }
        shifts = standardisation?.shift ?? [Double](repeating: 0, count: point.featureCount)
        bias = point.bias()
    }

    var partialCount: Int { 2 }
    var isSum: Bool { false }
    func makeWorkspace(_ plan: Plan) throws(DescentError) {}

    func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Void
    ) throws(DescentError) {
        add(tile, to: partial)
    }

    func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        let sum = DoubleDouble(partial[0], partial[1]) + DoubleDouble(next[0], next[1])
        (partial[0], partial[1]) = (sum.high, sum.low)
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    private func add(_ tile: Tile<Element>, to partial: UnsafeMutablePointer<Double>) {
        let block = tile.block, offsets = tile.offsets(output: 0)
        let isSampleMajor = block.layout == .sampleMajor
        let step = isSampleMajor ? 1 : block.stride
        var sum = DoubleDouble(partial[0], partial[1])
        for sample in 0..<tile.count {
            let weight = tile.weights.map { Double($0[sample]) } ?? 1
            guard weight > 0 else { continue }
            let first = block.base + sample * (isSampleMajor ? block.stride : 1)
            var score = DoubleDouble(bias)
            if let offsets { score += Double(offsets[sample]) }
            for feature in weights.indices where weights[feature] != 0 {
                score += DoubleDouble(sum: Double(first[feature * step]), -shifts[feature]) * weights[feature]
            }
            let half = CountLikelihood.halfDeviance(of: Double(tile.targets[sample]), at: score)
            sum += DoubleDouble(product: half, weight)
        }
        (partial[0], partial[1]) = (sum.high, sum.low)
    }
}

extension Sweep {
    /// Σ w [y ln(y/μ) − y + μ] at a point in this sweep's coordinates, for counts.
    func halfDevianceOfCounts(at point: Parameters) throws(DescentError) -> Double {
        let reduction = CountDeviance<Element>(point, standardisation)
        let plan = data.plan(partialCount: reduction.partialCount)
        // Features as they are: they are centred in twice the digits.
        let feed = data.feed(cancellation: cancellation)
        let engine = try SweepEngine(reduction, over: feed, plan: plan, grant: grant)
        return try engine.run { partial in partial[0] + partial[1] }
    }
}
