import TestSupport
import Testing

import Descent
@testable import DescentFit

@Suite struct BootstrapCountsTests {
    @Test(arguments: [0, 1, 99])
    func poisson(_ replicate: Int) {
        let counts = BootstrapCounts(seed: 5, replicate: replicate), samples = 200_000
        let all = (0..<samples).map { counts.count(ofSample: $0) }
        let mean = Double(all.reduce(0, +)) / Double(samples)
        let variance = all.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(samples)
        // Five standard errors of a mean of variance 1, and of a variance whose own is 3.
        #expect(abs(mean - 1) < 5 / Double(samples).squareRoot())
        #expect(abs(variance - 1) < 5 * (3 / Double(samples)).squareRoot())
        let none = Double(all.count { $0 == 0 }) / Double(samples)
        #expect(abs(none - 0.367879) < 5 * 0.482 / Double(samples).squareRoot())
    }

    /// The same counts however samples are cut, also where their numbers no longer fit 32 bits.
    @Test(arguments: [(0, 1), (0, 1000), (17, 900), (999, 1003), (123_456, 123_999), (1 << 32 - 300, 1 << 32 + 5)])
    func cuts(_ start: Int, _ end: Int) {
        let counts = BootstrapCounts(seed: 5, replicate: 3), expected = (start..<end).map { counts.count(ofSample: $0) }
        var row = [Double](repeating: -1, count: end - start), single = [Float](repeating: -1, count: end - start)
        row.withUnsafeMutableBufferPointer { counts.fill(start..<end, into: $0.baseAddress!) }
        single.withUnsafeMutableBufferPointer { counts.fill(start..<end, into: $0.baseAddress!) }
        #expect(row == expected.map { Double($0) } && single == expected.map { Float($0) })
        row.withUnsafeMutableBufferPointer { counts.fillUndrawn(start..<end, into: $0.baseAddress!) }
        #expect(row == expected.map { $0 == 0 ? 1 : 0 })
    }

    /// Of Poisson's distribution to the last of 32 bits: P(count > k) by its series from the other end.
    @Test func thresholds() {
        var factorial = 1.0, factorials: [Double] = [1]
        for k in 1...30 {
            factorial *= Double(k)
            factorials.append(factorial)
        }
        for (k, threshold) in BootstrapCounts.thresholds.enumerated() {
            let above = (k + 1...30).reversed().reduce(0) { $0 + 1 / factorials[$1] } * 0.36787944117144233
            #expect(abs(Double(threshold) - 0x1p32 * (1 - above)) <= 0.5 + 1e-6, "\(k)")
        }
        #expect(BootstrapCounts.thresholds.last! < .max)
    }

    /// Replicates have nothing to do with each other, nor with those of another seed.
    @Test func independent() {
        let samples = 100_000
        func counts(_ seed: UInt64, _ replicate: Int) -> [Double] {
            let counts = BootstrapCounts(seed: seed, replicate: replicate)
            return (0..<samples).map { Double(counts.count(ofSample: $0)) - 1 }
        }
        let first = counts(1, 0)
        func shifted(_ by: Int) -> [Double] { [Double](repeating: 0, count: by) + first.dropLast(by) }
        for other in [counts(1, 1), counts(1, 64), counts(2, 0), shifted(1), shifted(2), shifted(8), shifted(1024)] {
            let covariance = zip(first, other).reduce(0) { $0 + $1.0 * $1.1 } / Double(samples)
            #expect(abs(covariance) < 5 / Double(samples).squareRoot())
        }
    }

    /// Sizes of replicates are as far apart as those of independent counts.
    @Test func sizes() {
        let samples = 2000, replicates = 500
        let sizes = (0..<replicates).map { replicate in
            let counts = BootstrapCounts(seed: 9, replicate: replicate)
            return Double((0..<samples).reduce(0) { $0 + counts.count(ofSample: $1) })
        }
        let variance = sizes.reduce(0) { $0 + ($1 - Double(samples)) * ($1 - Double(samples)) } / Double(replicates)
        #expect(abs(variance / Double(samples) - 1) < 5 * (2 / Double(replicates)).squareRoot())
    }
}
