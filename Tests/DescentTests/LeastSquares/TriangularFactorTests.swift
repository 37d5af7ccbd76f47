import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentFit
@testable import DescentSweep

/// One sweep's triangle: all products of weighted, scaled columns, without having formed them.
@Suite struct TriangularFactorTests {
    /// Narrow ones by reflections of our own, wide ones by LAPACK; one block and many, one chunk and several.
    @Test(arguments: [(1, 5), (4, 3), (6, 1000), (20, 40_000), (90, 700), (90, 6000)])
    func keepsAllProductsOfColumns(_ shape: (features: Int, samples: Int)) throws {
        var problem = LinearProblem(features: shape.features, samples: shape.samples)
        problem.weights = problem.x.indices.map { Double($0 % 3) + 0.5 }
        problem.offsets = problem.x.map { [$0[0] / 2] }
        for hasBias in [true, false] {
            let fit = try LeastSquaresProblem(
                problem.dataset(Double.self), neuron: Linear(), hasBias: hasBias, ridge: 0, factors: nil, threads: 2)
            let reduction = try TriangularFactor(
                fit.rows, features: shape.features, hasBias: hasBias, targets: 1)
            let engine = try fit.engine(reduction, minimumSamples: 256), order = reduction.order
            let r = try engine.run { Array(UnsafeBufferPointer(start: $0, count: order * order)) }
            #expect(engine.plan.chunks > 1 || shape.samples < 40_000)
            let first = hasBias ? 1 : 0
            func column(_ index: Int, _ j: Int) -> Double {
                if index < first { return 1 }
                if index == order - 1 {
                    return ColumnScaling.scaled(problem.y[j][0] - problem.x[j][0] / 2, by: -fit.scaling.targets[0])
                }
                return ColumnScaling.scaled(problem.x[j][index - first], by: -fit.scaling.features[index - first])
            }
            let weights = (problem.weights ?? []).map { ColumnScaling.scaled($0, by: -fit.scaling.weight) }
            for a in Set([0, order / 2, order - 2, order - 1]) {
                for b in Set([a, (a + order) / 2, order - 1]) {
                    let found = (0...a).reduce(0) { $0 + r[$1 + a * order] * r[$1 + b * order] }
                    var expected = 0.0, size = 0.0
                    for j in problem.x.indices {
                        let term = weights[j] * column(a, j) * column(b, j)
                        expected += term
                        size += term.magnitude
                    }
                    #expect((found - expected).magnitude <= 200 * .ulpOfOne * max(size, 1))
                }
            }
        }
    }
}

/// Numbers of 106 bits against whole numbers of 128.
@Suite struct DoubleDoubleTests {
    private func value(_ x: DoubleDouble) -> Int128 { Int128(x.high) + Int128(x.low) }

    @Test func sumsAndProductsOfWholeNumbersAreExact() {
        var generator = SplitMix64(seed: 1)
        for _ in 0..<200 {
            let a = (generator.number() * 0x1p52).rounded(), b = (generator.number() * 0x1p52).rounded()
            let c = (generator.number() * 0x1p20).rounded()
            let product = DoubleDouble(product: a, b)
            #expect(value(product) == Int128(a) * Int128(b))
            // Below 106 bits nothing is lost.
            let sum = DoubleDouble(a) + DoubleDouble(product: b, c)
            #expect(value(sum) == Int128(a) + Int128(b) * Int128(c))
            #expect(value(sum - DoubleDouble(a)) == Int128(b) * Int128(c))
            #expect(value(DoubleDouble(product: b, c) * 4) == 4 * Int128(b) * Int128(c))
            #expect(value(-product) == -value(product) && product.value == a * b)
        }
        let tiny = DoubleDouble(1) + DoubleDouble(0x1p-80)
        #expect((tiny - DoubleDouble(1)).value == 0x1p-80)
        #expect((tiny * tiny - DoubleDouble(1)).value == 0x1p-79)
    }
}
