import Testing

import Descent
@testable import DescentFit

/// Quantiles of references and of closed forms.
@Suite struct QuantileTests {
    /// The tails of the references lead back to their arguments. A tail's own rounding moves the argument by little where
    /// the tail is at most ¼ and falls at least as fast as 1/√t.
    @Test func referencesBackwards() {
        for row in TailReferences.normal where row[2] < 0.25 {
            #expect(close(StandardNormal().quantile(upper: row[2]), row[0]), "\(row)")
        }
        for row in TailReferences.student where row[2] < 0.25 && row[0] >= 0.5 {
            #expect(close(StudentT(row[0]).quantile(upper: row[2]), row[1]), "\(row)")
        }
        for row in TailReferences.chiSquared where row[0] >= 0.5 {
            if row[2] < 0.5 { #expect(close(ChiSquared(row[0]).quantile(lower: row[2]), row[1]), "\(row)") }
            if row[3] < 0.25 { #expect(close(ChiSquared(row[0]).quantile(upper: row[3]), row[1]), "\(row)") }
        }
        for row in TailReferences.ratio {
            let ratio = VarianceRatio(row[0], row[1])
            if row[3] < 0.25 { #expect(close(ratio.quantile(lower: row[3]), row[2]), "\(row)") }
            if row[4] < 0.25 { #expect(close(ratio.quantile(upper: row[4]), row[2]), "\(row)") }
        }
    }

    @Test func closedForms() {
        for p in [1e-290, 1e-30, 0.001, 0.2] {
            // Cauchy's far tail, an exponential's, and both of t with two degrees of freedom.
            if p < 1e-20 { #expect(close(StudentT(1).quantile(upper: p), 1 / (.pi * p))) }
            #expect(close(ChiSquared(2).quantile(upper: p), -2 * Math.logarithm(p)))
            #expect(close(ChiSquared(2).quantile(lower: p), -2 * Math.logarithm1p(-p)))
            #expect(close(StudentT(2).quantile(upper: p), (1 - 2 * p) / (2 * p * (1 - p)).squareRoot()))
        }
    }

    /// Next to the middle the quantile is the distance from ½ over the density, to all digits.
    @Test func nextToTheMiddle() {
        let root = (2 * Double.pi).squareRoot()
        for d in [0x1p-52, 0x1p-40, 0x1p-30] {
            #expect(close(StandardNormal().quantile(lower: 0.5 + d), d * root))
            #expect(close(StudentT(1).quantile(lower: 0.5 + d), d * .pi))
        }
    }

    /// Answers that are no Double are 0 or ∞.
    @Test func outOfRange() {
        #expect(ChiSquared(0.01).quantile(lower: 0.001) == 0)
        #expect(StudentT(0.01).quantile(upper: 1e-10) == .infinity)
        #expect(StudentT(0.01).quantile(lower: 1e-10) == -.infinity)
    }

    private func close(_ a: Double, _ b: Double) -> Bool { (a / b - 1).magnitude <= 3e-15 }
}
