package import DescentAlgebra
package import DescentSolvers

/// Parameters in the form that a sweep multiplies with: the data's precision, and with a standardisation folded
/// in unless the tiles are staged.
package final class FoldedPoint<Element: Scalar>: Sendable {
    let features: Int
    let outputs: Int
    package let weights: Buffer<Element>
    package let bias: Buffer<Element>
    private let exact: Buffer<Double>

    package init(shape: Parameters, plan: Plan) throws(DescentError) {
        features = shape.featureCount
        outputs = shape.outputCount
        weights = try Buffer(outputs * features)
        bias = try Buffer(outputs)
        exact = try Buffer(features)
    }

    package func load(_ point: Parameters, folding standardisation: Standardisation?) throws(DescentError) {
        for output in 0..<outputs {
            var bias = point.bias(output)
            point.values.withUnsafeBufferPointer { values in
                exact.base.update(from: values.baseAddress! + output * features, count: features)
            }
            if let standardisation {
                for feature in 0..<features {
                    exact[feature] /= standardisation.scale[feature]
                    bias -= exact[feature] * standardisation.shift[feature]
                }
            }
            TileKernels.convert(features, exact.base, into: weights.base + output * features)
            self.bias[output] = Element(bias)
            let isFinite =
                self.bias[output].isFinite && TileKernels.allFinite(features, weights.base + output * features)
            guard isFinite else { throw unusable(point) }
        }
    }

    private func unusable(_ point: Parameters) -> DescentError {
        let infinite = point.values.indices.filter { !point.values[$0].isFinite }
        guard let first = infinite.first else { return .overflow(.parameters, sample: nil) }
        return .nonFinite(
            .parameters, sample: 0, component: first, value: point.values[first], count: infinite.count)
    }

    /// Scores of a tile: weights · x + bias + offset, output k at `k * stride`. A direction leaves the offsets out.
    func scores(
        of tile: Tile<Element>, into scores: UnsafeMutablePointer<Element>, stride: Int, withOffsets: Bool = true
    ) {
        constants(of: tile, into: scores, stride: stride, withOffsets: withOffsets)
        tile.block.addSweepScores(weights.base, outputs: outputs, to: scores, stride: stride)
    }

    /// The part of the scores that no feature changes: bias + offset.
    func constants(
        of tile: Tile<Element>, into scores: UnsafeMutablePointer<Element>, stride: Int, withOffsets: Bool = true
    ) {
        for output in 0..<outputs {
            TileKernels.fill(
                tile.count, scores + output * stride, with: bias[output],
                adding: withOffsets ? tile.offsets(output: output) : nil)
        }
    }
}
