internal import CDescentKernels
internal import DescentAlgebra

/// The triangle R of a tall-skinny QR, Q R = √w ∘ [1 X̃ ỹ], with columns scaled by powers of two.
///
/// Blocks of samples are absorbed into R by Householder reflections, and so are the triangles of other chunks in the
/// tree; no product of X with itself is formed, so R has the digits that X has. The column of ones comes first: what
/// follows is centred by the first reflection. Wide blocks go to `dtpqrt`, narrow ones to a kernel of our own.
struct TriangularFactor<Element: Scalar>: Reduction {
    let rows: ScaledRows<Element>
    let features: Int
    let hasBias: Bool
    /// Rows of targets that are columns of the factor.
    let targets: Int

    /// Columns that coefficients belong to.
    var columns: Int { features + (hasBias ? 1 : 0) }
    var order: Int { columns + targets }
    var partialCount: Int { order * order + 2 * panel * order }

    /// Up to here a block of the triangle's width fits the first cache, and calls of BLAS on it cost more than what they
    /// do. One thread, 12 million values (Cascade Lake), ms by reflections and by the best `dtpqrt`: 48 columns 72 and
    /// 100, 64 columns 82 and 112, 96 columns 140 and 136, 200 columns 610 and 470.
    private static var widestNarrow: Int { 64 }
    private var isNarrow: Bool { order <= Self.widestNarrow }

    /// Columns per block reflection of `dtpqrt`. 784 × 30 000, one thread: 4 columns 4.6 s, 8 2.4, 16 1.7, 32 1.5, 64 1.5;
    /// at 200 columns and fewer 4 and 8 are best.
    private var panel: Int { min(order, order < 256 ? 8 : 32) }

    /// Samples per block, whole vectors: as many as stay in a first cache; of wide data no fewer than R has rows, because
    /// a block costs passes over R.
    var blockSamples: Int {
        isNarrow ? max(64, min(512, 4096 / order / 16 * 16)) : max(order < 256 ? 512 : 1024, (order + 7) / 8 * 8)
    }

    init(_ rows: ScaledRows<Element>, features: Int, hasBias: Bool, targets: Int) throws(DescentError) {
        self.rows = rows
        self.features = features
        self.hasBias = hasBias
        self.targets = targets
        let (square, wide) = order.multipliedReportingOverflow(by: order)
        guard !wide, !square.multipliedReportingOverflow(by: 256).overflow else {
            throw .algebra(.outOfMemory(bytes: .max))
        }
    }

    final class Workspace {
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

    func makeWorkspace(_ plan: Plan) throws(DescentError) -> Workspace {
        try Workspace(samples: blockSamples, order: order)
    }

    func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) throws(DescentError) {
        var start = tile.range.lowerBound
        while start < tile.range.upperBound {
            let end = min(start + blockSamples, tile.range.upperBound)
            stage(tile[start..<end], workspace)
            let block = workspace.block.base
            if isNarrow {
                Kernels.wide.reflect(order, (end - start + 7) / 8 * 8, partial, order, block, blockSamples)
            } else {
                reflect(block, rows: end - start, stride: blockSamples, trapezoid: 0, into: partial)
            }
            start = end
        }
    }

    var isSum: Bool { false }

    func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        // The other triangle is used up, and nobody reads it again.
        reflect(
            UnsafeMutablePointer(mutating: next), rows: order, stride: order, trapezoid: order, into: partial)
    }

    /// Absorbs rows that are already columns of this factor; they are used up.
    func reflect(
        _ block: UnsafeMutablePointer<Double>, rows: Int, stride: Int, trapezoid: Int,
        into partial: UnsafeMutablePointer<Double>
    ) {
        let t = partial + order * order
        Double.tpqrt(
            rows: rows, columns: order, trapezoid: trapezoid, blockSize: panel, r: partial, strideR: order, b: block,
            strideB: stride, t: t, work: t + panel * order)
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
        // Kernels work on whole vectors: rows of zeros change nothing.
        for column in 0..<order {
            for j in tile.count..<(tile.count + 7) / 8 * 8 { base[column * stride + j] = 0 }
        }
    }
}
