import Testing

/// The products of one output alone against plain loops, over widths below, at and beyond every vector's; memory beyond the last
/// sample is never read, and an element's bits depend neither on the other samples nor on where it lies.
@Suite struct AloneProductsTests {
    struct Shape: Sendable {
        let samples, features, gap: Int
        var stride: Int { features + gap }
    }

    /// Every width to 100 with numbers of samples around those that are taken at a time, and some of several strips and blocks.
    static let shapes: [Shape] =
        (1...100).flatMap { features in
            [1, 3, 4, 9, 37].map { Shape(samples: $0, features: features, gap: (features + $0) % 3) }
        } + [
            Shape(samples: 700, features: 28, gap: 0), Shape(samples: 90, features: 192, gap: 0),
            Shape(samples: 41, features: 300, gap: 1), Shape(samples: 2100, features: 2, gap: 0),
        ]

    /// One matrix whose last value ends its memory, weights, residuals; scores and gradients begin at 1.
    private struct Products<T: Precision> {
        let shape: Shape
        let kernels: Kernels<T>
        var x, weights, residuals: [T]

        init(_ shape: Shape, _ level: Level) {
            self.shape = shape
            kernels = T.kernels(level)
            x = T.numbers((shape.samples - 1) * shape.stride + shape.features, seed: 60)
            weights = T.numbers(shape.features, seed: 61)
            residuals = T.numbers(shape.samples, seed: 62)
        }

        /// Of some samples, in the memory of all.
        func scores(_ samples: Range<Int>) -> [T] {
            var scores = [T](repeating: 1, count: samples.count + 1)
            x.withUnsafeBufferPointer {
                kernels.aloneScores(
                    samples.count, shape.features, $0.baseAddress! + samples.lowerBound * shape.stride, shape.stride,
                    weights, &scores)
            }
            return scores
        }

        func gradient() -> [T] {
            var gradient = [T](repeating: 1, count: shape.features + 1)
            kernels.aloneGradient(shape.samples, shape.features, x, shape.stride, residuals, &gradient)
            return gradient
        }
    }

    @Test(arguments: Level.here) func sumsAreThoseOfPlainLoops(_ level: Level) {
        for shape in Self.shapes {
            check(Double.self, level, shape)
            check(Float.self, level, shape)
        }
    }

    private func check<T: Precision>(_: T.Type, _ level: Level, _ shape: Shape) {
        let products = Products<T>(shape, level)
        let x = products.x, scores = products.scores(0..<shape.samples), gradient = products.gradient()
        let wrongScores = (0..<shape.samples).filter { j in
            !T.isSumFromOne(scores[j], shape.features) {
                Double(x[j * shape.stride + $0]) * Double(products.weights[$0])
            }
        }
        let wrongSums = (0..<shape.features).filter { i in
            !T.isSumFromOne(gradient[i], shape.samples) {
                Double(x[$0 * shape.stride + i]) * Double(products.residuals[$0])
            }
        }
        #expect(wrongScores.isEmpty && wrongSums.isEmpty, "\(T.self), \(shape)")
        // What lies behind the results is nobody's.
        #expect(scores[shape.samples] == 1 && gradient[shape.features] == 1, "\(T.self), \(shape)")
    }

    @Test(arguments: Level.here) func aScoreHasItsBitsAmongAnySamples(_ level: Level) {
        for shape in Self.shapes where shape.samples > 8 {
            checkBits(Double.self, level, shape)
            checkBits(Float.self, level, shape)
        }
    }

    private func checkBits<T: Precision>(_: T.Type, _ level: Level, _ shape: Shape) {
        let products = Products<T>(shape, level), all = products.scores(0..<shape.samples)
        for part in [0..<1, 0..<3, 1..<6, 2..<shape.samples, shape.samples - 1..<shape.samples] {
            #expect(products.scores(part).dropLast() == all[part], "\(T.self), \(shape), \(part)")
        }
        var spoilt = products
        for i in 0..<shape.features { spoilt.x[5 * shape.stride + i] = .nan }
        let others = spoilt.scores(0..<shape.samples)
        #expect(
            (0..<shape.samples).allSatisfy { $0 == 5 ? others[$0].isNaN : others[$0] == all[$0] }, "\(T.self), \(shape)"
        )
    }

    @Test(arguments: Level.here) func aGapMayHoldAnything(_ level: Level) {
        for shape in Self.shapes where shape.gap > 0 {
            checkGap(Double.self, level, shape)
            checkGap(Float.self, level, shape)
        }
    }

    private func checkGap<T: Precision>(_: T.Type, _ level: Level, _ shape: Shape) {
        let products = Products<T>(shape, level)
        var spoilt = products
        for j in 0..<shape.samples - 1 {
            for i in shape.features..<shape.stride { spoilt.x[j * shape.stride + i] = .infinity }
        }
        #expect(spoilt.scores(0..<shape.samples) == products.scores(0..<shape.samples), "\(T.self), \(shape)")
        #expect(spoilt.gradient() == products.gradient(), "\(T.self), \(shape)")
    }
}
