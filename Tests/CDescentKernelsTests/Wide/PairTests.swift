import CDescentKernels
import TestSupport
import Testing

/// Arithmetic on pairs against whole numbers of 128 bits, which hold every product and sum here exactly.
@Suite struct PairTests {
    /// Aligned runs as the kernels want them.
    final class Run {
        let base: UnsafeMutablePointer<Double>
        init(_ values: [Double]) {
            let raw = UnsafeMutableRawPointer.allocate(byteCount: max(64, values.count * 8), alignment: 64)
            base = raw.bindMemory(to: Double.self, capacity: values.count)
            for (index, value) in values.enumerated() { base[index] = value }
        }
        deinit { base.deallocate() }
        subscript(index: Int) -> Double { base[index] }
    }

    struct Case {
        let features: Int, count: Int, stride: Int
        let x: Run, high: Run, low: Run, target: Run, targetLow: Run, weights: Run
        let bias: Double, biasLow: Double

        /// Whole numbers of up to `bits` bits, low halves of 6; weights 0 … 3.
        init(_ features: Int, _ count: Int, bits: Int, seed: UInt64) {
            var generator = SplitMix64(seed: seed)
            func numbers(_ count: Int, _ bits: Int) -> [Double] {
                let size = Double(Int(1) << bits)
                return (0..<count).map { _ in (generator.number() * size).rounded() }
            }
            (self.features, self.count, stride) = (features, count, count + 8)
            x = Run(numbers(features * stride, bits))
            high = Run(numbers(features, bits))
            low = Run(numbers(features, 6))
            target = Run(numbers(count, bits))
            targetLow = Run(numbers(count, 6))
            weights = Run((0..<count).map { Double($0 % 4) })
            bias = numbers(1, bits)[0]
            biasLow = numbers(1, 6)[0]
        }

        func residual(_ j: Int) -> Int128 {
            var r = Int128(target[j]) + Int128(targetLow[j]) - Int128(bias) - Int128(biasLow)
            for i in 0..<features { r -= Int128(x[i * stride + j]) * (Int128(high[i]) + Int128(low[i])) }
            return r
        }
    }

    private func value(_ high: Double, _ low: Double) -> Int128 { Int128(high) + Int128(low) }

    /// Errors are of the order of 2⁻¹⁰⁴ of the sum of absolute terms, and of their number.
    private func expectEqual(_ found: Int128, _ expected: Int128, size: Double) {
        #expect(Double((found - expected).magnitude) <= max(1, 0x1p-98 * size))
    }

    @Test(arguments: Level.here, [(1, 8), (2, 16), (7, 24), (17, 40)])
    func residualsAndProductsHaveTwiceTheDigits(_ level: Level, _ shape: (features: Int, count: Int)) {
        for bits in [20, 40, 52] {
            let c = Case(shape.features, shape.count, bits: bits, seed: UInt64(bits))
            let kernels = descent_wide_kernels_at(level.code).pointee
            let out = Run(Array(repeating: 7, count: c.count)), outLow = Run(Array(repeating: 7, count: c.count))
            let lanes = Run(Array(repeating: 0, count: 16 * (c.features + 2)))
            kernels.residuals(
                c.features, c.count, c.x.base, c.stride, c.high.base, c.low.base, c.bias, c.biasLow, c.target.base,
                c.targetLow.base, c.weights.base, out.base, outLow.base, lanes.base + 16 * c.features,
                lanes.base + 16 * (c.features + 1))
            var sum: Int128 = 0
            for j in 0..<c.count {
                let expected = Int128(c.weights[j]) * c.residual(j)
                expectEqual(
                    value(out[j], outLow[j]), expected,
                    size: 3 * Double(c.features + 1) * Double(1 << bits) * Double(1 << bits))
                sum += expected
            }
            let high = Run(Array(repeating: 0, count: c.features + 2)),
                low = Run(Array(repeating: 0, count: c.features + 2))
            if bits == 20 {
                // Products with whole residuals stay within 128 bits.
                kernels.products(c.features, c.count, c.x.base, c.stride, out.base, outLow.base, lanes.base)
                kernels.fold(c.features + 2, lanes.base, high.base, low.base)
                for i in 0..<c.features {
                    let expected = (0..<c.count).reduce(Int128(0)) {
                        $0 + Int128(c.x[i * c.stride + $1]) * Int128(c.weights[$1]) * c.residual($1)
                    }
                    expectEqual(value(high[i], low[i]), expected, size: 0)
                }
                let squares = (0..<c.count).reduce(Int128(0)) {
                    $0 + Int128(c.weights[$1]) * c.residual($1) * c.residual($1)
                }
                expectEqual(
                    value(high[c.features + 1], low[c.features + 1]), squares, size: 0x1p98 * 0x1p-100 * Double(squares)
                )
                #expect((0..<16 * (c.features + 2)).allSatisfy { lanes[$0] == 0 })
            } else {
                kernels.fold(c.features + 2, lanes.base, high.base, low.base)
            }
            expectEqual(
                value(high[c.features], low[c.features]), sum,
                size: 3 * Double(c.count) * Double(c.features + 1) * Double(1 << bits) * Double(1 << bits))
        }
    }

