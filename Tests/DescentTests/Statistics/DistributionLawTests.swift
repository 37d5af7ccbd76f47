import Testing

import Descent
@testable import DescentFit

/// What holds for every distribution, and what relates one to another.
@Suite struct DistributionLawTests {
    /// A distribution and places from its far left to its far right.
    struct Instance: Sendable, CustomTestStringConvertible {
        let distribution: any Distribution
        let places: [Double]
        var testDescription: String { "\(distribution)" }
    }

    static let symmetric: [any SymmetricDistribution] =
        [StandardNormal()] + [0.25, 1, 2.5, 30, 1e6, 1e13, .infinity].map { StudentT($0) }
    static let positive: [any PositiveDistribution] =
        [0.25, 1, 2, 7.5, 400, 1e6].map { ChiSquared($0) }
        + [(1, 1), (0.5, 3), (3, 0.5), (12, 40), (1e6, 1e6), (2, 1e7), (5, .infinity)].map { VarianceRatio($0.0, $0.1) }

    static let all: [Instance] =
        symmetric.map { Instance(distribution: $0, places: [-30, -4, -1, -0.01, 0, 1e-5, 0.5, 1.7, 2.5, 12, 36]) }
        + positive.map { distribution in
            let spread = [1e-9, 0.01, 0.5, 0.9, 0.998, 1, 1.0001, 1.003, 1.2, 2, 8, 1e4]
            return Instance(distribution: distribution, places: spread.map { $0 * distribution.center })
        }

    @Test(arguments: all) func theTailsSumToOneAndAreMonotone(_ instance: Instance) {
        var before = (lower: 0.0, upper: 1.0)
        for x in instance.places {
            let lower = instance.distribution.lower(x), upper = instance.distribution.upper(x)
            #expect((lower + upper - 1).magnitude <= 4e-16 && lower >= 0 && upper >= 0, "\(x)")
            #expect(lower >= before.lower && upper <= before.upper, "\(x)")
            // One of the two moves, unless both tails are nothing there.
            #expect(lower > before.lower || upper < before.upper || lower == 0 || upper == 0, "\(x)")
            before = (lower, upper)
        }
        #expect(instance.distribution.lower(-.infinity) == 0 && instance.distribution.upper(-.infinity) == 1)
        #expect(instance.distribution.lower(.infinity) == 1 && instance.distribution.upper(.infinity) == 0)
    }

    @Test(arguments: all) func quantilesAreTheInverse(_ instance: Instance) {
        let distribution = instance.distribution
        for p in [1e-300, 1e-100, 1e-20, 1e-5, 0.01, 0.2, 0.3, 0.4999, 0.5, 0.6, 0.8, 0.975, 0.999999] {
            let low = distribution.quantile(lower: p), high = distribution.quantile(upper: p)
            #expect(agrees(low, p) { distribution.lower($0) }, "lower \(p): \(low)")
            #expect(agrees(high, p) { distribution.upper($0) }, "upper \(p): \(high)")
        }
    }

    /// The tail there is p, or p lies between the tails of the neighbours, where a Double is too coarse to say it better.
    private func agrees(_ x: Double, _ p: Double, _ tail: (Double) -> Double) -> Bool {
        let found = tail(x)
        if (found / p - 1).magnitude <= 4e-15 { return true }
        // No Double is as far out: the tail is still too large at the last one.
        if x == 0 || x.isInfinite { return tail(x == 0 ? .leastNonzeroMagnitude : x > 0 ? 1.7e308 : -1.7e308) > p }
        let step = 4 * x.ulp
        let ends = [tail(x - step), tail(x + step)]
        return ends.min()! <= p * (1 + 4e-15) && ends.max()! >= p * (1 - 4e-15)
    }

    @Test(arguments: all) func endsAndWhatIsNoProbability(_ instance: Instance) {
        let distribution = instance.distribution
        let left = distribution is any SymmetricDistribution ? -Double.infinity : 0
        #expect(distribution.quantile(lower: 0) == left && distribution.quantile(upper: 1) == left)
        #expect(distribution.quantile(lower: 1) == .infinity && distribution.quantile(upper: 0) == .infinity)
        for p in [-1e-9, 1.0000001, .nan, -.infinity, .infinity] {
            #expect(distribution.quantile(lower: p).isNaN && distribution.quantile(upper: p).isNaN, "\(p)")
        }
        #expect(distribution.lower(.nan).isNaN && distribution.upper(.nan).isNaN)
    }

    @Test func illegalDegreesOfFreedomAreNoNumber() {
        var cases: [any Distribution] = [0, -1, 1e-300, .nan, -.infinity].map { StudentT($0) }
        cases += [0, -1, 1e-300, .nan, .infinity, 1e13].map { ChiSquared($0) }
        cases += [(0, 1), (1, 0), (-2, 3), (.nan, 1), (1, .nan), (.infinity, 1e13), (1e13, 1e13), (1e-300, 1)].map {
            VarianceRatio($0.0, $0.1)
        }
        for distribution in cases {
            for x in [-1, 0, 1, Double.infinity] {
                #expect(distribution.lower(x).isNaN && distribution.upper(x).isNaN, "\(distribution) \(x)")
            }
            for p in [0, 0.1, 0.4, 0.5, 1] {
                #expect(distribution.quantile(lower: p).isNaN && distribution.quantile(upper: p).isNaN)
            }
        }
    }

