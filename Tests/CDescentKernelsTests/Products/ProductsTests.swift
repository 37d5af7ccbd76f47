import Testing

/// Products of a matrix with several outputs against plain loops, over widths below, at and beyond every vector's and
/// with gaps between the runs; and the bits of an output, which depend on nothing but its own numbers.
@Suite struct ProductsTests {
    /// Two products of one shape: rows × length is the matrix, of which one sums over the length and one over the rows.
    struct Shape: Sendable {
        let rows, length, outputs, gap: Int
    }

    /// Every length to 100, numbers of rows to 40 and of outputs to 17, and some that blocks are cut from.
    static let shapes: [Shape] =
        (1...100).flatMap { length in
            [1, 2, 3, 8, 13].map { step in
                Shape(
                    rows: (length * step) % 40 + 1, length: length, outputs: (length + 5 * step) % 17 + 1,
                    gap: (length + step) % 3)
            }
        } + [
            Shape(rows: 9, length: 784, outputs: 10, gap: 0), Shape(rows: 131, length: 28, outputs: 8, gap: 4),
            Shape(rows: 66, length: 1, outputs: 3, gap: 0), Shape(rows: 5, length: 1031, outputs: 7, gap: 1),
        ]

    @Test(arguments: Level.here) func sumsAreThoseOfPlainLoops(_ level: Level) {
        for shape in Self.shapes {
            check(Double.self, level, shape)
            check(Float.self, level, shape)
        }
    }

    private func check<T: Precision>(_: T.Type, _ level: Level, _ shape: Shape) {
        let product = Product<T>(shape, level)
        let dots = product.dots(), outer = product.outer()
        var wrong = 0
        for k in 0..<shape.outputs {
            for j in 0..<shape.rows {
                let x = product.a.dropFirst(j * product.stride)
                let isFine = T.isSumFromOne(dots[k * (shape.rows + 1) + j], shape.length) {
                    Double(x[x.startIndex + $0]) * Double(product.along[k * product.stride + $0])
                }
                if !isFine { wrong += 1 }
            }
            for i in 0..<shape.length {
                let isFine = T.isSumFromOne(outer[k * product.stride + i], shape.rows) {
                    Double(product.a[$0 * product.stride + i]) * Double(product.across[k * (shape.rows + 1) + $0])
                }
                if !isFine { wrong += 1 }
            }
            // What lies between the runs is nobody's.
            if dots[k * (shape.rows + 1) + shape.rows] != 1 { wrong += 1 }
            for i in shape.length..<product.stride where outer[k * product.stride + i] != 1 { wrong += 1 }
        }
        #expect(wrong == 0, "\(T.self), \(shape)")
    }

    @Test(arguments: Level.here) func anOutputHasItsBitsAloneAndBesideAnyOthers(_ level: Level) {
        for (length, rows) in [(1, 1), (3, 9), (7, 70), (8, 5), (17, 33), (28, 130), (65, 31), (300, 6), (784, 40)] {
            checkBits(Double.self, level, Shape(rows: rows, length: length, outputs: 17, gap: 1))
            checkBits(Float.self, level, Shape(rows: rows, length: length, outputs: 17, gap: 1))
        }
    }

    private func checkBits<T: Precision>(_: T.Type, _ level: Level, _ shape: Shape) {
        let product = Product<T>(shape, level)
        let dots = product.dots(), outer = product.outer()
        func expectSame(_ part: Product<T>, _ outputs: Range<Int>, _ rows: Range<Int>, _ name: String) {
            let partDots = part.dots(), partOuter = part.outer()
            for (own, k) in outputs.enumerated() {
                let isSame = rows.enumerated().allSatisfy { row, j in
                    partDots[own * (rows.count + 1) + row] == dots[k * (shape.rows + 1) + j]
                }
                #expect(isSame, "scores of output \(k), \(name), \(T.self), \(shape)")
                guard rows == 0..<shape.rows else { continue }
                let run = k * product.stride..<k * product.stride + shape.length
                let isSameSum = partOuter.dropFirst(own * product.stride).starts(with: outer[run])
                #expect(isSameSum, "sums of output \(k), \(name), \(T.self), \(shape)")
            }
        }
        for outputs in [0..<1, 0..<2, 3..<8, 5..<15, 16..<17] {
            expectSame(product.part(outputs, 0..<shape.rows), outputs, 0..<shape.rows, "among \(outputs.count)")
        }
        var spoilt = product
        for i in 0..<product.stride { spoilt.along[4 * product.stride + i] = .nan }
        for j in 0...shape.rows { spoilt.across[4 * (shape.rows + 1) + j] = .infinity }
        for k in [0, 3, 5, 16] {
            expectSame(spoilt.part(k..<k + 1, 0..<shape.rows), k..<k + 1, 0..<shape.rows, "alone")
        }
        let spoiltDots = spoilt.dots(), spoiltOuter = spoilt.outer()
        let others = (0..<17).filter { $0 != 4 }
        #expect(
            others.every { k in
                let row = k * (shape.rows + 1)..<k * (shape.rows + 1) + shape.rows
                let run = k * product.stride..<k * product.stride + shape.length
                return spoiltDots[row] == dots[row] && spoiltOuter[run] == outer[run]
            }, "beside what is not finite, \(T.self), \(shape)")
        let half = shape.rows / 2
        expectSame(product.part(0..<17, half..<shape.rows), 0..<17, half..<shape.rows, "from row \(half)")
    }

    /// A matrix, a vector of its rows' length and one of as many values as rows for each output.
    private struct Product<T: Precision> {
        let shape: Shape
        let kernels: Kernels<T>
        var a: [T], along: [T], across: [T]

        var stride: Int { shape.length + shape.gap }

        init(_ shape: Shape, _ level: Level) {
            self.shape = shape
            kernels = T.kernels(level)
            let stride = shape.length + shape.gap
            a = T.numbers(shape.rows * stride, seed: 50)
            along = T.numbers(shape.outputs * stride, seed: 51)
            across = T.numbers(shape.outputs * (shape.rows + 1), seed: 52)
        }

        private init(_ shape: Shape, _ kernels: Kernels<T>, _ a: [T], _ along: [T], _ across: [T]) {
            (self.shape, self.kernels, self.a, self.along, self.across) = (shape, kernels, a, along, across)
        }

        /// Some of the outputs and rows, in memory of their own.
        func part(_ outputs: Range<Int>, _ rows: Range<Int>) -> Product {
            let across = outputs.flatMap { k in
                self.across[k * (shape.rows + 1) + rows.lowerBound...k * (shape.rows + 1) + rows.upperBound]
            }
            return Product(
                Shape(rows: rows.count, length: shape.length, outputs: outputs.count, gap: shape.gap), kernels,
                Array(a[rows.lowerBound * stride..<rows.upperBound * stride]),
                Array(along[outputs.lowerBound * stride..<outputs.upperBound * stride]), across)
        }

        func dots() -> [T] {
            var c = [T](repeating: 1, count: shape.outputs * (shape.rows + 1))
            kernels.dots(shape.rows, shape.length, a, stride, shape.outputs, along, stride, &c, shape.rows + 1)
            return c
        }

        func outer() -> [T] {
            var c = [T](repeating: 1, count: shape.outputs * stride)
            kernels.outer(shape.length, shape.rows, a, stride, shape.outputs, across, shape.rows + 1, &c, stride)
            return c
        }
    }
}
