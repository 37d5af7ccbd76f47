import Testing

/// Centred, scaled and gathered copies of tiles against plain loops, in both layouts and with gaps between the runs.
@Suite struct StageTests {
    @Test(arguments: Level.here, Shapes.tiles) func centreScalesAndShifts(_ level: Level, _ tile: Shapes.Tile) {
        checkCentre(Double.self, level, tile)
        checkCentre(Float.self, level, tile)
    }

    private func checkCentre<T: Precision>(_: T.Type, _ level: Level, _ tile: Shapes.Tile) {
        let x = T.numbers(tile.size, seed: 30), inverse = powers(T.self, tile.features)
        let shifted = T.numbers(tile.features, seed: 31), outStride = tile.run + 2
        var out = [T](repeating: 7, count: tile.size + 2 * tile.size)
        T.kernels(level).centre(
            tile.features, tile.count, tile.featureMajor ? 1 : 0, x, tile.stride, inverse, shifted, &out, outStride)
        let wanted = Shapes.Tile(
            features: tile.features, count: tile.count, featureMajor: tile.featureMajor, gap: 2)
        var expected = [T](repeating: 7, count: out.count)
        for i in 0..<tile.features {
            for j in 0..<tile.count { expected[wanted.place(i, j)] = x[tile.place(i, j)] * inverse[i] - shifted[i] }
        }
        #expect(out == expected)
    }

    @Test(arguments: Level.here, Shapes.tiles) func stageWidensAndWeights(_ level: Level, _ tile: Shapes.Tile) {
        checkStage(Double.self, level, tile)
        checkStage(Float.self, level, tile)
    }

    private func checkStage<T: Precision>(_: T.Type, _ level: Level, _ tile: Shapes.Tile) {
        let x = T.numbers(tile.size, seed: 32), inverse = powers(Double.self, tile.features)
        let shifted = Double.numbers(tile.features, seed: 33), roots = Double.numbers(tile.count, in: 0...2, seed: 34)
        let outStride = tile.features + 3
        for weighted in [false, true] {
            var out = [Double](repeating: 7, count: outStride * tile.count), expected = out
            T.kernels(level).stage(
                tile.features, tile.count, tile.featureMajor ? 1 : 0, x, tile.stride, inverse, shifted,
                weighted ? roots : nil, &out, outStride)
            for j in 0..<tile.count {
                for i in 0..<tile.features {
                    let centred = Double(x[tile.place(i, j)]) * inverse[i] - shifted[i]
                    expected[j * outStride + i] = (weighted ? roots[j] : 1) * centred
                }
            }
            #expect(out == expected)
        }
    }

    @Test(arguments: Level.here, Shapes.tiles) func stagedRowsAreFeatures(_ level: Level, _ tile: Shapes.Tile) {
        checkStageRows(Double.self, level, tile)
        checkStageRows(Float.self, level, tile)
    }

    private func checkStageRows<T: Precision>(_: T.Type, _ level: Level, _ tile: Shapes.Tile) {
        let x = T.numbers(tile.size, seed: 38), inverse = powers(Double.self, tile.features)
        let roots = Double.numbers(tile.count, in: 0...2, seed: 39), outStride = tile.count + 3
        for weighted in [false, true] {
            var out = [Double](repeating: 7, count: outStride * tile.features), expected = out
            T.kernels(level).stageRows(
                tile.features, tile.count, tile.featureMajor ? 1 : 0, x, tile.stride, inverse, weighted ? roots : nil,
                &out, outStride)
            for i in 0..<tile.features {
                for j in 0..<tile.count {
                    let scaled = Double(x[tile.place(i, j)]) * inverse[i]
                    expected[i * outStride + j] = weighted ? roots[j] * scaled : scaled
                }
            }
            #expect(out == expected)
        }
    }

    @Test(arguments: Level.here, Shapes.tiles.filter { !$0.featureMajor })
    func gatherMakesRowsContiguous(_ level: Level, _ tile: Shapes.Tile) {
        checkGather(Double.self, level, tile)
        checkGather(Float.self, level, tile)
    }

    private func checkGather<T: Precision>(_: T.Type, _ level: Level, _ tile: Shapes.Tile) {
        let values = T.numbers(tile.size, seed: 35), outStride = tile.count + 4
        var out = [T](repeating: 7, count: outStride * tile.features), expected = out
        T.kernels(level).gather(tile.features, tile.count, values, tile.stride, &out, outStride)
        for row in 0..<tile.features {
            for j in 0..<tile.count { expected[row * outStride + j] = values[tile.place(row, j)] }
        }
        #expect(out == expected)
    }

    @Test(arguments: Level.here, Shapes.lengths) func rootsOfCurvatures(_ level: Level, _ count: Int) {
        checkRoots(Double.self, level, count)
        checkRoots(Float.self, level, count)
    }

    private func checkRoots<T: Precision>(_: T.Type, _ level: Level, _ count: Int) {
        let kernels = T.kernels(level)
        // Of 0 and 1 too.
        let weights = T.numbers(count, in: 0...3, seed: 36).enumerated().map { $0 % 3 == 1 ? T($0 % 2) : $1 }
        // Three probabilities a sample, which sum to 1.
        let stride = count + 3
        var p = T.numbers(3 * stride, in: 0.1...1, seed: 37)
        for j in 0..<count {
            let total = p[j] + p[stride + j] + p[2 * stride + j]
            for k in 0..<3 { p[k * stride + j] /= total }
        }
        func value(_ k: Int, _ j: Int) -> Double { Double(p[k * stride + j]) }
        func found(weighted: Bool, _ body: (UnsafePointer<T>?, UnsafeMutablePointer<Double>) -> Void) -> [Double] {
            [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
                guard let out = buffer.baseAddress else { return }
                weights.withUnsafeBufferPointer { body(weighted ? $0.baseAddress : nil, out) }
                initialized = count
            }
        }
        for weighted in [false, true] {
            func expected(_ factor: (Int) -> Double) -> [Double] {
                (0..<count).map { ((weighted ? Double(weights[$0]) : 1) * factor($0)).squareRoot() }
            }
            let plain = found(weighted: weighted) { kernels.roots(count, 1, stride, $0, nil, 0, 0, $1) }
            #expect(plain == expected { _ in 1 })
            let single = found(weighted: weighted) { kernels.roots(count, 1, stride, $0, p, 1, 1, $1) }
            #expect(single == expected { value(1, $0) })
            let pair = found(weighted: weighted) { kernels.roots(count, 3, stride, $0, p, 0, 2, $1) }
            let own = found(weighted: weighted) { kernels.roots(count, 3, stride, $0, p, 1, 1, $1) }
            // A contraction to fused multiply-adds, or none, moves the last digit.
            for j in 0..<count {
                let weight = weighted ? Double(weights[j]) : 1
                let product = weight * value(0, j) * value(2, j)
                let spread = weight * value(1, j) * (value(0, j) + value(2, j))
                #expect(abs(pair[j] - product.squareRoot()) <= 4 * pair[j].ulp)
                #expect(abs(own[j] - spread.squareRoot()) <= 4 * own[j].ulp)
            }
        }
    }

    /// Scales are powers of two, so that scaling is exact and the results below are equal to the bit.
    private func powers<T: Precision>(_: T.Type, _ count: Int) -> [T] { (0..<count).map { T(1 << ($0 % 5)) / 4 } }
}
