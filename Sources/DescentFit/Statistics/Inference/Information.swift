internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// The inverse of the information Σ w ∂²ℓ at an optimum, as a factor: L Lᵀ, rows in the order of a layout.
///
/// Rows that are left out, as those of features that depend on others, are 0: L Lᵀ is then a generalised inverse, which has the
/// right variance for every coefficient that the samples determine, whichever others are left out.
///
/// A variance is a sum of squares of a row of L, so that no difference of large terms decides on the bias's.
struct Information: Sendable {
    let layout: CoefficientLayout
    /// In the coordinates of the original features, dense and column-major.
    let original: [Double]
    /// The same in standardised coordinates.
    let standard: [Double]
    /// Columns of L.
    let rank: Int

    private var count: Int { layout.count }

    /// From some rows of a Hessian in standardised coordinates, in the order of `Parameters.values`; nil where they have no
    /// Cholesky factor.
    ///
    /// The Cholesky factor is that of the Hessian scaled to a diagonal of ones, U, and L = diag⁻½ U⁻¹.
    init?(
        _ hessian: Matrix<Double>, _ layout: CoefficientLayout, _ standardisation: Standardisation, rows: [Int]
    ) {
        let count = layout.count, rank = rows.count
        guard let (factor, roots) = Self.factor(hessian, layout, rows) else { return nil }
        var inverse = factor
        guard Double.trtri(order: rank, r: &inverse, stride: rank) == 0 else { return nil }
        var whole = [Double](repeating: 0, count: count * rank)
        for column in 0..<rank {
            for row in 0...column { whole[rows[row] + column * count] = inverse[row + column * rank] / roots[row] }
        }
        self.layout = layout
        self.rank = rank
        standard = whole
        original = Self.transformed(whole, layout, rank) { values, output in
            for feature in 0..<layout.features {
                values[output + feature] /= standardisation.scale[feature]
                if layout.hasBias { values[output - 1] -= values[output + feature] * standardisation.shift[feature] }
            }
        }
    }

    /// From the independent columns of a solution of least squares.
    init(_ solution: LeastSquares.Solution, _ layout: CoefficientLayout, _ standardisation: Standardisation) {
        let count = layout.count, rank = solution.independentColumns.count
        var factor = [Double](repeating: 0, count: count * rank)
        for (row, column) in solution.independentColumns.enumerated() {
            let place = column == layout.features ? 0 : column + (layout.hasBias ? 1 : 0)
            for index in 0..<rank { factor[place + index * count] = solution.inverseFactor[row + index * rank] }
        }
        self.layout = layout
        self.rank = rank
        original = factor
        standard = Self.transformed(factor, layout, rank) { values, output in
            for feature in 0..<layout.features {
                if layout.hasBias { values[output - 1] += values[output + feature] * standardisation.shift[feature] }
                values[output + feature] *= standardisation.scale[feature]
            }
        }
    }

    /// Every column taken to other coordinates: `change` gets a column and where an output's first feature stands.
    private static func transformed(
        _ factor: [Double], _ layout: CoefficientLayout, _ rank: Int, _ change: (inout [Double], Int) -> Void
    ) -> [Double] {
        let count = layout.count
        return (0..<rank).flatMap { column in
            var values = Array(factor[column * count..<(column + 1) * count])
            for block in 0..<layout.kept.count { change(&values, block * layout.width + (layout.hasBias ? 1 : 0)) }
            return values
        }
    }

    /// √ of the diagonal of L Lᵀ.
    var deviations: [Double] {
        (0..<count).map { row in
            let values = stride(from: row, to: count * rank, by: count).map { original[$0] }
            return Double.nrm2(rank, values)
        }
    }

    /// L Lᵀ.
    var inverse: [Double] { product(original, original) }

    /// L (Lᵀ M L) Lᵀ for the products of gradients M, in standardised coordinates and the order of `Parameters.values`.
    func sandwich(_ middle: Matrix<Double>) -> [Double] {
        let count = count, rank = rank, places = (0..<count).map(layout.place)
        var half = [Double](repeating: 0, count: count * rank), outer = half
        for j in 0..<rank {
            for i in 0..<count {
                for k in 0..<count { half[i + j * count] += middle[places[i], places[k]] * standard[k + j * count] }
            }
        }
        var inner = [Double](repeating: 0, count: rank * rank)
        for j in 0..<rank {
            for i in 0..<rank {
                for k in 0..<count { inner[i + j * rank] += standard[k + i * count] * half[k + j * count] }
            }
        }
        // Symmetric to the bit, as a covariance is.
        for j in 0..<rank {
            for i in 0..<j { inner[j + i * rank] = inner[i + j * rank] }
        }
        for j in 0..<rank {
            for i in 0..<count {
                for k in 0..<rank { outer[i + j * count] += original[i + k * count] * inner[k + j * rank] }
            }
        }
        return product(outer, original)
    }

    /// A Bᵀ of which the upper triangle is computed: it is known to be symmetric.
    private func product(_ a: [Double], _ b: [Double]) -> [Double] {
        let count = count
        var result = [Double](repeating: 0, count: count * count)
        for column in 0..<count {
            for row in 0...column {
                var sum = 0.0
                for k in 0..<rank { sum += a[row + k * count] * b[column + k * count] }
                result[row + column * count] = sum
                result[column + row * count] = sum
            }
        }
        return result
    }

    /// How far a gradient in standardised coordinates says that the optimum is: L Lᵀ g, and ‖Lᵀ g‖, in standard errors.
    func newtonStep(_ gradient: Parameters) -> (step: [Double], length: Double) {
        let count = count, rank = rank, g = (0..<count).map { gradient.values[layout.place($0)] }
        let inner = (0..<rank).map { column in
            (0..<count).reduce(0) { $0 + standard[$1 + column * count] * g[$1] }
        }
        let step = (0..<count).map { row in (0..<rank).reduce(0) { $0 + standard[row + $1 * count] * inner[$1] } }
        return (step, Double.nrm2(rank, inner))
    }
}
