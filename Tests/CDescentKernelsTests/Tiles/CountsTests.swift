import CDescentKernels
import TestSupport
import Testing

/// How often samples are drawn, against a loop over their chances, at every level and in both precisions.
@Suite struct CountsTests {
    static let thresholds: [UInt32] = (1...Int(descent_count_thresholds)).map { UInt32($0) * 0x1400_0000 }
    static let keys: [(UInt32, UInt32)] = [(0, 0), (1, 0), (0, 1), (0xdead_beef, 0x1234_5678), (.max, .max)]

    @Test(arguments: Level.here) func equalALoop(_ level: Level) {
        check(Double.self, level)
        check(Float.self, level)
    }

    private func check<T: Drawn>(_: T.Type, _ level: Level) {
        for (key, next) in Self.keys {
            for first: UInt32 in [0, 1, 255, 1 << 31, 4_000_000_000] {
                for count in Shapes.lengths + [256, 257, 700] {
                    var out = [T](repeating: -1, count: count + 1)
                    T.counts(level, count, first, key, next, Self.thresholds, &out)
                    let expected = (0..<count).map { j -> T in
                        let chance = mixed(mixed(first &+ UInt32(j) ^ key) ^ next)
                        return T(Self.thresholds.count { $0 <= chance })
                    }
                    #expect(Array(out.prefix(count)) == expected, "\(T.self) \(key) \(next) \(first) \(count)")
                    #expect(out[count] == -1, "wrote beyond its run")
                }
            }
        }
    }

    /// With products in 64 bits.
    private func mixed(_ value: UInt32) -> UInt32 {
        var x = UInt64(value)
        x = ((x ^ x >> 16) * 0x21f0_aaad) % (1 << 32)
        x = ((x ^ x >> 15) * 0x735a_2d97) % (1 << 32)
        return UInt32(x ^ x >> 15)
    }
}

protocol Drawn: Precision {
    static func counts(
        _ level: Level, _ count: Int, _ first: UInt32, _ key: UInt32, _ next: UInt32, _ thresholds: [UInt32],
        _ out: inout [Self])
}

extension Double: Drawn {
    static func counts(
        _ level: Level, _ count: Int, _ first: UInt32, _ key: UInt32, _ next: UInt32, _ thresholds: [UInt32],
        _ out: inout [Double]
    ) {
        descent_kernels_f64_at(level.code).pointee.poisson_counts(count, first, key, next, thresholds, &out)
    }
}

extension Float: Drawn {
    static func counts(
        _ level: Level, _ count: Int, _ first: UInt32, _ key: UInt32, _ next: UInt32, _ thresholds: [UInt32],
        _ out: inout [Float]
    ) {
        descent_kernels_f32_at(level.code).pointee.poisson_counts(count, first, key, next, thresholds, &out)
    }
}
