internal import DescentAlgebra

/// Where the coefficients of a table stand in a sweep's parameters: per output the bias, then the features.
///
/// Of a softmax only differences between classes are determined; the table has those to class 0.
struct CoefficientLayout: Sendable {
    let features: Int
    let outputs: Int
    let hasBias: Bool
    /// Outputs in the table.
    let kept: Range<Int>

    init(_ shape: Parameters, isSoftmax: Bool) {
        (features, outputs, hasBias) = (shape.features, shape.outputs, shape.hasBias)
        kept = (isSoftmax ? 1 : 0)..<shape.outputs
    }

    /// Coefficients per output.
    var width: Int { features + (hasBias ? 1 : 0) }
    var count: Int { kept.count * width }

    /// Nil for a bias.
    func feature(_ index: Int) -> Int? {
        let column = index % width
        return hasBias ? (column == 0 ? nil : column - 1) : column
    }

    func output(_ index: Int) -> Int { kept.lowerBound + index / width }

    /// The place among `Parameters.values`.
    func place(_ index: Int) -> Int {
        feature(index).map { output(index) * features + $0 } ?? outputs * features + output(index)
    }

    /// The table's values of a point: differences to class 0 for a softmax.
    func values(_ point: Parameters) -> [Double] {
        (0..<count).map { index in
            let value = point.values[place(index)]
            guard kept.lowerBound == 1 else { return value }
            return value - (feature(index).map { point[$0, 0] } ?? point.bias(0))
        }
    }
}

/// The inverse of the information Σ w ∂²ℓ at an optimum, as a factor: L Lᵀ, rows in the order of a layout.
///
/// A variance is a sum of squares of a row of L, so that no difference of large terms decides on the bias's.
struct Information: Sendable {
    let layout: CoefficientLayout
    /// In the coordinates of the original features, dense and column-major.
    let original: [Double]
    /// In standardised ones.
    let standard: [Double]

    private var count: Int { layout.count }

    /// From a Hessian in standardised coordinates, in the order of `Parameters.values`; nil where it has no Cholesky factor.
    ///
    /// The Cholesky factor is that of the Hessian scaled to a diagonal of ones, U, and L = diag⁻½ U⁻¹.
    init?(_ hessian: Matrix<Double>, _ layout: CoefficientLayout, _ standardisation: Standardisation) {
        let count = layout.count
        guard let (factor, roots) = Self.factor(hessian, layout) else { return nil }
        var inverse = factor
        guard Double.trtri(order: count, r: &inverse, stride: count) == 0 else { return nil }
        for column in 0..<count {
            for row in 0...column { inverse[row + column * count] /= roots[row] }
        }
        self.layout = layout
        standard = inverse
        original = Self.transformed(inverse, layout) { values, output in
            for feature in 0..<layout.features {
                values[output + feature] /= standardisation.scale[feature]
                if layout.hasBias { values[output - 1] -= values[output + feature] * standardisation.shift[feature] }
            }
        }
    }

    /// From a solution of least squares whose columns are all independent.
    init(_ solution: LeastSquares.Solution, _ layout: CoefficientLayout, _ standardisation: Standardisation) {
        let count = layout.count
        var factor = [Double](repeating: 0, count: count * count)
        for (row, column) in solution.independentColumns.enumerated() {
            let place = column == layout.features ? 0 : column + (layout.hasBias ? 1 : 0)
            for index in 0..<count { factor[place + index * count] = solution.inverseFactor[row + index * count] }
        }
        self.layout = layout
        original = factor
        standard = Self.transformed(factor, layout) { values, output in
            for feature in 0..<layout.features {
                if layout.hasBias { values[output - 1] += values[output + feature] * standardisation.shift[feature] }
                values[output + feature] *= standardisation.scale[feature]
            }
        }
    }

    /// The smallest pivot of the Hessian scaled to a diagonal of ones: the share of a coefficient's information that others
    /// do not take away, squared. 0 where there is none.
    static func leastPivot(_ hessian: Matrix<Double>, _ layout: CoefficientLayout) -> Double {
        guard let (factor, _) = factor(hessian, layout) else { return 0 }
        return (0..<layout.count).map { factor[$0 * (layout.count + 1)] * factor[$0 * (layout.count + 1)] }.min() ?? 1
    }

