import DescentAlgebra
import Testing

/// The two products of every neuron against plain loops: both layouts, one output, a few, and a panel.
@Suite struct SampleBlockTests {
    @Test(arguments: Ragged.shapes, [1, 3, 8]) func products(_ shape: (rows: Int, columns: Int), _ outputs: Int) {
        for gap in [0, 3] {
            check(Double.self, .sampleMajor, shape, outputs, gap)
            check(Double.self, .featureMajor, shape, outputs, gap)
            check(Float.self, .sampleMajor, shape, outputs, gap)
            check(Float.self, .featureMajor, shape, outputs, gap)
        }
    }

    private func check<T: Scalar>(
        _: T.Type, _ layout: Matrix<T>.Layout, _ shape: (rows: Int, columns: Int), _ outputs: Int, _ gap: Int
    ) {
        let (features, samples) = shape
        let stored = layout == .sampleMajor ? shape : (shape.columns, shape.rows)
        let x = Dense<T>(rows: stored.0, columns: stored.1, gap: gap, seed: 1)
        func value(_ feature: Int, _ sample: Int) -> Double {
            layout == .sampleMajor ? x.at(feature, sample) : x.at(sample, feature)
        }
        let place = "\(features) × \(samples), \(layout), \(outputs) outputs, gap \(gap)"
        x.values.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let block = SampleBlock(
                base: base, features: features, samples: samples, stride: x.stride, layout: layout)

            let weights = T.numbers(features * outputs, seed: 2)
            let scores = Dense<T>(rows: samples, columns: outputs, gap: gap, seed: 3)
            var z = scores.values
            block.addScores(weights, outputs: outputs, to: &z, stride: scores.stride)
            var wrong: [Int] = []
            for k in 0..<outputs {
                for j in 0..<samples {
                    let terms = (0..<features).map { value($0, j) * Double(weights[k * features + $0]) }
                    let old = scores.values[k * scores.stride + j]
                    if !Expected(T.self, terms, beta: 1, old: old).contains(z[k * scores.stride + j]) {
                        wrong.append(j)
                    }
                }
            }
            #expect(wrong.isEmpty, "scores, \(place)")

            let residuals = Dense<T>(rows: samples, columns: outputs, gap: gap, seed: 4)
            let old = T.numbers(features * outputs, seed: 5)
            for (alpha, beta) in [(1, 0), (0.25, 1), (-2, 0.5)] as [(T, T)] {
                var gradient = old
                block.addGradient(
                    residuals.values, stride: residuals.stride, outputs: outputs, scale: alpha, keeping: beta,
                    to: &gradient)
                let misses = gradient.indices.filter { index in
                    let (k, i) = index.quotientAndRemainder(dividingBy: features)
                    let terms = (0..<samples).map { value(i, $0) * residuals.at($0, k) }
                    return !Expected(T.self, terms, alpha: alpha, beta: beta, old: old[index]).contains(gradient[index])
                }
                #expect(misses.isEmpty, "gradient, α \(alpha), β \(beta), \(place)")
            }
        }
    }

    @Test func anEmptyBlockAddsNothing() throws {
        for (rows, columns) in [(0, 4), (4, 0), (0, 0)] {
            try Matrix<Double>(rows: rows, columns: columns).withSampleBlock { block in
                var scores = [1.0, 2, 3, 4], gradient = scores
                block.addScores([1, 1, 1, 1], outputs: 1, to: &scores, stride: 4)
                block.addGradient([1, 1, 1, 1], stride: 4, outputs: 1, scale: 1, keeping: 1, to: &gradient)
                #expect(scores == [1, 2, 3, 4] && gradient == [1, 2, 3, 4])
            }
        }
    }

    @Test func noSamplesStillScaleWhatIsKept() throws {
        try Matrix<Double>(rows: 3, columns: 0).withSampleBlock { block in
            var gradient: [Double] = [1, 2, 3]
            block.addGradient([], stride: 1, outputs: 1, scale: 1, keeping: 0.5, to: &gradient)
            #expect(gradient == [0.5, 1, 1.5])
            gradient[0] = .nan
            block.addGradient([], stride: 1, outputs: 1, scale: 1, keeping: 0, to: &gradient)
            #expect(gradient == [0, 0, 0])
        }
    }

    @Test func aMatrixIsOneBlock() throws {
        let matrix = try Matrix<Float>(rows: 2, columns: 3, layout: .featureMajor, [1, 2, 3, 4, 5, 6])
        matrix[columns: 1..<3].withSampleBlock { block in
            #expect(
                block.featureCount == 2 && block.sampleCount == 2 && block.stride == 3 && block.layout == .featureMajor)
            #expect(block.base[0] == 2 && block.base[block.stride] == 5)
        }
    }

    @Test func sizesBeyondBLASAreRefused() throws {
        // Never touched, so its size costs nothing: one column of 2³¹ rows over a single value.
        let value = UnsafeMutablePointer<Float>.allocate(capacity: 1)
        let rows = Int(Int32.max) + 1
        let matrix = try Matrix<Float>(adopting: value, rows: rows, columns: 1) { $0.deallocate() }
        let error = DescentError.algebra(because: .beyondBLAS(rows: rows, columns: 1))
        #expect(throws: error) { try matrix.requireBLASSizes() }
        #expect(error.description.contains("2147483648 rows × 1 columns"))
    }
}
