internal import DescentAlgebra

/// What a pass for a face found, and what follows from it.
///
/// The face's conditions aᵢ·d ≥ 0 have multipliers λᵢ > 0, the magnitudes of the residuals of a logistic loss, whose
/// Σ λᵢaᵢ is minus its gradient g. A direction d of the cone has Σ λᵢ(aᵢ·d) ≤ |g||d|, so that
/// dᵀHd ≤ Σ λᵢ(aᵢ·d)² ≤ max|aᵢ| |g||d|², with H the Hessian, whose weights are at most λᵢ. Where the least eigenvalue of H
/// on the span of the face is more than max|aᵢ| |g|, no direction of the cone has a part in that span: all of them vanish
/// on the face.
struct FaceSystem {
    let width: Int
    let samples: Int
    let gradient: [Double]
    /// Upper triangle, dense and column-major.
    let hessian: [Double]
    /// Hessian times frame.
    let product: [Double]
    /// Σ λ|a|
    let multipliers: Double
    /// max|a|
    let longest: Double
    /// The largest part of a sample's length that is in the frame.
    let share: Double

    init<Element>(_ partial: UnsafePointer<Double>, of reduction: FaceReduction<Element>) {
        typealias Field = FaceField
        func values(_ start: Int, _ count: Int) -> [Double] {
            Array(UnsafeBufferPointer(start: partial + start, count: count))
        }
        width = reduction.width
        samples = Int(partial[Field.samples.rawValue])
        multipliers = partial[Field.multipliers.rawValue]
        longest = partial[Field.longest.rawValue].squareRoot()
        share = partial[Field.share.rawValue].squareRoot()
        gradient = values(reduction.gradient, width)
        hessian = values(reduction.hessian, width * width)
        product = values(reduction.product, width * reduction.frameCount)
    }

    /// What sums in Double may have lost, as a share of the sum of magnitudes: a multiple of what was ever seen.
    private static let loss = 0x1p-40

    private var trace: Double { (0..<width).reduce(0) { $0 + hessian[$1 * (width + 1)] } }

    /// The Hessian, positive also on the frame.
    private func filled(_ frame: Frame) -> [Double] {
        var matrix = hessian
        if frame.count > 0 {
            Double.syrk(
                order: width, depth: frame.count, alpha: trace, a: frame.values, strideA: width, beta: 1, c: &matrix,
                strideC: width)
        }
        return matrix
    }

    /// Whether all directions of the cone vanish on the face, whose samples have no share in the frame. Four times what
    /// the proof needs, and a gradient that is larger by what the tolerance lets margins be.
    func proves(frame: Frame, tolerance: Double) -> Bool {
        let slope = Double.nrm2(width, gradient) + max(Self.loss, 8 * tolerance) * multipliers
        let least = 4 * longest * slope + Self.loss * trace
        var matrix = filled(frame)
        for i in 0..<width { matrix[i * (width + 1)] -= least }
        return least.isFinite && Double.potrf(order: width, a: &matrix, stride: width) == 0
            && (0..<width).allSatisfy { matrix[$0 * (width + 1)].isFinite }
    }

    /// Newton's step to the optimum on the face. Nil where the Hessian is singular beside the frame.
    func step(frame: Frame) -> [Double]? {
        var matrix = filled(frame)
        guard Double.potrf(order: width, a: &matrix, stride: width) == 0 else { return nil }
        var step = gradient.map { -$0 }
        Double.trsv(.transposed, order: width, r: matrix, stride: width, x: &step)
        Double.trsv(.plain, order: width, r: matrix, stride: width, x: &step)
        return step.allSatisfy(\.isFinite) ? step : nil
    }

    /// Columns on which the Hessian is regular, and a frame of the directions along which the loss hardly bends; nil
    /// where there are none, or no gap tells the two apart.
    func flat() -> (columns: [Int], frame: Frame)? {
        let cholesky = PivotedCholesky(hessian, order: width)
        guard let rank = cholesky.rankBeforeGap, rank < width else { return nil }
        let columns = Array(cholesky.pivots[..<rank]), others = Array(cholesky.pivots[rank...])
        var triangle = [Double](repeating: 0, count: rank * rank)
        for j in 0..<rank {
            for i in 0...j { triangle[i + j * rank] = cholesky.factor[columns[j] + i * width] }
        }
        var values: [Double] = []
        for place in others {
            var x = (0..<rank).map { cholesky.factor[place + $0 * width] }
            if rank > 0 { Double.trsv(.plain, order: rank, r: triangle, stride: rank, x: &x) }
            var vector = [Double](repeating: 0, count: width)
            for (index, column) in columns.enumerated() { vector[column] = -x[index] }
            vector[place] = 1
            values += vector
        }
        return Frame(orthonormalising: values, dimension: width).map { (columns, $0) }
    }

    /// The frame, turned so that the Hessian's product with it vanishes. Nil where the Hessian is singular on the columns.
    func refined(_ frame: Frame, columns: [Int]) -> Frame? {
        let rank = columns.count
        var triangle = [Double](repeating: 0, count: rank * rank)
        for j in 0..<rank {
            for i in 0...j {
                let (low, high) = (min(columns[i], columns[j]), max(columns[i], columns[j]))
                triangle[i + j * rank] = hessian[low + high * width]
            }
        }
        guard rank > 0, Double.potrf(order: rank, a: &triangle, stride: rank) == 0 else { return nil }
        var values = frame.values
        for number in 0..<frame.count {
            var x = columns.map { product[$0 + number * width] }
            Double.trsv(.transposed, order: rank, r: triangle, stride: rank, x: &x)
            Double.trsv(.plain, order: rank, r: triangle, stride: rank, x: &x)
            for (index, column) in columns.enumerated() { values[column + number * width] -= x[index] }
        }
        return Frame(orthonormalising: values, dimension: width)
    }
}
