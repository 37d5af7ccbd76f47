internal import DescentAlgebra

/// How often a bootstrap replicate has drawn a sample: a number from Poisson's distribution of mean 1, made from seed,
/// replicate and sample alone.
///
/// The textbook's replicate draws m times from m samples, so that counts depend on each other through their sum and would
/// have to be stored. Each of them is binomial of mean 1, which from a hundred samples on Poisson's distribution matches;
/// independent, they are the same however samples are cut into tiles, and cost nothing to keep. A replicate's size then
/// varies by √m, which a mean does not see (Chamandy et al., "Estimating uncertainty for massive data streams", 2012).
package struct BootstrapCounts {
    private let key: CounterGenerator

    package init(seed: UInt64, replicate: Int) {
        key = CounterGenerator(seed, 0x424f_4f54, replicate, 0)
    }

    package func count(ofSample sample: Int) -> Int {
        var generator = key
        generator.skip(sample)
        let chance = generator.next()
        var count = 0
        for threshold in Self.thresholds {
            if chance < threshold { break }
            count += 1
        }
        return count
    }

    /// The counts of a range.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func fill<Element: Scalar>(_ samples: Range<Int>, into row: UnsafeMutablePointer<Element>) {
        var generator = key
        generator.skip(samples.lowerBound)
        let (t0, t1, t2, t3) = (Self.thresholds[0], Self.thresholds[1], Self.thresholds[2], Self.thresholds[3])
        for j in 0..<samples.count {
            let chance = generator.next()
            // Without branches up to 3; beyond, one in fifty.
            var count = (chance >= t0 ? 1 : 0) + (chance >= t1 ? 1 : 0) + (chance >= t2 ? 1 : 0)
            if chance >= t3 {
                count = 4
                while count < Self.thresholds.count, chance >= Self.thresholds[count] { count += 1 }
            }
            row[j] = Element(count)
        }
    }

    /// 2⁶⁴ P(count ≤ k), for as long as that is below 2⁶⁴.
    private static let thresholds: [UInt64] = {
        var thresholds: [UInt64] = [], probability = Math.exponential(-1), sum = 0.0
        for k in 1...16 {
            sum += probability
            probability /= Double(k)
            thresholds.append(UInt64(min(sum * 0x1p64, 0x1.fffffffffffffp63)))
        }
        return thresholds
    }()
}
