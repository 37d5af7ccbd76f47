package import DescentAlgebra

/// The triangle R of a tall-skinny QR, Q R = √w ∘ [1 X̃ ỹ], with columns scaled by powers of two.
///
/// Blocks of samples are absorbed into R by Householder reflections, and so are the triangles of other chunks in the
/// tree; no product of X with itself is formed, so R has the digits that X has. The column of ones comes first: what
/// follows is centred by the first reflection.
package struct TriangularFactor<Element: Scalar>: Reduction {
    let rows: ScaledRows<Element>
    let features: Int
    let hasBias: Bool
    /// Rows of targets that are columns of the factor.
    let targets: Int

    package let reflections: Reflections

    /// Columns that coefficients belong to.
    package var columns: Int { features + (hasBias ? 1 : 0) }
    package var order: Int { reflections.order }
    package var partialCount: Int { reflections.partialCount }
    /// Samples per block.
    package var blockSamples: Int { reflections.blockRows }

    package init(_ rows: ScaledRows<Element>, features: Int, hasBias: Bool, targets: Int) throws(DescentError) {
        self.rows = rows
        self.features = features
        self.hasBias = hasBias
        self.targets = targets
        reflections = try Reflections(order: features + (hasBias ? 1 : 0) + targets)
    }

    package final class Workspace {
        let block: Buffer<Double>
        let weights: Buffer<Double>
        let roots: Buffer<Double>
        let offsets: Buffer<Double>

        init(samples: Int, order: Int) throws(DescentError) {
            block = try Buffer(samples * order)
            weights = try Buffer(samples)
            roots = try Buffer(samples)
            offsets = try Buffer(samples)
        }
    }

    package func makeWorkspace(_ plan: Plan) throws(DescentError) -> Workspace {
        try Workspace(samples: blockSamples, order: order)
    }

    package func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) throws(DescentError) {
        for block in tile.range.pieces(of: blockSamples) {
            stage(tile[block], workspace)
            reflections.absorb(workspace.block.base, rows: block.count, into: partial)
        }
    }

    package var isSum: Bool { false }

    package func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        // The other triangle is used up, and nobody reads it again.
        reflections.merge(partial, with: next)
    }

    private func stage(_ tile: Tile<Element>, _ workspace: Workspace) {
        let base = workspace.block.base, stride = blockSamples
        let roots = workspace.roots.base, offsets = workspace.offsets.base
        rows.weights(of: tile, into: workspace.weights.base)
        for j in 0..<tile.count { roots[j] = workspace.weights.base[j].squareRoot() }
        if hasBias { base.update(from: roots, count: tile.count) }
        rows.features(
            of: tile, root: tile.weights == nil ? nil : UnsafePointer(roots),
            into: base + (columns - features) * stride,
            stride: stride)
        for output in 0..<targets {
            let column = base + (columns + output) * stride
            rows.targets(output, of: tile, into: column, offsets: offsets)
            for j in 0..<tile.count { column[j] = (column[j] - offsets[j]) * roots[j] }
        }
    }
}
