internal import DescentAlgebra
internal import DescentSweep

/// Solves, approximately, for corrections of the multipliers and of the columns without a penalty: the bias and free features.
///
/// With RᵀR ≈ C Cᵀ + I and G = √W [1 Z_free], the system is [RᵀR G; Gᵀ 0] [δa; δβ] = [d; −u]. T = R⁻ᵀG reduces it to the few
/// free columns, TᵀT δβ = Tᵀ R⁻ᵀd + u, by a QR of T.
struct DualFactor {
    private let triangle: [Double]
    private let order: Int
    /// The free columns, G.
    private let columns: [[Double]]
    /// T, a column of as many numbers as there are samples for every free column.
    private let free: [[Double]]
    private let freeTriangle: [Double]
    /// 1/(‖R‖₁‖R⁻¹‖₁), as LAPACK estimates it, and ‖R‖₁.
    let reciprocalCondition: Double
    let norm: Double

    /// - Parameters:
    ///   - triangle: R, dense and column-major; the diagonal of C Cᵀ + I is at least 1, so it has no zero.
    ///   - columns: those of G.
    init(_ triangle: [Double], order: Int, free columns: [[Double]]) throws(DescentError) {
        self.triangle = triangle
        self.order = order
        self.columns = columns
        var doubles = [Double](repeating: 0, count: 3 * order), integers = [Int32](repeating: 0, count: order)
        reciprocalCondition = Double.trcon(
            order: order, r: triangle, stride: order, work: &doubles, integers: &integers)
        norm = (0..<order).reduce(0) { largest, column in
            max(largest, triangle[column * order...column * order + column].reduce(0) { $0 + $1.magnitude })
        }
        free = columns.map { column in
            var result = column
            Double.trsv(.transposed, order: order, r: triangle, stride: order, x: &result)
            return result
        }
        guard !free.isEmpty else {
            freeTriangle = []
            return
        }
        let reflections = try Reflections(order: free.count)
        var block = free.flatMap { $0 }, partial = [Double](repeating: 0, count: reflections.partialCount)
        let rows = order
        block.withUnsafeMutableBufferPointer { block in
            partial.withUnsafeMutableBufferPointer {
                reflections.absorb(
                    block.baseAddress!, rows: rows, stride: rows, trapezoid: 0, into: $0.baseAddress!)
            }
        }
        freeTriangle = Array(partial.prefix(free.count * free.count))
    }

    struct Correction {
        /// δa, of the multipliers divided by √w.
        let samples: [Double]
        let free: [Double]
        /// ‖R δa‖, which no weight's change times √p exceeds.
        let size: Double
        /// ‖RᵀR δa‖, whose square is at least twice what Σ ½ w r² + ½ p v² gains by it.
        let rest: Double
    }

    /// - Parameters:
    ///   - rest: d, what the samples' equations lack.
    ///   - slopes: u, what the free columns' do.
    func correction(_ rest: [Double], slopes: [Double]) -> Correction {
        var h = rest, left = rest, beta: [Double] = []
        Double.trsv(.transposed, order: order, r: triangle, stride: order, x: &h)
        if !free.isEmpty {
            beta = zip(free, slopes).map { column, slope in zip(column, h).reduce(slope) { $0 + $1.0 * $1.1 } }
            let count = free.count
            Double.trsv(.transposed, order: count, r: freeTriangle, stride: count, x: &beta)
            Double.trsv(.plain, order: count, r: freeTriangle, stride: count, x: &beta)
            for (column, share) in zip(free, beta) {
                for j in h.indices { h[j] -= column[j] * share }
            }
            for (column, share) in zip(columns, beta) {
                for j in left.indices { left[j] -= column[j] * share }
            }
        }
        let size = Double.nrm2(h.count, h)
        Double.trsv(.plain, order: order, r: triangle, stride: order, x: &h)
        return Correction(samples: h, free: beta, size: size, rest: Double.nrm2(left.count, left))
    }
}
