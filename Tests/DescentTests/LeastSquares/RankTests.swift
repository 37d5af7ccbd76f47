import TestSupport
import Testing

import Descent
@testable import DescentFit

/// Columns that depend on others are found, named and set to 0; columns that nearly do are not.
@Suite struct RankTests {

    /// Features added to five random ones, as functions of these.
    private func problem(_ extra: [@Sendable ([Double]) -> Double], samples: Int = 200) -> LinearProblem {
        var problem = LinearProblem(features: 5, samples: samples)
        problem.x = problem.x.map { row in row + extra.map { $0(row) } }
        return problem
    }

    /// The fit is that without the dependent columns, and these have weight 0.
    private func expectAliased(
        _ problem: LinearProblem, _ expected: [Dependence], hasBias: Bool = true,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let fit = try problem.fit(hasBias: hasBias)
        #expect(fit.dependences == expected, sourceLocation: sourceLocation)
        let dependent = Set(expected.map(\.feature.index)), all = problem.x[0].indices
        var reduced = problem
        reduced.x = problem.x.map { row in all.filter { !dependent.contains($0) }.map { row[$0] } }
        let plain = try reduced.fit(hasBias: hasBias)
        #expect(plain.dependences.isEmpty, sourceLocation: sourceLocation)
        let kept = (all.filter { !dependent.contains($0) }).map { fit.parameters[$0] }
        #expect(
            worstUlps(kept, Array(plain.parameters.values.prefix(kept.count))) <= 2, sourceLocation: sourceLocation)
        #expect(fit.rank == kept.count + (hasBias ? 1 : 0), sourceLocation: sourceLocation)
        for feature in dependent {
            #expect(fit.parameters[feature] == 0 && fit.deviationFactors[feature].isNaN, sourceLocation: sourceLocation)
        }
        #expect(fit.isConverged && ulps(fit.residualSquares[0], plain.residualSquares[0]) <= 4)
    }

    @Test func aDuplicateIsNamedWithItsOriginal() throws {
        try expectAliased(problem([{ $0[2] }]), [Dependence(feature: 5, features: [2], includesBias: false)])
        try expectAliased(problem([{ -4 * $0[0] }]), [Dependence(feature: 5, features: [0], includesBias: false)])
    }

    @Test func aConstantIsTheBias() throws {
        try expectAliased(problem([{ _ in 7.5 }]), [Dependence(feature: 5, features: [], includesBias: true)])
        try expectAliased(problem([{ _ in 1e12 }]), [Dependence(feature: 5, features: [], includesBias: true)])
        try expectAliased(problem([{ _ in 7.5 }]), [], hasBias: false)
        try expectAliased(problem([{ _ in 0 }]), [Dependence(feature: 5, features: [], includesBias: false)])
    }

    @Test func aWholeCombinationIsFound() throws {
        try expectAliased(
            problem([{ $0[0] + $0[1] - 2 * $0[4] + 1 }]),
            [Dependence(feature: 5, features: [0, 1, 4], includesBias: true)])
        // One-hot columns with a bias.
        try expectAliased(
            problem([{ $0[0] > 1 ? 1 : 0 }, { $0[0] <= 1 ? 1 : 0 }]),
            [Dependence(feature: 6, features: [5], includesBias: true)])
    }

    @Test func severalAreFoundTogether() throws {
        try expectAliased(
            problem([{ $0[1] }, { $0[3] * $0[3] }, { $0[3] * $0[3] + $0[0] }, { $0[1] + 2 }]),
            [
                Dependence(feature: 5, features: [1], includesBias: false),
                Dependence(feature: 7, features: [0, 6], includesBias: false),
                Dependence(feature: 8, features: [1], includesBias: true),
            ])
    }

    @Test func floatDataAreJudgedByTheirOwnRounding() throws {
        let problem = problem([{ Double(Float($0[0]) + Float($0[1]) * 0.3) }]).single
        let fit = try LeastSquares.solve(problem.dataset(Float.self))
        #expect(fit.dependences == [Dependence(feature: 5, features: [0, 1], includesBias: false)])
        #expect(try problem.fit().dependences.isEmpty)
    }

    /// The distance 2/κ between two columns of one length makes the condition κ.
    @Test(arguments: [1e6, 1e9, 1e12, 1e14, 1e15]) func nearlyDependentColumnsKeepTheirWeights(_ condition: Double)
        throws
    {
        var generator = SplitMix64(seed: 3)
        let distance = 2 / condition
        var problem = LinearProblem(features: 1, samples: 4000, noise: 0)
        problem.x = problem.x.map { _ in
            let a = generator.number(), b = generator.number()
            return [a, a + distance * b]
        }
        problem.y = problem.x.map { [3 * $0[0] - 2 * $0[1] + 0.5 * distance * generator.number()] }
        let fit = try problem.fit(hasBias: false)
        #expect(fit.rank == 2 && fit.dependences.isEmpty && fit.isConverged)
        #expect(fit.condition > condition / 4 && fit.condition < 8 * condition)
        #expect(fit.digits[0] < max(0.5, 16.5 - Math.decimalLogarithm(condition)))
        // The exact second weight by Cramer's rule, in coordinates where nothing cancels: x₁, x₂ − x₁ and y − x₁.
        var (aa, ad, dd) = (DoubleDouble.zero, DoubleDouble.zero, DoubleDouble.zero)
        var (ay, dy) = (DoubleDouble.zero, DoubleDouble.zero)
        for (row, y) in zip(problem.x, problem.y) {
            let a = DoubleDouble(row[0]), d = DoubleDouble(row[1]) - a, rest = DoubleDouble(y[0]) - a
            aa += a * a
            ad += a * d
            dd += d * d
            ay += a * rest
            dy += d * rest
        }
        let second = (aa * dy - ad * ay).value / (aa * dd - ad * ad).value
        #expect((fit.parameters[1] / second - 1).magnitude < 1e-13)
    }

    @Test(arguments: [1, 2, 3, 6, 7]) func fewerSamplesThanColumnsInterpolate(_ samples: Int) throws {
        let problem = LinearProblem(features: 8, samples: samples)
        let fit = try problem.fit()
        #expect(fit.rank == samples && fit.dependences.count == 9 - samples && fit.degreesOfFreedom == 0)
        for (row, y) in zip(problem.x, problem.y) {
            let z = row.indices.reduce(fit.parameters.bias()) { $0 + row[$1] * fit.parameters[$1] }
            #expect((z - y[0]).magnitude < 1e-12 * 50)
        }
        let ridge = try problem.fit(ridge: 0.5)
        #expect(ridge.rank == 9 && ridge.dependences.isEmpty && ridge.isConverged)
    }

    /// 1 on the diagonal and −1 above it: singular to working precision, though no column is near the span of those
    /// before it.
    @Test(arguments: [30, 60, 90]) func pivotingFindsWhatNoSingleColumnShows(_ order: Int) {
        var values = [Double](repeating: 0, count: order * order)
        for column in 0..<order {
            for row in 0...column { values[row + column * order] = row == column ? 1 : -1 }
        }
        let split = ColumnSplit(values, order: order, columns: order, threshold: 0x1p-40, most: order)
        #expect(split.kept == (order > 40 ? order - 1 : order) && split.others.count == order - split.kept)
        // What is kept has the products that it had.
        let kept = split.triangle
        for (a, first) in kept.columns.enumerated() {
            for (b, second) in kept.columns.enumerated().prefix(a + 1) {
                let found = (0...b).reduce(0) {
                    $0 + kept.values[$1 + a * kept.order] * kept.values[$1 + b * kept.order]
                }
                let expected = (0..<order).reduce(0) { $0 + values[$1 + first * order] * values[$1 + second * order] }
                #expect((found - expected).magnitude < 1e-12 * Double(order))
            }
        }
    }
}
