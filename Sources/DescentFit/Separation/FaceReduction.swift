internal import DescentAlgebra
internal import DescentSweep

/// Where a pass for a face looks: a point, and a basis of the directions that the face may leave.
final class FaceQuery: @unchecked Sendable {
    let coordinates: RecessionCoordinates
    let kind: Recession
    /// In scaled coordinates, the bias last.
    var point: [Double]
    var frame: Frame
    /// Samples whose share in the frame is at most this part of their length belong to the face.
    var cut: Double

    init(_ coordinates: RecessionCoordinates, kind: Recession, at point: [Double]) {
        self.coordinates = coordinates
        self.kind = kind
        self.point = point
        frame = Frame(dimension: coordinates.dimension, count: 0, values: [])
        cut = .infinity
    }
}

/// One pass over the samples of a face: the gradient of their logistic loss at a point, Σ λ (−a) with a multiplier λ > 0
/// for every sample; their Hessian; and its product with the frame. In Double, from staged tiles.
struct FaceReduction<Element: Scalar>: Reduction {
    let query: FaceQuery
    /// The row of targets.
    let output: Int
    /// How many vectors the frame has.
    let frameCount: Int
    private let inverse: Buffer<Double>
    private let shifted: Buffer<Double>

    init(_ query: FaceQuery, output: Int) throws(DescentError) {
        self.query = query
        self.output = output
        frameCount = query.frame.count
        let features = query.coordinates.features
        inverse = try Buffer(features)
        shifted = try Buffer(features)
        for i in 0..<features { (inverse[i], shifted[i]) = (query.coordinates.inverse[i], query.coordinates.centre[i]) }
    }

    typealias Field = FaceField

    var width: Int { query.coordinates.width }
    var gradient: Int { Field.count }
    var hessian: Int { gradient + width }
    var product: Int { hessian + width * width }
    var partialCount: Int { product + width * frameCount }

    final class Workspace {
        let ones: Buffer<Double>
        let staged: Buffer<Double>
        let scores: Buffer<Double>
        let shares: Buffer<Double>

        init(_ plan: Plan, width: Int, frameCount: Int) throws(DescentError) {
            ones = try Buffer(plan.tileSamples)
            for j in 0..<plan.tileSamples { ones[j] = 1 }
            staged = try Buffer(plan.tileSamples * width)
            scores = try Buffer(plan.tileSamples)
            shares = try Buffer(plan.tileSamples * frameCount)
        }
    }

    func makeWorkspace(_ plan: Plan) throws(DescentError) -> Workspace {
        try Workspace(plan, width: width, frameCount: frameCount)
    }

    func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) throws(DescentError) {
        let count = tile.count, width = self.width
        let staged = workspace.staged.base, scores = workspace.scores.base, shares = workspace.shares.base
        TileKernels.stage(
            tile.block, inverse: inverse.base, shifted: shifted.base, root: workspace.ones.base, into: staged,
            outStride: width)
        if query.coordinates.hasBias { for j in 0..<count { staged[j * width + width - 1] = 1 } }
        Double.gemv(
            .transposed, rows: width, columns: count, alpha: 1, a: staged, stride: width, x: query.point, beta: 0,
            y: scores)
        if frameCount > 0 {
            Double.gemm(
                .transposed, .plain, rows: frameCount, columns: count, depth: width, alpha: 1, a: query.frame.values,
                strideA: width, b: staged, strideB: width, beta: 0, c: shares, strideC: frameCount)
        }
        for j in 0..<count {
            weigh(
                row: staged + j * width, share: shares + j * frameCount, score: scores + j,
                target: Double(tile.targets[output * tile.targetsStride + j]),
                weight: tile.weights.map { Double($0[j]) } ?? 1, in: partial)
        }
        Double.gemv(
            .plain, rows: width, columns: count, alpha: 1, a: staged, stride: width, x: scores, beta: 1,
            y: partial + gradient)
        Double.syrk(
            order: width, depth: count, alpha: 1, a: staged, strideA: width, beta: 1, c: partial + hessian,
            strideC: width)
        if frameCount > 0 {
            Double.gemm(
                .plain, .transposed, rows: width, columns: frameCount, depth: count, alpha: 1, a: staged,
                strideA: width, b: shares, strideB: frameCount, beta: 1, c: partial + product, strideC: width)
        }
    }

    /// Scales a sample and its share in the frame by the root of its curvature, and turns its score into the slope that
    /// belongs to the scaled sample; zeros for what is not of the face.
    @inline(__always) private func weigh(
        row: UnsafeMutablePointer<Double>, share: UnsafeMutablePointer<Double>, score: UnsafeMutablePointer<Double>,
        target: Double, weight: Double, in partial: UnsafeMutablePointer<Double>
    ) {
        let size = Double.dot(width, row, row)
        let outside = frameCount > 0 ? Double.dot(frameCount, share, share) : 0
        var root = 0.0, slope = 0.0
        if weight > 0 && outside <= query.cut * query.cut * size {
            let tail = Math.exponential(-score.pointee.magnitude)
            let (less, more) = (tail / (1 + tail), 1 / (1 + tail))
            let (up, down) = score.pointee >= 0 ? (more, less) : (less, more)
            let isEquality = target != 0 && (query.kind == .counts || target != 1)
            // An equality's multiplier may have any sign.
            let residual = isEquality ? up - 0.5 : target == 0 ? up : -down
            // At most the multiplier, for an inequality.
            let curvature = max(up * down, 0x1p-20 * residual.magnitude)
            root = (weight * curvature).squareRoot()
            if root > 0 { slope = weight * residual / root }
            partial[Field.samples.rawValue] += 1
            partial[Field.multipliers.rawValue] += weight * residual.magnitude * size.squareRoot()
            partial[Field.longest.rawValue] = max(partial[Field.longest.rawValue], size)
            if size > 0 { partial[Field.share.rawValue] = max(partial[Field.share.rawValue], outside / size) }
        }
        Double.scal(width, alpha: root, row)
        if frameCount > 0 { Double.scal(frameCount, alpha: root, share) }
        score.pointee = slope
    }

    var isSum: Bool { false }

    func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        let (long, share) = (Field.longest.rawValue, Field.share.rawValue)
        let largest = (max(partial[long], next[long]), max(partial[share], next[share]))
        TileKernels.accumulate(partialCount, next, into: partial)
        (partial[long], partial[share]) = largest
    }
}

/// What a partial begins with.
enum FaceField: Int {
    case samples
    /// Σ λ|a| of the face.
    case multipliers
    /// Of the face: the largest square of a length, and of a share in the frame.
    case longest, share
    static let count = 4
}
