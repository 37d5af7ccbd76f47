internal import CDescentKernels
package import DescentAlgebra

/// Residuals r = y − Xw − b in twice the digits of a Double, and from them X W r, Σ w r and Σ w r², with coefficients
/// that are pairs of Doubles as well: what a linear fit is refined by.
///
/// All in the units of `ColumnScaling`. Per output, the partial has a number per feature, then Σ w r and Σ w r²: first
/// the high halves of all outputs, then the low ones; at its end is the number of samples that count.
package struct ResidualProducts<Element: Scalar>: Reduction {
    /// What the residuals are of.
    package enum Responses: Sendable {
        case targets
        /// Features, each as a function of the others.
        case features([Int])
    }

    let rows: ScaledRows<Element>
    let features: Int
    let responses: Responses
    let outputs: Int
    /// Features, then the bias, per output; written between sweeps only.
    package let high: Buffer<Double>
    package let low: Buffer<Double>

    package init(
        _ rows: ScaledRows<Element>, features: Int, responses: Responses, outputs: Int
    ) throws(DescentError) {
        self.rows = rows
        self.features = features
        self.responses = responses
        self.outputs = outputs
        // Lanes are 128 bytes per number, and a plan counts eight partials in bytes.
        let (_, overflow) = (features + 2).multipliedReportingOverflow(by: 512 * outputs)
        guard !overflow else { throw .algebra(because: .outOfMemory(bytes: .max)) }
        high = try Buffer((features + 1) * outputs)
        low = try Buffer((features + 1) * outputs)
    }

    /// Numbers per output, and of all.
    package var width: Int { features + 2 }
    package var pairs: Int { width * outputs }
    package var partialCount: Int { 2 * pairs + 1 }

    /// As many as keep their features in a first cache, in whole vectors; odd multiples of 8 spread over its sets.
    private var blockSamples: Int { max(1, min(31, 4096 / (8 * features) / 2 * 2 - 1)) * 8 }

    package final class Workspace {
        let x: Buffer<Double>
        let target: Buffer<Double>
        let offsets: Buffer<Double>
        let weights: Buffer<Double>
        let residuals: Buffer<Double>
        let residualsLow: Buffer<Double>
        /// Sixteen per number: sums of eight samples abreast.
        let lanes: Buffer<Double>

        init(samples: Int, features: Int, pairs: Int) throws(DescentError) {
            x = try Buffer(samples * features)
            target = try Buffer(samples)
            offsets = try Buffer(samples)
            weights = try Buffer(samples)
            residuals = try Buffer(samples)
            residualsLow = try Buffer(samples)
            lanes = try Buffer(16 * pairs)
        }
    }

    package func makeWorkspace(_ plan: Plan) throws(DescentError) -> Workspace {
        try Workspace(samples: blockSamples, features: features, pairs: pairs)
    }

    package func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) throws(DescentError) {
        for block in tile.range.pieces(of: blockSamples) {
            partial[2 * pairs] += Double(absorb(tile[block], workspace))
        }
        Kernels.wide.fold(pairs, workspace.lanes.base, partial, partial + pairs)
    }

    package var isSum: Bool { false }

    package func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        Kernels.wide.add(pairs, partial, partial + pairs, next, next + pairs)
        partial[2 * pairs] += next[2 * pairs]
    }

    /// A block into the lanes. The samples that count.
    private func absorb(_ tile: Tile<Element>, _ workspace: Workspace) -> Int {
        let stride = blockSamples, padded = (tile.count + 7) / 8 * 8
        let x = workspace.x.base, weights = workspace.weights.base
        rows.features(of: tile, root: nil, into: x, stride: stride)
        rows.weights(of: tile, into: weights)
        for j in tile.count..<padded { weights[j] = 0 }
        for output in 0..<outputs {
            let target = response(output, of: tile, workspace)
            let lanes = workspace.lanes.base + 16 * width * output
            let high = high.base + output * (features + 1), low = low.base + output * (features + 1)
            Kernels.wide.residuals(
                features, padded, x, stride, high, low, high[features], low[features], target, workspace.offsets.base,
                weights, workspace.residuals.base, workspace.residualsLow.base, lanes + 16 * features,
                lanes + 16 * (features + 1))
            Kernels.wide.products(
                features, padded, x, stride, workspace.residuals.base, workspace.residualsLow.base, lanes)
        }
        guard tile.weights != nil else { return tile.count }
        var counted = 0
        for j in 0..<tile.count where weights[j] != 0 { counted += 1 }
        return counted
    }

    /// A response; its low half goes to the workspace's offsets.
    private func response(_ output: Int, of tile: Tile<Element>, _ workspace: Workspace) -> UnsafePointer<Double> {
        switch responses {
        case .features(let list): return UnsafePointer(workspace.x.base + list[output] * blockSamples)
        case .targets:
            let offsets = workspace.offsets.base
            rows.targets(output, of: tile, into: workspace.target.base, offsets: offsets)
            let target = workspace.target.base
            for j in 0..<tile.count {
                let difference = DoubleDouble(target[j]) - DoubleDouble(offsets[j])
                target[j] = difference.high
                offsets[j] = difference.low
            }
            return UnsafePointer(target)
        }
    }
}
