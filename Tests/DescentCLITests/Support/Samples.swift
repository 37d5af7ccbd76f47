import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// Samples that are the same on every run: numbers in [−1, 1] and a target of them.
struct Samples {
    var rows: [[Double]]
    var targets: [Double]

    init(_ count: Int, features: Int, seed: UInt64 = 1, target: (_ score: Double, _ chance: Double) -> Double) {
        var generator = SplitMix64(seed: seed)
        rows = (0..<count).map { _ in (0..<features).map { _ in generator.number() } }
        targets = rows.map { row in
            let score = row.indices.reduce(0.25) { $0 + row[$1] * (Double($1 % 3) - 0.75) }
            return target(score, generator.number(in: 0...1))
        }
    }

    /// Classes that overlap, so that a maximum of the likelihood is there.
    static func binary(_ count: Int = 200, features: Int = 4, seed: UInt64 = 1) -> Samples {
        Samples(count, features: features, seed: seed) { $1 < 0.5 + 0.35 * $0 / (1 + $0.magnitude) ? 1 : 0 }
    }

    static func linear(_ count: Int = 200, features: Int = 4, seed: UInt64 = 1) -> Samples {
        Samples(count, features: features, seed: seed) { $0 + 0.2 * ($1 - 0.5) }
    }

    static func counts(_ count: Int = 200, features: Int = 4, seed: UInt64 = 1) -> Samples {
        Samples(count, features: features, seed: seed) { (2 * max(0, $0 + 1) * $1).rounded() }
    }

    static func classes(_ count: Int = 200, features: Int = 4, seed: UInt64 = 1) -> Samples {
        Samples(count, features: features, seed: seed) { min(2, max(0, ($0 + 2 * $1).rounded())) }
    }

    /// Text of the shortest digits that are read back as the same numbers.
    var csv: String {
        let header = (rows[0].indices.map { "x\($0 + 1)" } + ["y"]).joined(separator: ",") + "\n"
        return header + zip(rows, targets).map { ($0 + [$1]).map { "\($0)" }.joined(separator: ",") + "\n" }.joined()
    }

    var libsvm: String {
        zip(rows, targets).map { row, target in
            "\(target) " + row.enumerated().map { "\($0 + 1):\($1)" }.joined(separator: " ") + "\n"
        }.joined()
    }

    /// As Float has them, so that files of both kinds hold the same.
    var single: Samples {
        var result = self
        result.rows = rows.map { $0.map { Double(Float($0)) } }
        return result
    }
}

extension Bench {
    /// Writes `NAME.npy` and `NAME-y.npy`.
    func write(_ samples: Samples, _ name: String = "X") throws {
        try files.file(name + ".npy", Npy.bytes(rows: samples.rows))
        try files.file(name + "-y.npy", Npy.bytes(samples.targets))
    }
}

/// The largest difference, relative to the largest value.
func difference(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    let largest = max(1e-300, b.map(\.magnitude).max() ?? 0)
    return zip(a, b).map { ($0 - $1).magnitude / largest }.max() ?? 0
}

extension Bench {
    /// Writes `big.npy`, zeros but for some samples far apart, of which a file with holes takes little of a disk, and `y.npy`.
    func write(zerosBut filled: Int, features: Int, samples: Int) throws {
        let header = Npy.bytes([samples, features], [])
        try files.file("big.npy", header)
        guard truncate(files.path("big.npy"), header.count + samples * features * 8) == 0 else {
            throw Trouble("no room for a file with holes")
        }
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: files.path("big.npy")))
        for sample in 0..<filled {
            try file.seek(toOffset: UInt64(header.count + sample * (samples / filled) * features * 8))
            try file.write(
                contentsOf: Npy.bytes((0..<features).map { Double(($0 * sample) % 13) - 6 }).suffix(features * 8))
        }
        try file.close()
        try files.file("y.npy", Npy.bytes((0..<samples).map { $0 % 3 == 0 ? 1 : 0 }))
    }
}
