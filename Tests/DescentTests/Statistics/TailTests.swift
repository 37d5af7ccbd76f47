import Testing

import Descent
@testable import DescentFit

/// Both tails of every distribution against 20 digits, from the middle to 1e−305. The limits are what was measured and a
/// little for another C library; the documentation states them.
@Suite struct TailTests {
    @Test func normal() {
        check(TailReferences.normal, limit: 6e-16) { (StandardNormal().lower($0[0]), StandardNormal().upper($0[0])) }
    }

    @Test func student() {
        check(TailReferences.student, limit: 1e-15) { (StudentT($0[0]).upper($0[1]), StudentT($0[0]).central($0[1])) }
    }

    @Test func chiSquared() {
        check(TailReferences.chiSquared, limit: 2e-15) {
            (ChiSquared($0[0]).lower($0[1]), ChiSquared($0[0]).upper($0[1]))
        }
    }

    @Test func varianceRatio() {
        check(TailReferences.ratio, limit: 3e-15) { point in
            let ratio = VarianceRatio(point[0], point[1])
            return (ratio.lower(point[2]), ratio.upper(point[2]))
        }
    }

    /// One message for the worst place of all.
    private func check(_ references: [[Double]], limit: Double, _ tails: ([Double]) -> (Double, Double)) {
        var worst = (error: 0.0, at: [Double]())
        for row in references {
            let (first, second) = tails(row)
            for (found, exact) in [(first, row[row.count - 2]), (second, row[row.count - 1])] {
                let error = (found / exact - 1).magnitude
                if !(error <= worst.error) { worst = (error, row) }
            }
        }
        #expect(references.count >= 50 && worst.error <= limit, "\(worst)")
    }

    @Test func logarithmsOfGammaAndBeta() {
        // The references have no more digits than the nearest Double.
        for row in LogGammaReferences.logGamma {
            let found = LogGamma.logGamma(row[0]).value
            #expect((found - row[1]).magnitude <= 2.3e-16 * row[1].magnitude, "\(row)")
        }
        for row in LogGammaReferences.logBeta {
            for found in [LogGamma.logBeta(row[0], row[1]), LogGamma.logBeta(row[1], row[0])] {
                #expect((found.value - row[2]).magnitude <= 2.3e-16 * row[2].magnitude + 1e-29, "\(row)")
            }
        }
    }

    /// ln(xy) = ln x + ln y and ln(1 + u), to more digits than a Double has.
    @Test func logarithmsInTwiceTheDigits() {
        for (x, y) in [(3.0, 7.0), (1e-300, 1e200), (0.999, 1.001), (.leastNonzeroMagnitude, 1.0), (1.7e308, 1e-3)] {
            let product = DoubleDouble.log(DoubleDouble(product: x, y))
            let sum = DoubleDouble.log(x) + DoubleDouble.log(y)
            #expect((product - sum).value.magnitude <= 1e-29 * max(1, DoubleDouble.log(x).value.magnitude), "\(x) \(y)")
        }
        for u in [1e-20, 1e-5, 0.3, 0.5, -0.2, -0.7, 1e10] {
            let small = DoubleDouble.log1p(DoubleDouble(u)), large = DoubleDouble.log(DoubleDouble(sum: 1, u))
            #expect((small - large).value.magnitude <= 1e-30 * max(1, large.value.magnitude))
        }
        #expect(DoubleDouble.log1p(DoubleDouble(1e-200)).value == 1e-200)
    }
}
