import Foundation
import TestSupport
import Testing

/// The same command line under `mpirun`: the same files, to the byte, for any number of ranks and threads.
@Suite(.enabled(if: Job.isThere), .serialized) struct RankedCommandTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        try bench.write(.binary(40_000, features: 28))
    }

    private static let data = "--features X.npy --targets X-y.npy"

    static let fits = [
        "", "--solver lbfgs --l2 0.01", "--solver newton-cg", "--l1 0.01", "--precision float",
        "--neuron linear", "--neuron linear --l2 0.1", "--neuron softmax", "--neuron poisson",
        "--neuron relu --solver gd --iterations 20",
        "--solver adam --batch 512 --epochs 2 --seed 3", "--solver nesterov --iterations 30",
        "--class-weights balanced", "--validation 0.2", "--no-bias",
    ]

    @Test(arguments: fits) func trains(_ options: String) throws {
        let line = "train \(Self.data) \(options)"
        let alone = try bench.alone("\(line) --output alone.safetensors")
        let model = try bench.files.bytes("alone.safetensors")
        for (ranks, threads) in [(1, 1), (2, 1), (2, 2), (3, 1), (4, 2)] {
            let ended = try bench.job(ranks, "\(line) --threads \(threads) --output m.safetensors")
            #expect(ended.status == alone.status, "\(ranks) ranks: \(ended)")
            try #expect(bench.files.bytes("m.safetensors") == model, "\(ranks) ranks, \(threads) threads")
        }
    }

    /// Nearly the same, and said so.
    @Test func fastSums() throws {
        let line = "train \(Self.data) --json --output"
        let alone = try bench.alone("\(line) a").json.fitted
        let ended = try bench.job(3, "\(line) m --fast-reduce")
        #expect(ended.err.contains("--fast-reduce"), "\(ended)")
        for (one, other) in zip(try ended.json.fitted, alone) { #expect(abs(one - other) < 1e-12) }
    }

    /// One rank talks: what is said is what one process says.
    @Test func oneTalks() throws {
        let line = "train \(Self.data) --output m.safetensors --report r.html --json"
        let alone = try bench.alone(line).json, ended = try bench.job(3, line), fit = try ended.json
        #expect(ended.status == 0 && ended.err == "", "\(ended)")
        for name in ["loss", "risk", "gradientNorm", "iterations", "reads", "samples"] {
            try #expect(fit.number(name) == alone.number(name))
        }
        #expect(fit["coefficients"] as? NSArray == alone["coefficients"] as? NSArray)
        try #expect(bench.files.text("r.html").contains("</html>"))
    }

    @Test func crossValidates() throws {
        let line = "cv \(Self.data) --folds 3 --path 4 --json"
        let alone = try bench.alone("\(line) --output alone"), ended = try bench.job(3, "\(line) --output m")
        #expect(alone.status == 0 && ended.status == 0, "\(ended)")
        try #expect(bench.files.bytes("m") == bench.files.bytes("alone"))
    }

    /// Each rank writes its samples' predictions, which are one array in the order of their names.
    @Test func predictsAndEvaluates() throws {
        try #expect(bench.alone("train \(Self.data) --output m").status == 0)
        try #expect(bench.alone("predict --model m X.npy --output p.npy").status == 0)
        let ended = try bench.job(3, "predict --model m X.npy --output p.npy")
        #expect(ended.status == 0, "\(ended)")
        func values(_ name: String) throws -> [UInt8] { Array(try bench.files.bytes(name).dropFirst(128)) }
        try #expect(values("p-0.npy") + values("p-1.npy") + values("p-2.npy") == values("p.npy"))
        let judged = try bench.job(2, "evaluate --model m \(Self.data) --json")
        try #expect(judged.output == bench.alone("evaluate --model m \(Self.data) --json").output)
    }

    /// A table's levels, knots and means are those of all its rows, whichever rank reads them.
    @Test(arguments: ["logistic", "poisson"]) func formulas(_ neuron: String) throws {
        var generator = SplitMix64(seed: 5)
        let rows = (0..<3000).map { row -> String in
            let age = 20 + 50 * abs(generator.number()), gap = row % 97 == 3
            let city = row == 2999 ? "Ulm" : ["Bonn", "Oslo", "Rome"][Int(generator.next() % 3)]
            return "\(gap ? "" : "\(age)"),\(city),\(age + 20 * generator.number() > 50 ? 1 : 0)"
        }
        try bench.files.file("t.csv", "age,city,y\n" + rows.joined(separator: "\n") + "\n")
        let line = "t.csv --formula y~spline(age,4)*city --missing mean --l2 1e-3 --neuron \(neuron)"
        try #expect(bench.alone("train \(line) --output alone").status == 0)
        let model = try bench.files.bytes("alone")
        let judged = try bench.alone("evaluate --model alone t.csv --json").output
        for ranks in 1...4 {
            let ended = try bench.job(ranks, "train \(line) --output m")
            #expect(ended.status == 0, "\(ranks) ranks: \(ended)")
            try #expect(bench.files.bytes("m") == model, "\(ranks) ranks")
            try #expect(bench.job(ranks, "evaluate --model alone t.csv --json").output == judged)
        }
    }

    @Test func moreRanksThanSamples() throws {
        try bench.files.file("s.csv", "a,y\n1,2\n2,3\n3,5\n")
        let line = "train s.csv --target y --neuron linear --l2 0.1"
        try #expect(bench.alone("\(line) --output alone").status == 0)
        try #expect(bench.job(4, "\(line) --output m").status == 0)
        try #expect(bench.files.bytes("m") == bench.files.bytes("alone"))
    }

    /// Targets, weights and offsets, of which ranks read a share: in several files, one of them empty, and in either order.
    @Test func numbersBesideSamples() throws {
        let samples = Samples.binary(10_000, features: 28), count = samples.rows.count
        try bench.write(samples)
        for (index, part) in [0..<7, 7..<7, 7..<6000, 6000..<count].enumerated() {
            try bench.files.file("y-\(index).npy", Npy.bytes(Array(samples.targets[part]), .i8))
        }
        let pairs = samples.rows.map { [$0[0] + 1, $0[1] - 2 * $0[2]] }
        try bench.files.file("two.npy", Npy.bytes(rows: pairs))
        try bench.files.file("turned.npy", Npy.bytes(rows: pairs, isFortran: true))
        try bench.files.file("w.npy", Npy.bytes((0..<count).map { Double(1 + $0 % 5) }, .f4))
        for options in [
            "--targets y-*.npy --sample-weights w.npy --offset w.npy", "--targets two.npy --neuron linear",
            "--targets turned.npy --neuron linear",
        ] {
            let line = "train --features X.npy \(options) --output"
            try #expect(bench.alone("\(line) alone").status == 0)
            let ended = try bench.job(3, "\(line) m")
            #expect(ended.status == 0, "\(ended)")
            try #expect(bench.files.bytes("m") == bench.files.bytes("alone"), "\(options)")
        }
        try #expect(
            bench.alone("train --features X.npy --targets two.npy --neuron linear --output two").status == 0)
        try #expect(bench.files.bytes("two") == bench.files.bytes("alone"))
    }

    /// Shards as one array.
    @Test func shards() throws {
        let samples = Samples.binary(30_000, features: 20)
        try bench.files.file("w.npy", Npy.bytes(rows: samples.rows))
        try bench.files.file("w-y.npy", Npy.bytes(samples.targets))
        for (index, part) in [0..<11_000, 11_000..<11_003, 11_003..<30_000].enumerated() {
            try bench.files.file("part-\(index).npy", Npy.bytes(rows: Array(samples.rows[part])))
        }
        try #expect(bench.alone("train --features w.npy --targets w-y.npy --output alone").status == 0)
        let ended = try bench.job(3, "train --features part-*.npy --targets w-y.npy --output m")
        #expect(ended.status == 0, "\(ended)")
        try #expect(bench.files.bytes("m") == bench.files.bytes("alone"))
    }
}
