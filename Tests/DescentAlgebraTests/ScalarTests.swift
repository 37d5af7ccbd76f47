import DescentAlgebra
import Testing

/// Every BLAS call against a plain loop, over ragged shapes, both transpositions, gaps between columns, α and β.
@Suite struct ScalarTests {
    @Test(arguments: Ragged.shapes, [Transposition.plain, .transposed])
    func gemv(_ shape: (rows: Int, columns: Int), _ operation: Transposition) {
        checkGemv(Double.self, shape, operation)
        checkGemv(Float.self, shape, operation)
    }

    private func checkGemv<T: Scalar>(_: T.Type, _ shape: (rows: Int, columns: Int), _ operation: Transposition) {
        let (length, depth) = operation == .plain ? shape : (shape.columns, shape.rows)
        let x = T.numbers(depth, seed: 2), old = T.numbers(length + 1, seed: 3)
        for gap in [0, 5] {
            let a = Dense<T>(rows: shape.rows, columns: shape.columns, gap: gap, seed: 1)
            for (alpha, beta) in Ragged.factors.map({ (T($0.alpha), T($0.beta)) }) {
                // β = 0 must overwrite, whatever was there.
                var y = beta == 0 ? [T](repeating: .nan, count: length) + old.suffix(1) : old
                T.gemv(
                    operation, rows: shape.rows, columns: shape.columns, alpha: alpha, a: a.values, stride: a.stride,
                    x: x, beta: beta, y: &y)
                let wrong = (0..<length).filter { i in
                    let terms = (0..<depth).map { a.at(operation, i, $0) * Double(x[$0]) }
                    return !Expected(T.self, terms, alpha: alpha, beta: beta, old: old[i]).contains(y[i])
                }
                #expect(wrong.isEmpty, "\(shape), gap \(gap), α \(alpha), β \(beta)")
                #expect(y[length] == old[length])
            }
        }
    }

    @Test(arguments: [Transposition.plain, .transposed], [Transposition.plain, .transposed])
    func gemm(_ left: Transposition, _ right: Transposition) {
        checkGemm(Double.self, left, right)
        checkGemm(Float.self, left, right)
    }

    private func checkGemm<T: Scalar>(_: T.Type, _ left: Transposition, _ right: Transposition) {
        for (rows, columns, depth) in [(1, 1, 1), (3, 8, 5), (17, 8, 33), (8, 3, 130), (33, 17, 9), (7, 1, 16)] {
            for gap in [0, 3] {
                let a = Dense<T>(
                    rows: left == .plain ? rows : depth, columns: left == .plain ? depth : rows, gap: gap, seed: 4)
                let b = Dense<T>(
                    rows: right == .plain ? depth : columns, columns: right == .plain ? columns : depth, gap: gap,
                    seed: 5)
                let old = Dense<T>(rows: rows, columns: columns, gap: gap, seed: 6)
                for (alpha, beta) in Ragged.factors.map({ (T($0.alpha), T($0.beta)) }) {
                    var c = old.values
                    T.gemm(
                        left, right, rows: rows, columns: columns, depth: depth, alpha: alpha, a: a.values,
                        strideA: a.stride, b: b.values, strideB: b.stride, beta: beta, c: &c, strideC: old.stride)
                    var wrong = 0
                    for (place, found) in c.enumerated() {
                        let (j, i) = place.quotientAndRemainder(dividingBy: old.stride)
                        guard i < rows else {
                            if found != old.values[place] { wrong += 1 }
                            continue
                        }
                        let terms = (0..<depth).map { a.at(left, i, $0) * b.at(right, $0, j) }
                        let expected = Expected(T.self, terms, alpha: alpha, beta: beta, old: old.values[place])
                        if !expected.contains(found) { wrong += 1 }
                    }
                    #expect(wrong == 0, "\(rows) × \(columns) × \(depth), gap \(gap), α \(alpha), β \(beta)")
                }
            }
        }
    }

    @Test(arguments: Ragged.shapes) func syrkWritesTheUpperTriangle(_ shape: (rows: Int, columns: Int)) {
        checkSyrk(Double.self, shape)
        checkSyrk(Float.self, shape)
    }

    private func checkSyrk<T: Scalar>(_: T.Type, _ shape: (rows: Int, columns: Int)) {
        let (order, depth) = shape
        for gap in [0, 3] {
            let a = Dense<T>(rows: order, columns: depth, gap: gap, seed: 7)
            let old = Dense<T>(rows: order, columns: order, gap: gap, seed: 8)
            for (alpha, beta) in Ragged.factors.map({ (T($0.alpha), T($0.beta)) }) {
                var c = old.values
                T.syrk(
                    order: order, depth: depth, alpha: alpha, a: a.values, strideA: a.stride, beta: beta, c: &c,
                    strideC: old.stride)
                var wrong = 0
                for (place, found) in c.enumerated() {
                    let (j, i) = place.quotientAndRemainder(dividingBy: old.stride)
                    guard i <= j else {
                        if found != old.values[place] { wrong += 1 }
                        continue
                    }
                    let terms = (0..<depth).map { a.at(i, $0) * a.at(j, $0) }
                    let expected = Expected(T.self, terms, alpha: alpha, beta: beta, old: old.values[place])
                    if !expected.contains(found) { wrong += 1 }
                }
                #expect(wrong == 0, "order \(order), depth \(depth), gap \(gap), α \(alpha), β \(beta)")
            }
        }
    }

    @Test(arguments: [0] + Ragged.sizes) func vectors(_ count: Int) {
        checkVectors(Double.self, count)
        checkVectors(Float.self, count)
    }

    private func checkVectors<T: Scalar>(_: T.Type, _ count: Int) {
        let x = T.numbers(count, seed: 9), y = T.numbers(count + 1, seed: 10), run = 0..<count
        #expect(Expected(T.self, run.map { Double(x[$0]) * Double(y[$0]) }).contains(T.dot(count, x, y)))

        let squares = x.map { Double($0) * Double($0) }
        let norm = squares.reduce(0, +).squareRoot()
        #expect(abs(Double(T.nrm2(count, x)) - norm) <= Double(count + 2) * Double(T.ulpOfOne) * norm)

        for alpha in [0, 1, -2.5] as [T] {
            var sum = y, product = y
            T.axpy(count, alpha: alpha, x, &sum)
            T.scal(count, alpha: alpha, &product)
            // Contracted to a fused multiply-add or not: the product's own rounding.
            for j in run { #expect(Expected(T.self, [Double(alpha) * Double(x[j]), Double(y[j])]).contains(sum[j])) }
            #expect(product == run.map { alpha * y[$0] } + [y[count]])
            #expect(sum[count] == y[count])
        }
    }

    @Test func normsNeitherOverflowNorUnderflow() {
        #expect(Double.nrm2(2, [3e300, 4e300]) == 5e300)
        #expect(abs(Float.nrm2(2, [3e-30, 4e-30]) - 5e-30) <= 2 * Float(5e-30).ulp)
    }
}