    /// At the ends of the domain, and at arguments of any size, tails are still two numbers that sum to 1.
    @Test func endsOfTheDomain() {
        var cases: [any Distribution] = [1e-3, 1e12, 1e21, 1e308].map { StudentT($0) }
        cases += [1e-3, 1e6].map { ChiSquared($0) }
        cases += [
            (1e-3, 1e300), (1e300, 1e-3), (1e-3, 1e-3), (1e5, 1e59), (1e59, 3), (1e308, 1), (1e5, .infinity),
            (.infinity, 2),
        ].map {
            VarianceRatio($0.0, $0.1)
        }
        for distribution in cases {
            for x in [
                .leastNonzeroMagnitude, 1e-300, 1e-5, 1, 1.000001, 30, 1e12, 1e200, Double.greatestFiniteMagnitude,
            ] {
                let lower = distribution.lower(x), upper = distribution.upper(x)
                #expect(lower >= 0 && upper >= 0 && (lower + upper - 1).magnitude <= 4e-16, "\(distribution) \(x)")
            }
            for p in [1e-300, 0.1, 0.5, 0.9] { #expect(!distribution.quantile(upper: p).isNaN, "\(distribution) \(p)") }
        }
    }

    @Test(arguments: symmetric) func symmetricDistributionsMirror(_ distribution: any SymmetricDistribution) {
        #expect(distribution.upper(0) == 0.5 && distribution.central(0) == 0 && distribution.quantile(lower: 0.5) == 0)
        #expect(distribution.twoSided(0) == 1)
        for x in [1e-300, 0.3, 2, 40] {
            #expect(distribution.upper(x) == distribution.lower(-x))
            #expect(distribution.twoSided(x) == distribution.twoSided(-x))
            #expect(distribution.twoSided(x) == 2 * distribution.upper(x))
            #expect((distribution.central(x) + distribution.upper(x) - 0.5).magnitude <= 2e-16)
        }
        for p in [1e-200, 0.1, 0.3] { #expect(distribution.quantile(lower: p) == -distribution.quantile(upper: p)) }
    }

    /// F(1, ν) = t², at t whose squares are Doubles.
    @Test func aRatioWithOneDegreeIsStudentSquared() {
        for nu in [0.5, 1, 3, 20, 1e7] {
            for t in [0.125, 1, 1.75, 9, 30, 1024] {
                let p = StudentT(nu).twoSided(t)
                guard p > 1e-300 else { continue }
                #expect(close(VarianceRatio(1, nu).upper(t * t), p), "\(nu) \(t)")
                #expect(close(VarianceRatio(nu, 1).lower(1 / (t * t)), p) || 1 / (t * t) * (t * t) != 1, "\(nu) \(t)")
            }
        }
    }

    @Test func knownFormulas() {
        for x in [1e-10, 0.5, 2, 10, 700, 1400] {
            #expect(close(ChiSquared(2).upper(x), Math.exponential(-x / 2)))
            #expect(close(ChiSquared(2).lower(x), -Math.exponentialLess1(-x / 2)))
        }
        // χ² of one is a squared normal variable; F of two and ν is (1 + 2f/ν)^−ν/2; t of two has a root in it.
        for z in [0.0625, 0.5, 1, 3, 20, 36] {
            #expect(close(ChiSquared(1).upper(z * z), StandardNormal().twoSided(z)))
            #expect(close(VarianceRatio(1, .infinity).upper(z * z), StandardNormal().twoSided(z)))
            #expect(close(VarianceRatio(2, 4).upper(z), 1 / ((1 + z / 2) * (1 + z / 2))))
            #expect(close(StudentT(2).central(z), z / (2 * (2 + z * z).squareRoot())))
        }
        #expect(StudentT(1).upper(1) == 0.25)
        #expect(close(StudentT(1).upper(1e200), 1e-200 / .pi))
        // The ratio turned over exchanges its degrees of freedom.
        for f in [0.125, 0.5, 1, 2, 8] {
            #expect(close(VarianceRatio(3, 17).lower(f), VarianceRatio(17, 3).upper(1 / f)))
        }
    }

    /// Large degrees of freedom approach the limits: the difference of t and z is t³/4ν of the density's scale.
    @Test func limits() {
        for t in [0.5, 2, 10, 30] {
            let z = StandardNormal().upper(t)
            #expect(StudentT(.infinity).upper(t) == z)
            #expect((StudentT(1e20).upper(t) / z - 1).magnitude < 1e-13)
            #expect(StudentT(1e5).upper(t) > z)
            #expect((VarianceRatio(3, 1e20).upper(t) / ChiSquared(3).upper(3 * t) - 1).magnitude < 1e-13)
        }
    }

    private func close(_ a: Double, _ b: Double) -> Bool { (a / b - 1).magnitude <= 3e-15 }
}
