import Testing

/// Sums, products and copies of vectors against plain loops, on lengths around every vector width.
@Suite struct SumsTests {
    @Test(arguments: Level.here, Shapes.lengths) func sumRunsInDouble(_ level: Level, _ count: Int) {
        checkSum(Double.self, level, count)
        checkSum(Float.self, level, count)
    }

    /// n additions in any order err by at most n ε Σ|w x|, with double's ε for either precision.
    private func checkSum<T: Precision>(_: T.Type, _ level: Level, _ count: Int) {
        let values = T.numbers(count, seed: 20), weights = T.numbers(count, in: 0...1, seed: 21)
        for weighted in [false, true] {
            let terms = (0..<count).map { Double(values[$0]) * (weighted ? Double(weights[$0]) : 1) }
            let found = T.kernels(level).sum(count, values, weighted ? weights : nil)
            let size = terms.reduce(0) { $0 + $1.magnitude }
            #expect(abs(found - terms.reduce(0, +)) <= Double(count + 1) * .ulpOfOne * size)
        }
    }

    @Test(arguments: Level.here, Shapes.lengths) func dotRunsInDouble(_ level: Level, _ count: Int) {
        checkDot(Double.self, level, count)
        checkDot(Float.self, level, count)
    }

    /// As for a sum; every product adds a rounding.
    private func checkDot<T: Precision>(_: T.Type, _ level: Level, _ count: Int) {
        let x = T.numbers(count, seed: 26), y = T.numbers(count, seed: 27)
        let terms = (0..<count).map { Double(x[$0]) * Double(y[$0]) }
        let found = T.kernels(level).dot(count, x, y)
        let size = terms.reduce(0) { $0 + $1.magnitude }
        #expect(abs(found - terms.reduce(0, +)) <= Double(count + 1) * .ulpOfOne * size)
    }

    @Test(arguments: Level.here, Shapes.lengths) func elementwiseKernelsEqualLoops(_ level: Level, _ count: Int) {
        checkElementwise(Double.self, level, count)
        checkElementwise(Float.self, level, count)
    }

    /// One value beyond the run must stay as it was.
    private func checkElementwise<T: Precision>(_: T.Type, _ level: Level, _ count: Int) {
        let kernels = T.kernels(level), values = T.numbers(count + 1, seed: 22), others = T.numbers(count + 1, seed: 23)
        let untouched = values[count], run = 0..<count

        var products = values
        kernels.multiply(count, &products, others)
        #expect(products == run.map { values[$0] * others[$0] } + [untouched])

        var filled = values
        kernels.fill(count, &filled, 2.5, nil)
        #expect(filled == run.map { _ in 2.5 } + [untouched])
        kernels.fill(count, &filled, 2.5, others)
        #expect(filled == run.map { 2.5 + others[$0] } + [untouched])

        let doubles = Double.numbers(count, seed: 24)
        var converted = values
        kernels.convert(count, doubles, &converted)
        #expect(converted == run.map { T(doubles[$0]) } + [untouched])

        var sums = Double.numbers(count + 1, seed: 25)
        let before = sums
        kernels.accumulate(count, values, &sums)
        #expect(sums == run.map { before[$0] + Double(values[$0]) } + [before[count]])
    }
}
