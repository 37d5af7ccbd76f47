internal import DescentAlgebra
internal import DescentSolvers

/// The triangle of some columns, with what belongs to it: solves, condition, and the norms of the rows of R⁻¹.
struct Triangle {
    /// The columns of the problem that these are, in the order of the triangle.
    let columns: [Int]
    /// Upper, dense and column-major.
    let values: [Double]
    /// 1/(‖R‖₁‖R⁻¹‖₁), as LAPACK estimates it; 0 where R is singular, 1 without columns.
    let reciprocalCondition: Double
    /// R⁻¹, dense and column-major, with zeros below its diagonal.
    let inverse: [Double]
    /// ‖eᵢᵀR⁻¹‖₂: √ of the diagonal of (RᵀR)⁻¹.
    let inverseRowNorms: [Double]

    var order: Int { columns.count }

    /// - Parameter values: without a zero on the diagonal.
    init(columns: [Int], values: [Double]) {
        self.columns = columns
        self.values = values
        let order = columns.count
        guard order > 0 else {
            reciprocalCondition = 1
            inverse = []
            inverseRowNorms = []
            return
        }
        var work = [Double](repeating: 0, count: 3 * order), integers = [Int32](repeating: 0, count: order)
        reciprocalCondition = Double.trcon(
            order: order, r: values, stride: order, work: &work, integers: &integers)
        var inverse = values
        let info = Double.trtri(order: order, r: &inverse, stride: order)
        precondition(info == 0, "a triangle of independent columns has no zero on its diagonal")
        inverseRowNorms = (0..<order).map { row in
            // By columns of the row, scaled by LAPACK's norm so that nothing overflows.
            let values = (row..<order).map { inverse[row + $0 * order] }
            return Double.nrm2(values.count, values)
        }
        self.inverse = inverse
    }

    /// ‖R‖₁‖R⁻¹‖₁ with columns of length 1, of all but some of the first columns: where that is the constant, of centred columns.
    func scaledCondition(without first: Int) -> Double {
        let count = order - first
        guard count > 0 else { return 1 }
        var metric = MetricFactor()
        metric.factor = (first..<order).flatMap { column in
            Array(values[column * order + first..<(column + 1) * order])
        }
        return metric.scaledCondition(count).squareRoot()
    }

    /// x ← R⁻¹ x.
    func solve(_ x: inout [Double]) {
        guard order > 0 else { return }
        Double.trsv(.plain, order: order, r: values, stride: order, x: &x)
    }

    /// x ← R⁻ᵀ x.
    func solveTransposed(_ x: inout [Double]) {
        guard order > 0 else { return }
        Double.trsv(.transposed, order: order, r: values, stride: order, x: &x)
    }

    /// The norm of a column, which is that of the problem's.
    func length(ofColumnAt place: Int) -> Double {
        values.withUnsafeBufferPointer { Double.nrm2(place + 1, $0.baseAddress! + place * order) }
    }

    /// R x
    func product(_ x: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: order)
        for column in 0..<order {
            for row in 0...column { result[row] += values[row + column * order] * x[column] }
        }
        return result
    }
}