    @Test(arguments: Level.here) func aWeightOfZeroLeavesOutWhateverTheValues(_ level: Level) {
        let kernels = descent_wide_kernels_at(level.code).pointee
        let x = Run([1, .greatestFiniteMagnitude] + Array(repeating: 1, count: 6)), w = Run([4]),
            zero = Run(Array(repeating: 0, count: 8))
        let target = Run(Array(repeating: 6, count: 8)), weights = Run([1, 0, 1, 1, 1, 1, 1, 1])
        let out = Run(zero.values(8)), outLow = Run(zero.values(8)), lanes = Run(Array(repeating: 0, count: 32))
        kernels.residuals(
            1, 8, x.base, 8, w.base, zero.base, 0, 0, target.base, zero.base, weights.base, out.base, outLow.base,
            lanes.base, lanes.base + 16)
        #expect(out.values(8) == [2, 0, 2, 2, 2, 2, 2, 2] && outLow.values(8) == zero.values(8))
        let high = Run([0, 0]), low = Run([0, 0])
        kernels.fold(2, lanes.base, high.base, low.base)
        #expect(high.values(2) == [14, 28] && low.values(2) == [0, 0])
    }

    /// Errors are kept exactly at every level, with or without a fused operation, so all levels have the same bits.
    @Test func levelsHaveTheSameBits() {
        let c = Case(9, 64, bits: 52, seed: 9)
        let results = Level.here.map { level in
            let kernels = descent_wide_kernels_at(level.code).pointee
            let out = Run(Array(repeating: 0, count: 64)), outLow = Run(Array(repeating: 0, count: 64))
            let lanes = Run(Array(repeating: 0, count: 16 * 11)), high = Run(Array(repeating: 0, count: 11))
            let low = Run(Array(repeating: 0, count: 11))
            kernels.residuals(
                9, 64, c.x.base, c.stride, c.high.base, c.low.base, c.bias, c.biasLow, c.target.base, c.targetLow.base,
                c.weights.base, out.base, outLow.base, lanes.base + 16 * 9, lanes.base + 16 * 10)
            kernels.products(9, 64, c.x.base, c.stride, out.base, outLow.base, lanes.base)
            kernels.fold(11, lanes.base, high.base, low.base)
            return out.values(64) + outLow.values(64) + high.values(11) + low.values(11)
        }
        #expect(results.every { $0 == results[0] })
    }

    @Test(arguments: Level.here) func pairsAreAdded(_ level: Level) {
        let kernels = descent_wide_kernels_at(level.code).pointee
        let high = Run([0x1p100, 3]), low = Run([1, 0]), other = Run([-0x1p100, 0x1p60]), otherLow = Run([0x1p40, 1])
        kernels.add(2, high.base, low.base, other.base, otherLow.base)
        #expect(value(high[0], low[0]) == (1 << 40) + 1 && value(high[1], low[1]) == (1 << 60) + 4)
        // The high half alone is the number nearest to both.
        #expect(high[0] + low[0] == high[0] && high[1] + low[1] == high[1])
    }

    /// RᵀR of the result is that of the triangle plus that of the block.
    @Test(arguments: Level.here, [(1, 8), (2, 16), (5, 8), (9, 40), (30, 128)])
    func reflectionsKeepAllProductsOfColumns(_ level: Level, _ shape: (order: Int, count: Int)) {
        let (order, count) = shape, stride = count + 8
        let before = Double.numbers(order * order, seed: 11), values = Double.numbers(stride * order, seed: 12)
        let r = Run(before), b = Run(values)
        descent_wide_kernels_at(level.code).pointee.reflect(order, count, r.base, order, b.base, stride)
        for j in 0..<order {
            for i in 0...j {
                let found = (0...i).reduce(0) { $0 + r[$1 + i * order] * r[$1 + j * order] }
                let expected =
                    (0...i).reduce(0) { $0 + before[$1 + i * order] * before[$1 + j * order] }
                    + (0..<count).reduce(0) { $0 + values[$1 + i * stride] * values[$1 + j * stride] }
                #expect(abs(found - expected) <= 16 * Double(order + count) * .ulpOfOne * Double(order + count))
            }
            // Nothing below the triangle is touched.
            for i in 0..<order where i > j { #expect(r[i + j * order] == before[i + j * order]) }
        }
        // A block of zeros changes nothing.
        let after = r.values(order * order), zeros = Run(Array(repeating: 0, count: stride * order))
        descent_wide_kernels_at(level.code).pointee.reflect(order, count, r.base, order, zeros.base, stride)
        #expect(r.values(order * order) == after)
    }
}

extension PairTests.Run {
    func values(_ count: Int) -> [Double] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
