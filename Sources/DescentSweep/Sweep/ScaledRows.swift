package import DescentAlgebra

/// Turns samples of a tile into scaled columns of Doubles: features, then targets less offsets, one contiguous run each.
package final class ScaledRows<Element: Scalar>: Sendable {
    let scaling: ColumnScaling
    private let features: Buffer<Double>
    private let targets: Buffer<Double>
    private let weight: Buffer<Double>

    package init(_ scaling: ColumnScaling) throws(DescentError) {
        self.scaling = scaling
        features = try ColumnScaling.inverses(scaling.features)
        targets = try ColumnScaling.inverses(scaling.targets)
        weight = try ColumnScaling.inverses([scaling.weight])
    }

    func features(
        of tile: Tile<Element>, root: UnsafePointer<Double>?, into out: UnsafeMutablePointer<Double>, stride: Int
    ) {
        TileKernels.stageRows(tile.block, inverse: features.base, root: root, into: out, outStride: stride)
    }

    /// One row of targets, and one of offsets or zeros: the difference is not always a Double.
    func targets(
        _ output: Int, of tile: Tile<Element>, into out: UnsafeMutablePointer<Double>,
        offsets: UnsafeMutablePointer<Double>
    ) {
        let inverse = UnsafePointer(targets.base + output)
        stage(tile.targets + output * tile.targetsStride, tile.count, inverse, out)
        if let row = tile.offsets(output: output) {
            stage(row, tile.count, inverse, offsets)
        } else {
            offsets.update(repeating: 0, count: tile.count)
        }
    }

    func weights(of tile: Tile<Element>, into out: UnsafeMutablePointer<Double>) {
        if let weights = tile.weights {
            stage(weights, tile.count, weight.base, out)
        } else {
            out.update(repeating: 1, count: tile.count)
        }
    }

    private func stage(
        _ row: UnsafePointer<Element>, _ count: Int, _ inverse: UnsafePointer<Double>,
        _ out: UnsafeMutablePointer<Double>
    ) {
        let block = SampleBlock(base: row, features: 1, samples: count, stride: count, layout: .featureMajor)
        TileKernels.stageRows(block, inverse: inverse, root: nil, into: out, outStride: count)
    }
}