    private static func factor(
        _ hessian: Matrix<Double>, _ layout: CoefficientLayout
    ) -> (factor: [Double], roots: [Double])? {
        let count = layout.count, places = (0..<count).map(layout.place)
        let roots = places.map { hessian[$0, $0].squareRoot() }
        guard roots.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        var factor = [Double](repeating: 0, count: count * count)
        for column in 0..<count {
            for row in 0...column {
                factor[row + column * count] = hessian[places[row], places[column]] / roots[row] / roots[column]
            }
        }
        guard Double.potrf(order: count, a: &factor, stride: count) == 0 else { return nil }
        guard (0..<count).allSatisfy({ factor[$0 * (count + 1)] > 0 }) else { return nil }
        return (factor, roots)
    }

    /// Every column taken to other coordinates: `change` gets a column and where an output's first feature stands.
    private static func transformed(
        _ factor: [Double], _ layout: CoefficientLayout, _ change: (inout [Double], Int) -> Void
    ) -> [Double] {
        let count = layout.count
        return (0..<count).flatMap { column in
            var values = Array(factor[column * count..<(column + 1) * count])
            for block in 0..<layout.kept.count { change(&values, block * layout.width + (layout.hasBias ? 1 : 0)) }
            return values
        }
    }

    /// √ of the diagonal of L Lᵀ.
    var deviations: [Double] {
        (0..<count).map { row in
            let values = stride(from: row, to: count * count, by: count).map { original[$0] }
            return Double.nrm2(count, values)
        }
    }

    /// L Lᵀ.
    var inverse: [Double] { Self.product(original, original, count) }

    /// L (Lᵀ M L) Lᵀ for the products of gradients M, in standardised coordinates and the order of `Parameters.values`.
    func sandwich(_ middle: Matrix<Double>) -> [Double] {
        let count = count, places = (0..<count).map(layout.place)
        var half = [Double](repeating: 0, count: count * count), inner = half
        for j in 0..<count {
            for i in 0..<count {
                for k in 0..<count { half[i + j * count] += middle[places[i], places[k]] * standard[k + j * count] }
            }
        }
        for j in 0..<count {
            for i in 0..<count {
                for k in 0..<count { inner[i + j * count] += standard[k + i * count] * half[k + j * count] }
            }
        }
        // Symmetric to the bit, as a covariance is.
        for j in 0..<count {
            for i in 0..<j { inner[j + i * count] = inner[i + j * count] }
        }
        var outer = [Double](repeating: 0, count: count * count)
        for j in 0..<count {
            for i in 0..<count {
                for k in 0..<count { outer[i + j * count] += original[i + k * count] * inner[k + j * count] }
            }
        }
        return Self.product(outer, original, count)
    }

    /// A Bᵀ of which the upper triangle is computed: it is known to be symmetric.
    private static func product(_ a: [Double], _ b: [Double], _ count: Int) -> [Double] {
        var result = [Double](repeating: 0, count: count * count)
        for column in 0..<count {
            for row in 0...column {
                var sum = 0.0
                for k in 0..<count { sum += a[row + k * count] * b[column + k * count] }
                result[row + column * count] = sum
                result[column + row * count] = sum
            }
        }
        return result
    }

    /// How far a gradient in standardised coordinates says that the optimum is: L Lᵀ g, and ‖Lᵀ g‖, in standard errors.
    func newtonStep(_ gradient: Parameters) -> (step: [Double], length: Double) {
        let count = count, g = (0..<count).map { gradient.values[layout.place($0)] }
        let inner = (0..<count).map { column in
            (0..<count).reduce(0) { $0 + standard[$1 + column * count] * g[$1] }
        }
        let step = (0..<count).map { row in (0..<count).reduce(0) { $0 + standard[row + $1 * count] * inner[$1] } }
        return (step, Double.nrm2(count, inner))
    }
}
