import DescentAlgebra
import Testing

/// A = UᵀU, and a verdict with the order of the minor where there is none.
@Suite struct CholeskyTests {
    @Test func knownFactor() throws {
        try checkKnown(Double.self)
        try checkKnown(Float.self)
    }

    /// Wilkinson's textbook kind of matrix: all numbers on the way are whole, so the factor is exact.
    private func checkKnown<T: Scalar>(_: T.Type) throws {
        let a = try Matrix<T>(samples: [[4, 12, -16], [12, 37, -43], [-16, -43, 98]])
        let expected = try Matrix<T>(samples: [[2, 0, 0], [6, 1, 0], [-8, 5, 3]])
        #expect(try a.choleskyFactor() == expected)
        #expect(try a.transposed.choleskyFactor() == expected)
        // Only the upper triangle is read, and the matrix itself stays as it was.
        var upper = a
        (upper[1, 0], upper[2, 0], upper[2, 1]) = (.nan, 7, .infinity)
        #expect(try upper.choleskyFactor() == expected)
        #expect(upper[0, 1] == 12)
    }

    @Test(arguments: Ragged.sizes) func factorTimesItselfIsTheMatrix(_ order: Int) throws {
        try checkProduct(Double.self, order)
        try checkProduct(Float.self, order)
    }

    /// Higham, Accuracy and Stability, theorem 10.3: |UᵀU − A| ≤ (n + 1) u |U|ᵀ|U| / (1 − (n + 1) u), element by element.
    private func checkProduct<T: Scalar>(_: T.Type, _ order: Int) throws {
        // A diagonal that dominates makes it positive definite.
        let numbers = T.numbers(order * order, seed: 1)
        var a = try Matrix<T>(rows: order, columns: order)
        for j in 0..<order {
            for i in 0...j { a[i, j] = i == j ? T(order) + 1 : numbers[i + j * order] }
        }
        let u = try a.choleskyFactor(), values = u.values.map(Double.init)
        var worst = 0.0
        for j in 0..<order {
            for i in 0..<order where i > j { #expect(u[i, j] == 0) }
            for i in 0...j {
                let terms = (0...i).map { values[$0 + i * order] * values[$0 + j * order] }
                let size = terms.reduce(0) { $0 + abs($1) }
                worst = max(worst, abs(terms.reduce(0, +) - Double(a[i, j])) / size)
            }
        }
        #expect(worst <= Double(order + 2) * Double(T.ulpOfOne))
    }

    @Test func whatIsNotPositiveDefiniteIsRefusedByOrder() throws {
        try checkRefused(Double.self)
        try checkRefused(Float.self)
    }

    private func checkRefused<T: Scalar>(_: T.Type) throws {
        let cases: [(diagonal: [T], order: Int)] = [
            ([-1, 1, 1], 1), ([1, 0, 1], 2), ([1, 2, -3], 3), ([.nan, 1, 1], 1), ([1, .nan, 1], 2), ([1, 1, .nan], 3),
            ([1, .infinity, 1], 2),
        ]
        for (diagonal, order) in cases {
            var a = try Matrix<T>(rows: 3, columns: 3)
            for index in 0..<3 { a[index, index] = diagonal[index] }
            let error = AlgebraError.notPositiveDefinite(order: order)
            #expect(throws: error, "\(diagonal)") { try a.choleskyFactor() }
            #expect(error.description.contains("order \(order)"))
        }
        // Singular only through what is beside the diagonal.
        let ones = try Matrix<T>(samples: [[1, 1], [1, 1]])
        #expect(throws: AlgebraError.notPositiveDefinite(order: 2)) { try ones.choleskyFactor() }
        var beside = try Matrix<T>(samples: [[1, 0, 0], [0, 1, 0], [0, 0, 1]])
        beside[0, 1] = .nan
        #expect(throws: AlgebraError.notPositiveDefinite(order: 2)) { try beside.choleskyFactor() }
    }

    @Test func theEmptyMatrixIsItsOwnFactor() throws {
        #expect(try Matrix<Double>(rows: 0, columns: 0).choleskyFactor().count == 0)
    }
}
