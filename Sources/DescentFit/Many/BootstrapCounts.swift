internal import CDescentKernels
internal import DescentAlgebra
internal import DescentSweep

/// How often a bootstrap replicate has drawn a sample: a number from Poisson's distribution of mean 1, made from seed,
/// replicate and sample alone.
///
/// The textbook's replicate draws m times from m samples, so that counts depend on each other through their sum and would
/// have to be stored. Each of them is binomial of mean 1, which from a hundred samples on Poisson's distribution matches;
/// independent, they are the same however samples are cut into tiles, and cost nothing to keep. A replicate's size then
/// varies by √m, which a mean does not see (Chamandy et al., "Estimating uncertainty for massive data streams", 2012).
///
/// A sample's chance is its number's low 32 bits, mixed twice, with a key of the replicate before each. A replicate's
/// chances are thus a permutation: of 2³² samples none comes twice, so that counts are correlated by −2⁻³², as the
/// textbook's are by −1/m. Two replicates differ in 64 bits of keys; the second key makes sure that where the first ones
/// differ little, one is not a rearrangement of the other.
package struct BootstrapCounts {
    private let seed: UInt64
    private let replicate: Int

    package init(seed: UInt64, replicate: Int) {
        self.seed = seed
        self.replicate = replicate
    }

    package func count(ofSample sample: Int) -> Int {
        let keys = keys(ofSample: sample)
        let chance = Self.mix(Self.mix(UInt32(truncatingIfNeeded: sample) ^ keys.0) ^ keys.1)
        return Self.thresholds.count { chance >= $0 }
    }

    /// The counts of a range: what `count(ofSample:)` says of each, by a kernel.
    func fill<Element: Scalar>(_ samples: Range<Int>, into row: UnsafeMutablePointer<Element>) {
        var start = samples.lowerBound
        while start < samples.upperBound {
            let end = min(samples.upperBound, (start >> 32 + 1) << 32)
            Self.thresholds.withUnsafeBufferPointer {
                TileKernels.poissonCounts(
                    end - start, first: UInt32(truncatingIfNeeded: start), keys: keys(ofSample: start),
                    thresholds: $0.baseAddress!, into: row + (start - samples.lowerBound))
            }
            start = end
        }
    }

    /// 1 for the samples of a range that are not drawn, 0 for the others.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func fillUndrawn<Element: Scalar>(_ samples: Range<Int>, into row: UnsafeMutablePointer<Element>) {
        fill(samples, into: row)
        for j in 0..<samples.count { row[j] = row[j] == 0 ? 1 : 0 }
    }

    /// The two keys of a sample, which 2³² samples on end have in common.
    private func keys(ofSample sample: Int) -> (UInt32, UInt32) {
        var generator = CounterGenerator(seed, 0x424f_4f54, replicate, sample >> 32)
        let keys = generator.next()
        return (UInt32(truncatingIfNeeded: keys), UInt32(keys >> 32))
    }

    private static func mix(_ value: UInt32) -> UInt32 {
        var x = value
        x = (x ^ (x >> 16)) &* 0x21f0_aaad
        x = (x ^ (x >> 15)) &* 0x735a_2d97
        return x ^ (x >> 15)
    }

    /// 2³² P(count ≤ k), rounded, for as long as that is below 2³².
    static let thresholds: [UInt32] = {
        var thresholds: [UInt32] = [], probability = Math.exponential(-1), sum = 0.0
        for k in 1...Int(descent_count_thresholds) {
            sum += probability
            probability /= Double(k)
            thresholds.append(UInt32((sum * 0x1p32).rounded()))
        }
        return thresholds
    }()
}
