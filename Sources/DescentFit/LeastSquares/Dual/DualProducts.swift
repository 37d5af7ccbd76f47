internal import CDescentKernels
internal import DescentAlgebra
internal import DescentSweep

/// Weights v = P⁻¹(Z − mean)ᵀc of multipliers c, and the scores (Z − mean)v that follow, both in twice the digits of a Double,
/// in one sweep over features.
///
/// Per output, the partial has a pair for every sample, Σ z v, and one for the mean, Σ mean v: first the high halves of all
/// outputs, then the low ones. The mean is a sample more, with the multiplier −Σc.
struct DualProducts<Element: Scalar>: Reduction {
    let terms: DualTerms
    let features: Int
    let outputs: Int
    /// Multipliers, per output those of the samples and then that of the mean; written between sweeps only.
    let high: Buffer<Double>
    let low: Buffer<Double>
    /// Weights, a row of features per output: every feature is written by the tile that has it.
    let weights: Buffer<Double>
    let weightsLow: Buffer<Double>

    init(_ terms: DualTerms, features: Int, outputs: Int) throws(DescentError) {
        self.terms = terms
        self.features = features
        self.outputs = outputs
        let (_, overflow) = (terms.samples + 1).multipliedReportingOverflow(by: 512 * outputs)
        guard !overflow else { throw .algebra(because: .outOfMemory(bytes: .max)) }
        high = try Buffer((terms.samples + 1) * outputs)
        low = try Buffer((terms.samples + 1) * outputs)
        weights = try Buffer(features * outputs)
        weightsLow = try Buffer(features * outputs)
    }

    /// Numbers per output, and of all.
    var width: Int { terms.samples + 1 }
    var pairs: Int { width * outputs }
    var partialCount: Int { 2 * pairs }
    var isSum: Bool { false }

    /// As many as keep their values in a first cache, in whole vectors; odd multiples of 8 spread over its sets.
    private var blockFeatures: Int { max(1, min(31, 4096 / (8 * width) / 2 * 2 - 1)) * 8 }

    final class Workspace {
        let x: Buffer<Double>
        let zeros: Buffer<Double>
        let counts: Buffer<Double>
        let values: Buffer<Double>
        let valuesLow: Buffer<Double>
        /// Sixteen per number: sums of eight features abreast; and two more runs for sums that nobody asks for.
        let lanes: Buffer<Double>

        init(features: Int, width: Int, pairs: Int) throws(DescentError) {
            x = try Buffer(features * width)
            zeros = try Buffer(features)
            counts = try Buffer(features)
            values = try Buffer(features)
            valuesLow = try Buffer(features)
            lanes = try Buffer(16 * (pairs + 2))
        }
    }

    func makeWorkspace(_ plan: Plan) throws(DescentError) -> Workspace {
        try Workspace(features: blockFeatures, width: width, pairs: pairs)
    }

    func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) throws(DescentError) {
        for block in tile.range.pieces(of: blockFeatures) { absorb(tile[block], workspace) }
        Kernels.wide.fold(pairs, workspace.lanes.base, partial, partial + pairs)
    }

    func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        Kernels.wide.add(pairs, partial, partial + pairs, next, next + pairs)
    }

    private func absorb(_ tile: Tile<Element>, _ workspace: Workspace) {
        let stride = blockFeatures, count = tile.count, padded = (count + 7) / 8 * 8, first = tile.range.lowerBound
        let x = workspace.x.base, counts = workspace.counts.base
        terms.stage(tile, into: x, stride: stride)
        (x + terms.samples * stride).update(from: terms.means.base + first, count: count)
        for f in 0..<padded { counts[f] = f < count ? 1 : 0 }
        let unasked = workspace.lanes.base + 16 * pairs
        for output in 0..<outputs {
            let high = high.base + output * width, low = low.base + output * width
            Kernels.wide.residuals(
                width, padded, x, stride, high, low, 0, 0, workspace.zeros.base, workspace.zeros.base, counts,
                workspace.values.base, workspace.valuesLow.base, unasked, unasked + 16)
            weigh(first..<first + count, of: output, workspace)
            Kernels.wide.products(
                width, padded, x, stride, workspace.values.base, workspace.valuesLow.base,
                workspace.lanes.base + 16 * width * output)
        }
    }

    /// From −(z − mean)c of some features to their weights.
    private func weigh(_ range: Range<Int>, of output: Int, _ workspace: Workspace) {
        let values = workspace.values.base, lows = workspace.valuesLow.base
        for (place, f) in range.enumerated() {
            let weight =
                terms.reaches[f] > 0
                ? -(DoubleDouble(sum: values[place], lows[place]) / terms.penalties[f]) : DoubleDouble.zero
            (values[place], lows[place]) = (weight.high, weight.low)
            weights[output * features + f] = weight.high
            weightsLow[output * features + f] = weight.low
        }
    }
}
