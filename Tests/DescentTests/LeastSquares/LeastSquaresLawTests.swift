import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentFit

/// What must not change the best fit, or change it in a known way. A result is the exact solution of the data rounded
/// once, so ways to it that compute differently agree to 2 units of the last place.
@Suite struct LeastSquaresLawTests {
    static let shapes: [(features: Int, samples: Int)] = [(1, 2), (1, 40), (3, 17), (7, 8), (12, 300), (33, 130)]

    private func expectEqual(
        _ a: LeastSquares.Solution, _ b: LeastSquares.Solution, within limit: Double = 2,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(a.isConverged && b.isConverged, sourceLocation: sourceLocation)
        #expect(worstUlps(a.parameters.values, b.parameters.values) <= limit, sourceLocation: sourceLocation)
    }

    @Test(arguments: shapes, [true, false])
    func residualsAreOrthogonalToEveryColumn(_ shape: (features: Int, samples: Int), hasBias: Bool) throws {
        var problem = LinearProblem(features: shape.features, samples: shape.samples)
        problem.weights = problem.x.indices.map { Double($0 % 4 == 3 ? 0 : $0 % 3) + 0.25 }
        let fit = try problem.fit(hasBias: hasBias)
        let columns = shape.features + (hasBias ? 1 : 0)
        func x(_ row: [Double], _ i: Int) -> Double { i < shape.features ? row[i] : 1 }
        var gradient = [DoubleDouble](repeating: .zero, count: columns), sizes = [Double](repeating: 0, count: columns)
        var squares = DoubleDouble.zero
        for (j, row) in problem.x.enumerated() {
            var r = DoubleDouble(problem.y[j][0]), size = problem.y[j][0].magnitude
            for i in 0..<columns {
                r -= DoubleDouble(product: fit.parameters.values[i], x(row, i))
                size += (fit.parameters.values[i] * x(row, i)).magnitude
            }
            let weight = problem.weights?[j] ?? 1
            squares += r * r * weight
            for i in 0..<columns {
                gradient[i] += r * (x(row, i) * weight)
                sizes[i] += (x(row, i) * weight).magnitude * size
            }
        }
        // Rounding the weights once leaves ε of every term.
        for i in 0..<columns { #expect(gradient[i].value.magnitude <= .ulpOfOne * sizes[i]) }
        if shape.samples > columns {
            #expect(abs(fit.residualSquares[0] / squares.value - 1) < 1e-14)
            #expect(abs(fit.residualNorms[0] / squares.value.squareRoot() - 1) < 1e-14)
        }
        #expect(fit.rank == min(columns, shape.samples) && fit.samples == shape.samples)
    }

    @Test func exactDataGiveTheirWeightsExactly() throws {
        let problem = LinearProblem(features: 9, samples: 100, outputs: 2, noise: 0).wholeNumbers
        let fit = try problem.fit()
        for output in 0..<2 {
            // What should be 0 is far below the last place of the others.
            let found = (0..<9).map { fit.parameters[$0, output] } + [fit.parameters.bias(output)]
            let expected = (0..<9).map { Double(($0 + output) % 7 - 3) } + [Double(output)]
            for (a, b) in zip(found, expected) { #expect(b == 0 ? a.magnitude < 1e-30 : a == b) }
        }
        #expect(fit.isConverged && fit.residualSquares.allSatisfy { $0 < 1e-50 })
    }

    @Test func aWeightOfKIsKEqualSamples() throws {
        var weighted = LinearProblem(features: 6, samples: 60)
        let counts = weighted.x.indices.map { $0 % 4 }
        var repeated = weighted
        repeated.x = counts.indices.flatMap { Array(repeating: weighted.x[$0], count: counts[$0]) }
        repeated.y = counts.indices.flatMap { Array(repeating: weighted.y[$0], count: counts[$0]) }
        weighted.weights = counts.map(Double.init)
        for ridge in [0, 0.25] {
            let a = try weighted.fit(ridge: ridge), b = try repeated.fit(ridge: ridge)
            expectEqual(a, b)
            #expect(worstUlps(a.residualSquares, b.residualSquares) <= 4)
            #expect(a.samples == 45 && b.samples == 90)
        }
    }

    @Test func aSampleOfWeightZeroDoesNotCount() throws {
        var problem = LinearProblem(features: 4, samples: 50)
        let plain = try problem.fit()
        problem.x.insert([1e300, -1e200, 3, 1e-300], at: 20)
        problem.y.insert([1e250], at: 20)
        problem.weights = problem.x.indices.map { $0 == 20 ? 0 : 1 }
        let fit = try problem.fit()
        expectEqual(fit, plain)
        #expect(fit.samples == 50)
    }

    /// Five chunks and more, in both precisions and layouts, with all that may come along.
    @Test func threadsChangeNoBits() throws {
        var problem = LinearProblem(features: 24, samples: 50_001, outputs: 2)
        problem.weights = problem.x.indices.map { Double($0 % 5) }
        problem.offsets = problem.y.map { _ in [0.5, -1] }
        func check<T: Scalar>(_: T.Type) throws {
            for layout in [Matrix<T>.Layout.sampleMajor, .featureMajor] {
                let data = try problem.dataset(T.self, layout: layout)
                let single = try LeastSquares.solve(data, ridge: 1e-3, threads: 1)
                for threads in [2, 3, 7] {
                    let fit = try LeastSquares.solve(data, ridge: 1e-3, threads: threads)
                    #expect(fit.parameters == single.parameters && fit.residualSquares == single.residualSquares)
                    #expect(fit.deviationFactors == single.deviationFactors && fit.condition == single.condition)
                }
            }
        }
        try check(Double.self)
        try check(Float.self)
    }

    @Test(arguments: [-900, -301, -1, 1, 2, 500, 900]) func powersOfTwoScaleExactly(_ power: Int) throws {
        let problem = LinearProblem(features: 5, samples: 70)
        let plain = try problem.fit()
        func scaled(_ x: Double, _ by: Int) -> Double { Double(sign: .plus, exponent: by, significand: x) }
        var features = problem
        for j in features.x.indices {
            for i in 0..<5 { features.x[j][i] = scaled(features.x[j][i], i % 2 == 0 ? power : -power) }
        }
        let fit = try features.fit()
        for i in 0..<5 { #expect(fit.parameters[i] == scaled(plain.parameters[i], i % 2 == 0 ? -power : power)) }
        #expect(fit.parameters.bias() == plain.parameters.bias())
        #expect(fit.residualSquares == plain.residualSquares && fit.condition == plain.condition)
        for i in 0..<5 {
            #expect(fit.deviationFactors[i] == scaled(plain.deviationFactors[i], i % 2 == 0 ? -power : power))
        }
        var targets = problem
        targets.y = problem.y.map { [scaled($0[0], power)] }
        let larger = try targets.fit()
        #expect(larger.parameters.values == plain.parameters.values.map { scaled($0, power) })
        #expect(larger.residualNorms[0] == scaled(plain.residualNorms[0], power))
    }

    @Test func theOrderOfSamplesAndFeaturesDoesNotMatter() throws {
        let problem = LinearProblem(features: 8, samples: 500)
        let plain = try problem.fit()
        var generator = SplitMix64(seed: 5)
        let samples = problem.x.indices.shuffled(using: &generator), features = (0..<8).shuffled(using: &generator)
        var shuffled = problem
        shuffled.x = samples.map { j in features.map { problem.x[j][$0] } }
        shuffled.y = samples.map { problem.y[$0] }
        let fit = try shuffled.fit()
        for (place, feature) in features.enumerated() {
            #expect(ulps(fit.parameters[place], plain.parameters[feature]) <= 2)
        }
        #expect(ulps(fit.parameters.bias(), plain.parameters.bias()) <= 2)
    }

    @Test func anOffsetIsAFeatureWithAKnownWeight() throws {
        var problem = LinearProblem(features: 4, samples: 90, outputs: 2)
        let plain = try problem.fit()
        problem.offsets = problem.x.map { [4 * $0[2]] }
        let fit = try problem.fit()
        for output in 0..<2 {
            for i in 0..<4 {
                let expected = plain.parameters[i, output] - (i == 2 ? 4 : 0)
                #expect((fit.parameters[i, output] - expected).magnitude <= 4 * .ulpOfOne * max(4, expected.magnitude))
            }
        }
        #expect(worstUlps(fit.residualSquares, plain.residualSquares) <= 8)
    }

    @Test func ridgeIsSamplesOfItsOwn() throws {
        let problem = LinearProblem(features: 5, samples: 64)
        let factors: [Double] = [1, 4, 0, 1, 16]
        // Σ w λ f = 4 f, so that its roots are exact.
        let fit = try problem.fit(hasBias: false, ridge: 4.0 / 64, factors: factors)
        var augmented = problem
        for (i, factor) in factors.enumerated() {
            augmented.x.append((0..<5).map { $0 == i ? 2 * factor.squareRoot() : 0 })
            augmented.y.append([0])
        }
        let expected = try augmented.fit(hasBias: false)
        expectEqual(fit, expected)
        #expect(worstUlps(fit.deviationFactors, expected.deviationFactors) <= 64)
        let doubled = try LeastSquares.solve(
            problem.dataset(Double.self), neuron: Linear(.squared), hasBias: false, ridge: 8.0 / 64, factors: factors)
        #expect(doubled.parameters == fit.parameters)
    }

    @Test func theBiasIsNotPenalised() throws {
        var problem = LinearProblem(features: 3, samples: 40)
        let fit = try problem.fit(ridge: 10)
        problem.y = problem.y.map { [$0[0] + 1024] }
        let moved = try problem.fit(ridge: 10)
        for i in 0..<3 { #expect((fit.parameters[i] - moved.parameters[i]).magnitude < 1e-12) }
        #expect((moved.parameters.bias() - fit.parameters.bias() - 1024).magnitude < 1e-12)
        let strong = try problem.fit(ridge: 1e30)
        let mean = problem.y.reduce(0) { $0 + $1[0] } / 40
        #expect((strong.parameters.bias() - mean).magnitude < 1e-12 * mean)
        #expect((0..<3).allSatisfy { strong.parameters[$0].magnitude < 1e-25 })
    }

    @Test func outputsArePartsOfOneFit() throws {
        let problem = LinearProblem(features: 6, samples: 200, outputs: 4)
        let all = try problem.fit()
        for output in 0..<4 {
            var one = problem
            one.y = problem.y.map { [$0[output]] }
            let fit = try one.fit()
            for i in 0..<6 { #expect(ulps(fit.parameters[i], all.parameters[i, output]) <= 2) }
            #expect(ulps(fit.residualSquares[0], all.residualSquares[output]) <= 4)
        }
    }

    @Test func precisionAndLayoutOfTheDataDoNotMatter() throws {
        let problem = LinearProblem(features: 11, samples: 3000).single
        let plain = try problem.fit()
        expectEqual(try LeastSquares.solve(problem.dataset(Float.self)), plain)
        expectEqual(try LeastSquares.solve(problem.dataset(Float.self, layout: .featureMajor)), plain)
        expectEqual(try LeastSquares.solve(problem.dataset(Double.self, layout: .featureMajor)), plain)
    }

    @Test func chunksDoNotMatter() throws {
        // Fifteen chunks against one, which a column more or less in front does not tell apart.
        let long = LinearProblem(features: 3, samples: 200_000)
        let plan = Plan(
            of: Double.self, features: 3, samples: 200_000, outputs: 1, layout: .sampleMajor, isStaged: false,
            partialBytes: 1000)
        #expect(plan.chunks > 2)
        let fit = try long.fit()
        var whole = long
        for j in whole.x.indices { whole.x[j] += [1] }
        expectEqual(fit, LeastSquares.Solution(reordering: try whole.fit(hasBias: false)))
        #expect(fit.reads <= 3)
    }

    @Test func illegalOptionsAreRefused() throws {
        let problem = LinearProblem(features: 2, samples: 10)
        for ridge in [-1, .nan, .infinity] {
            expectIllegal("the ridge penalty", ridge) { try problem.fit(ridge: ridge) }
        }
        #expect(throws: DescentError.mismatch(.input, .features, expected: 2, found: 1)) {
            try problem.fit(factors: [1])
        }
        expectIllegal("a penalty factor", -1.0) { try problem.fit(factors: [1, -1]) }
        expectIllegal("threads", 0) { try problem.fit(threads: 0) }
        var tiny = problem
        tiny.x = problem.x.map { $0.map { $0 * 1e-300 } }
        tiny.y = problem.y.map { $0.map { $0 * 1e100 } }
        #expect(throws: DescentError.overflow(.weights, sample: nil)) { try tiny.fit() }
    }
}

extension LinearProblem {
    /// Features rounded to whole numbers, and targets that are whole combinations of them.
    var wholeNumbers: LinearProblem {
        var result = self
        result.x = x.map { $0.map { ($0 * 8).rounded() } }
        result.y = result.x.map { row in
            y[0].indices.map { output in
                row.indices.reduce(Double(output)) { $0 + row[$1] * Double(($1 + output) % 7 - 3) }
            }
        }
        return result
    }
}

extension LeastSquares.Solution {
    /// A fit whose last feature is a column of ones, as one with a bias.
    init(reordering other: Self) {
        var parameters = Parameters(features: other.parameters.featureCount - 1)
        parameters.values = other.parameters.values
        self.init(
            parameters: parameters, rank: other.rank, dependences: other.dependences, condition: other.condition,
            digits: other.digits, residualNorms: other.residualNorms, residualSquares: other.residualSquares,
            samples: other.samples, deviationFactors: other.deviationFactors, independentColumns: [], inverseFactor: [],
            refinements: other.refinements, isConverged: other.isConverged, left: other.left,
            reads: other.reads)
    }
}
