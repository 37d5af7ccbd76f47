import Testing

/// One score has one result: its bits depend neither on its place in the tile nor on the tile's length.
@Suite struct PositionTests {
    static let lengths = [1, 7, 64, 130], count = 130 + 7

    @Test(arguments: Level.here) func pointwise(_ level: Level) {
        check(Double.self, level)
        check(Float.self, level)
    }

    private func check<T: Precision>(_: T.Type, _ level: Level) {
        let kernels = T.kernels(level)
        let scores = T.numbers(Self.count, in: -20...20, seed: 6), targets = T.numbers(Self.count, in: 0...1, seed: 7)
        for neuron in Neuron.allCases {
            for order in Order.allCases {
                expectSame("\(neuron)", T.self) {
                    kernels.evaluate(neuron, Array(scores[$0]), Array(targets[$0]), order)
                }
            }
        }
        for pair in Pair.all {
            expectSame("\(pair)", T.self) { kernels.evaluate(pair, Array(scores[$0]), Array(targets[$0])) }
        }
        for activation in Activation.allCases {
            expectSame("\(activation)", T.self) { kernels.apply(activation, Array(scores[$0])) }
        }
        for cost in Cost.allCases {
            let predictions = kernels.apply(.logisticCurve, scores).value
            expectSame("\(cost)", T.self) { kernels.apply(cost, Array(predictions[$0]), Array(targets[$0])) }
        }
    }

    private func expectSame<T: Precision>(_ name: String, _: T.Type, _ evaluate: (Range<Int>) -> Kernels<T>.Jets) {
        func bits(_ jets: Kernels<T>.Jets, _ range: Range<Int>) -> [T] {
            Array(jets.value[range] + jets.first[range] + jets.second[range])
        }
        let whole = evaluate(0..<Self.count)
        for length in Self.lengths {
            for start in [0, 1, 7] {
                let part = bits(evaluate(start..<start + length), 0..<length)
                let same = zip(part, bits(whole, start..<start + length)).allSatisfy {
                    $0 == $1 || $0.isNaN && $1.isNaN
                }
                #expect(same, "\(name) on \(length) scores from \(start)")
            }
        }
    }

    @Test(arguments: Level.here) func softmax(_ level: Level) {
        checkSoftmax(Double.self, level)
        checkSoftmax(Float.self, level)
    }

    /// Samples of a tile with a stride, and the same samples one by one.
    private func checkSoftmax<T: Precision>(_: T.Type, _ level: Level) {
        let kernels = T.kernels(level), outputs = 3, stride = 140
        let scores = T.numbers(outputs * stride, in: -20...20, seed: 8)
        let targets = (0..<stride).map { T($0 % outputs) }
        for count in Self.lengths {
            var losses = T.zeros(count), residuals = T.zeros(scores.count), curve = residuals, p = residuals
            var products = T.numbers(outputs * stride, seed: 9)
            let directions = products
            kernels.softmax(count, outputs, stride, scores, targets, &losses, &residuals, &p)
            kernels.softmaxCurve(count, outputs, stride, scores, &curve)
            kernels.softmaxCurvature(count, outputs, stride, p, &products)
            for j in 0..<count {
                func own(_ values: [T]) -> [T] { (0..<outputs).map { values[$0 * stride + j] } }
                let alone = kernels.softmax(outputs: outputs, own(scores), [targets[j]])
                var curveAlone = T.zeros(outputs), productsAlone = own(directions)
                kernels.softmaxCurve(1, outputs, 1, own(scores), &curveAlone)
                kernels.softmaxCurvature(1, outputs, 1, own(p), &productsAlone)
                let same =
                    [losses[j]] == alone.losses && own(residuals) == alone.residuals && own(p) == alone.probabilities
                    && own(curve) == curveAlone && own(products) == productsAlone
                #expect(same, "sample \(j) of \(count)")
            }
            let between = count..<stride
            #expect(Array(p[between]).every { $0 == 0 } && products[between] == directions[between])
        }
    }
}
