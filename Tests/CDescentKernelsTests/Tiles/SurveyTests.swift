import Testing

/// The survey's passes over a tile against plain loops, in both layouts and with gaps between the runs.
@Suite struct SurveyTests {
    /// With long samples, of which a few at a time are looked at.
    private static let tiles = Shapes.tiles + [Shapes.Tile(features: 300, count: 21, featureMajor: false, gap: 3)]

    @Test(arguments: Level.here, tiles) func meansAndExtremes(_ level: Level, _ tile: Shapes.Tile) {
        checkMeans(Double.self, level, tile)
        checkMeans(Float.self, level, tile)
    }

    private func checkMeans<T: Precision>(_: T.Type, _ level: Level, _ tile: Shapes.Tile) {
        // What lies behind the tile is nobody's.
        let x = T.numbers(tile.size, seed: 40) + [T](repeating: .infinity, count: 8 * tile.stride)
        let shares = shares(tile.count) + [Double](repeating: .infinity, count: 8)
        var mean = Double.zeros(tile.features), low = mean, high = mean
        T.kernels(level).surveyMeans(
            tile.features, tile.count, tile.featureMajor ? 1 : 0, x, tile.stride, shares, &mean, &low, &high)
        for i in 0..<tile.features {
            let row = (0..<tile.count).map { Double(x[tile.place(i, $0)]) }
            #expect(low[i] == row.min() && high[i] == row.max())
            let exact = zip(row, shares).reduce(0) { $0 + $1.0 * $1.1 }
            // n additions of numbers whose sizes add up to at most 1.
            #expect(abs(mean[i] - exact) <= Double(tile.count + 1) * .ulpOfOne)
        }
    }

    @Test(arguments: Level.here, Shapes.tiles) func squaredDeviations(_ level: Level, _ tile: Shapes.Tile) {
        checkSquares(Double.self, level, tile)
        checkSquares(Float.self, level, tile)
    }

    private func checkSquares<T: Precision>(_: T.Type, _ level: Level, _ tile: Shapes.Tile) {
        let x = T.numbers(tile.size, seed: 41), shares = shares(tile.count)
        let mean = Double.numbers(tile.features, seed: 42), inverse = (0..<tile.features).map { Double(1 << ($0 % 4)) }
        let leans = Double.numbers(tile.count, seed: 44)
        var squares = [Double](repeating: 7, count: tile.features), products = squares
        T.kernels(level).surveySquares(
            tile.features, tile.count, tile.featureMajor ? 1 : 0, x, tile.stride, shares, leans, mean, inverse,
            &squares, &products)
        for i in 0..<tile.features {
            let exact = (0..<tile.count).reduce(0.0) { sum, j in
                let deviation = (Double(x[tile.place(i, j)]) - mean[i]) * inverse[i]
                return sum + shares[j] * deviation * deviation
            }
            #expect(abs(squares[i] - exact) <= Double(tile.count + 4) * .ulpOfOne * exact)
            let parts = (0..<tile.count).map { leans[$0] * (Double(x[tile.place(i, $0)]) - mean[i]) * inverse[i] }
            let size = parts.reduce(0) { $0 + abs($1) }
            #expect(
                abs(products[i] - parts.reduce(0, +)) <= Double(2 * tile.count + 4) * .ulpOfOne * (size + inverse[i]))
        }
    }

    @Test(arguments: Level.here) func meansOfTheLargestNumbersDoNotOverflow(_ level: Level) {
        let huge = Double.greatestFiniteMagnitude
        for featureMajor in [0, 1] as [Int32] {
            var mean = [0.0], low = [0.0], high = [0.0]
            Double.kernels(level).surveyMeans(
                1, 4, featureMajor, [huge, huge, huge, huge], featureMajor == 1 ? 4 : 1, [0.25, 0.25, 0.25, 0.25],
                &mean, &low, &high)
            #expect(mean == [huge] && low == [huge] && high == [huge])
        }
    }

    private func shares(_ count: Int) -> [Double] {
        let weights = Double.numbers(count, in: 0.5...1.5, seed: 43), total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }
}
