import TestSupport
import Testing

/// Classes from a probability on that is not a half.
@Suite struct ThresholdTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        let samples = Samples.binary(80)
        try bench.write(samples)
        let lines = samples.csv.split(separator: "\n").map { line in
            line.hasSuffix(",1.0")
                ? line.dropLast(3) + "no, never" : line.hasSuffix(",0.0") ? line.dropLast(3) + "maybe" : line
        }
        try bench.files.file(
            "named.csv", lines.map { $0.replacing("no, never", with: "\"no, never\"") + "\n" }.joined())
    }

    private func predict(_ words: String) throws -> [String] {
        let ended = try bench.descent("predict --model m.st X.npy \(words)")
        guard ended.status == 0, ended.err == "" else { throw Trouble("\(words): \(ended)") }
        return ended.lines.map(String.init)
    }

    static let fits = [
        ("--features X.npy --targets X-y.npy", ["0", "1"]),
        ("--features X.npy --targets X-y.npy --precision float", ["0", "1"]),
        ("named.csv --target y", ["maybe", "\"no, never\""]),
        ("--features X.npy --targets X-y.npy --neuron softmax", ["0", "1"]),
        ("--features X.npy --targets X-y.npy --neuron sigmoid", ["0", "1"]),
    ]

    @Test(arguments: fits.indices, ["0.01", "0.3", "0.5", "0.73", "0.999999"])
    func standBesideTheProbability(_ index: Int, _ threshold: String) throws {
        let (words, labels) = Self.fits[index]
        #expect(try bench.descent("train \(words) --quiet --output m.st").status != 1)
        let plain = try predict(""), both = try predict("--threshold \(threshold)")
        #expect(both[0] == plain[0] + ",class")
        for (line, values) in zip(both, plain).dropFirst() {
            let p = try #require(Double(values.split(separator: ",").last!))
            #expect(line == "\(values),\(labels[p >= Double(threshold)! ? 1 : 0])")
        }
        let classes = try predict("--classes --threshold \(threshold)")
        #expect(classes == ["class"] + zip(both, plain).dropFirst().map { String($0.dropFirst($1.count + 1)) })
        if threshold == "0.5" { #expect(try predict("--classes") == classes) }
    }

    /// A probability that is exactly the threshold is not below it, in both precisions.
    @Test(arguments: ["double", "float"]) func includesItself(_ precision: String) throws {
        let line = "train --features X.npy --targets X-y.npy --quiet --precision \(precision) --output m.st"
        #expect(try bench.descent(line).status == 0)
        let first = try predict("")[1]
        #expect(try predict("--threshold \(first)")[1] == "\(first),1")
    }

    @Test func inAnArrayClassesStandAlone() throws {
        #expect(try bench.descent("train --features X.npy --targets X-y.npy --quiet --output m.st").status == 0)
        let classes = try predict("--classes --threshold 0.3").dropFirst()
        _ = try predict("--classes --threshold 0.3 --output c.npy")
        try #expect(Npy.values(bench.files.bytes("c.npy")) == classes.compactMap { Double($0) })
        try bench.expectRefused("predict --model m.st X.npy --threshold 0.3 --output p.npy", status: 2, "--classes")
    }

    @Test func whatHasNoThreshold() throws {
        for word in ["0", "1", "-0.5", "1.5", "x", "nan"] {
            try bench.expectRefused("predict --model m.st X.npy --threshold=\(word)", status: 2, "--threshold", word)
        }
        try bench.write(.classes(), "S")
        for (words, reason) in [
            ("--neuron linear", "predicts no probability"),
            ("--neuron perceptron --solver gd --iterations 5", "no probability"),
            ("--neuron softmax --target-file", "3 outputs"),
        ] {
            let file = words.contains("softmax") ? "S" : "X"
            let words = words.replacing(" --target-file", with: "")
            let ended = try bench.descent(
                "train --features \(file).npy --targets \(file)-y.npy \(words) --quiet --output m.st")
            #expect(ended.status != 1 && ended.status != 2, "\(ended)")
            let refused = try bench.descent("predict --model m.st \(file).npy --threshold 0.5")
            #expect(refused.status == 1 && refused.out == "" && refused.err.contains(reason), "\(refused)")
        }
    }
}
