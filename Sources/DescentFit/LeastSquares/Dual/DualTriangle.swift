internal import DescentAlgebra
internal import DescentSweep

/// The triangle R with RᵀR = C Cᵀ + I, where C = √W (Z − mean) P^−½ has a row for every sample and a column for every feature:
/// the QR of Cᵀ above the identity, so that no product of C with itself is formed and R has the digits of the data.
///
/// A sweep over features, which are the samples of the transposed data.
struct DualTriangle<Element: Scalar>: Reduction {
    let terms: DualTerms
    let reflections: Reflections

    init(_ terms: DualTerms) throws(DescentError) {
        self.terms = terms
        reflections = try Reflections(order: terms.samples)
    }

    var partialCount: Int { reflections.partialCount }
    var isSum: Bool { false }

    func makeWorkspace(_ plan: Plan) throws(DescentError) -> Buffer<Double> {
        try Buffer(reflections.blockRows * reflections.order)
    }

    func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Buffer<Double>
    ) throws(DescentError) {
        let stride = reflections.blockRows
        for features in tile.range.pieces(of: stride) {
            terms.stage(tile[features], into: workspace.base, stride: stride)
            terms.centre(workspace.base, features: features, stride: stride)
            reflections.absorb(workspace.base, rows: features.count, into: partial)
        }
    }

    func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        reflections.merge(partial, with: next)
    }

    /// The identity below all features, once: R, dense and column-major.
    func finish(_ partial: UnsafePointer<Double>) throws(DescentError) -> [Double] {
        let order = reflections.order, triangle = UnsafeMutablePointer(mutating: partial)
        let identity = try Buffer<Double>(order * order)
        for j in 0..<order { identity[j + j * order] = 1 }
        reflections.absorb(identity.base, rows: order, stride: order, trapezoid: order, into: triangle)
        guard TileKernels.allFinite(order * order, triangle) else { throw .overflow(.features, sample: nil) }
        return Array(UnsafeBufferPointer(start: triangle, count: order * order))
    }
}
