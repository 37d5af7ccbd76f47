import DescentAlgebra
import Testing

/// The factorisations behind least squares against what they must satisfy, by plain loops.
@Suite struct LAPACKTests {
    /// A column-major matrix with values below the triangle that must not be read, if `upper`.
    private func matrix(_ rows: Int, _ columns: Int, stride: Int, seed: UInt64, upper: Bool = false) -> [Double] {
        var values = Double.numbers(stride * columns, seed: seed)
        for column in 0..<columns where upper {
            for row in 0..<rows where row > column { values[row + column * stride] = .nan }
            if column < rows { values[column + column * stride] += values[column + column * stride] < 0 ? -4 : 4 }
        }
        return values
    }

    private func upper(_ values: [Double], _ row: Int, _ column: Int, stride: Int) -> Double {
        row <= column ? values[row + column * stride] : 0
    }

    /// RᵀR of the result is that of the triangle plus that of the block: a QR keeps all products of columns.
    @Test(arguments: [(1, 1), (3, 1), (1, 5), (8, 8), (33, 7), (7, 33), (130, 17)], [0, 1, 2])
    func aBlockIsAbsorbedIntoATriangle(_ shape: (rows: Int, columns: Int), gap: Int) {
        let (rows, columns) = shape
        for trapezoid in Set([0, min(rows, columns)]) {
            let strideR = columns + gap, strideB = rows + gap
            let before = matrix(columns, columns, stride: strideR, seed: 1, upper: true)
            let block = matrix(rows, columns, stride: strideB, seed: 2)
            for blockSize in Set([1, min(4, columns), columns]) {
                var r = before, b = block
                var t = [Double](repeating: 0, count: blockSize * columns), work = t
                Double.tpqrt(
                    rows: rows, columns: columns, trapezoid: trapezoid, blockSize: blockSize, r: &r, strideR: strideR,
                    b: &b, strideB: strideB, t: &t, work: &work)
                // The last rows of the block are a triangle where they are said to be one.
                func value(_ row: Int, _ column: Int) -> Double {
                    row - (rows - trapezoid) > column ? 0 : block[row + column * strideB]
                }
                for i in 0..<columns {
                    for j in i..<columns {
                        var terms = (0...i).map { upper(r, $0, i, stride: strideR) * upper(r, $0, j, stride: strideR) }
                        let found = terms.reduce(0, +)
                        terms = (0...i).map {
                            upper(before, $0, i, stride: strideR) * upper(before, $0, j, stride: strideR)
                        }
                        terms += (0..<rows).map { value($0, i) * value($0, j) }
                        let size = (terms.map(\.magnitude)).reduce(20, +)
                        #expect(abs(found - terms.reduce(0, +)) <= 8 * Double(rows + columns) * .ulpOfOne * size)
                    }
                }
                for column in 0..<columns {
                    for row in 0..<columns where row > column { #expect(r[row + column * strideR].isNaN) }
                }
            }
        }
    }

    @Test(arguments: Ragged.shapes) func pivotingOrdersColumnsByWhatIsLeft(_ shape: (rows: Int, columns: Int)) {
        let (rows, columns) = shape
        let stride = rows + 2, before = matrix(rows, columns, stride: stride, seed: 3), count = 3 * columns + 33
        var a = before, pivots = [Int32](repeating: 0, count: columns)
        var tau = [Double](repeating: 0, count: min(rows, columns)), work = [Double](repeating: 0, count: count)
        Double.geqp3(
            rows: rows, columns: columns, a: &a, stride: stride, pivots: &pivots, tau: &tau, work: &work,
            workCount: count)
        #expect(pivots.map { Int($0) }.sorted() == Array(1...columns))
        let order = min(rows, columns)
        for k in 1..<max(1, order) {
            #expect(a[k + k * stride].magnitude <= a[k - 1 + (k - 1) * stride].magnitude * (1 + 1e-12))
        }
        for i in 0..<columns {
            for j in i..<columns {
                let found = (0..<min(i + 1, order)).reduce(0) { $0 + a[$1 + i * stride] * a[$1 + j * stride] }
                let (p, q) = (Int(pivots[i]) - 1, Int(pivots[j]) - 1)
                let expected = (0..<rows).reduce(0) { $0 + before[$1 + p * stride] * before[$1 + q * stride] }
                #expect(abs(found - expected) <= 16 * Double(rows + columns) * .ulpOfOne * Double(rows))
            }
        }
    }

    @Test(arguments: Ragged.sizes) func trianglesAreSolvedAndInverted(_ order: Int) {
        let stride = order + 1, r = matrix(order, order, stride: stride, seed: 4, upper: true)
        let x = Double.numbers(order, seed: 5)
        func entry(_ row: Int, _ column: Int) -> Double { upper(r, row, column, stride: stride) }
        for operation in [Transposition.plain, .transposed] {
            var solution = x
            Double.trsv(operation, order: order, r: r, stride: stride, x: &solution)
            // Substitution solves a system whose entries differ by n ε (Higham, theorem 8.5).
            for row in 0..<order {
                let terms = (0..<order).map {
                    (operation == .plain ? entry(row, $0) : entry($0, row)) * solution[$0]
                }
                let size = terms.reduce(0) { $0 + $1.magnitude }
                #expect(abs(terms.reduce(0, +) - x[row]) <= 2 * Double(order + 1) * .ulpOfOne * size)
            }
        }
        var inverse = r
        #expect(Double.trtri(order: order, r: &inverse, stride: stride) == 0)
        var norm = 0.0, inverseNorm = 0.0
        for column in 0..<order {
            norm = max(norm, (0...column).reduce(0) { $0 + entry($1, column).magnitude })
            inverseNorm = max(inverseNorm, (0...column).reduce(0) { $0 + inverse[$1 + column * stride].magnitude })
            for row in 0...column {
                let terms = (row...column).map { entry(row, $0) * inverse[$0 + column * stride] }
                let size = terms.reduce(1) { $0 + $1.magnitude }
                let found = terms.reduce(0, +) - (row == column ? 1 : 0)
                #expect(abs(found) <= 8 * Double(order) * .ulpOfOne * size * (1 + Double(order)))
            }
        }
        var work = [Double](repeating: 0, count: 3 * order), integers = [Int32](repeating: 0, count: order)
        let estimate = Double.trcon(order: order, r: r, stride: stride, work: &work, integers: &integers)
        // Never above the truth but for rounding, and seldom far below it.
        let exact = 1 / (norm * inverseNorm)
        #expect(estimate >= exact * (1 - 1e-9) && estimate <= 10 * exact)
    }

    /// Against the norms of UᵀU and of its inverse, R⁻¹R⁻ᵀ, by plain loops.
    @Test(arguments: Ragged.sizes) func theConditionOfAFactoredMatrixIsEstimated(_ order: Int) {
        let stride = order + 1, u = matrix(order, order, stride: stride, seed: 6, upper: true)
        var inverse = u, product = [Double](repeating: .nan, count: stride * order)
        #expect(Double.trtri(order: order, r: &inverse, stride: stride) == 0)
        func largestSum(_ entry: (Int, Int) -> Double) -> Double {
            (0..<order).map { column in (0..<order).reduce(0) { $0 + entry($1, column).magnitude } }.max() ?? 0
        }
        func square(_ i: Int, _ j: Int) -> Double {
            (0...min(i, j)).reduce(0) { $0 + u[$1 + i * stride] * u[$1 + j * stride] }
        }
        for column in 0..<order {
            for row in 0...column { product[row + column * stride] = square(row, column) }
        }
        var work = [Double](repeating: 0, count: 3 * order), integers = [Int32](repeating: 0, count: order)
        let norm = Double.lansy(order: order, a: product, stride: stride, work: &work)
        let exact = largestSum(square)
        #expect(abs(norm - exact) <= Double(order + 1) * .ulpOfOne * exact)
        let inverseNorm = largestSum { i, j in
            (max(i, j)..<order).reduce(0) { $0 + inverse[i + $1 * stride] * inverse[j + $1 * stride] }
        }
        let reciprocal = Double.pocon(
            order: order, u: u, stride: stride, norm: norm, work: &work, integers: &integers)
        // Never above the truth but for rounding, and seldom far below it.
        let truth = order == 0 ? 1 : 1 / (exact * inverseNorm)
        #expect(reciprocal >= truth * (1 - 1e-9) && reciprocal <= 10 * truth)
    }

    @Test func aZeroOnTheDiagonalIsTold() {
        var r: [Double] = [1, 0, 0, 2, 0, 0, 3, 4, 5], work = [Double](repeating: 0, count: 9)
        var integers = [Int32](repeating: 0, count: 3)
        #expect(Double.trcon(order: 3, r: r, stride: 3, work: &work, integers: &integers) == 0)
        #expect(Double.trtri(order: 3, r: &r, stride: 3) == 2)
    }
}
