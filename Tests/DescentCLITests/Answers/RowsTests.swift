import Foundation
import TestSupport
import Testing

/// What programs get of a fit: a row per coefficient with all that is known of it, by the same names whatever the fit.
@Suite struct RowsTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    private static let line = "train --features X.npy --targets X-y.npy --output m.st"
    private static let keys: Set = [
        "name", "term", "class", "estimate", "standardError", "statistic", "p", "low", "high", "standing",
    ]
    /// Those that samples may leave open.
    private static let uncertain = ["standardError", "statistic", "p", "low", "high"]

    static let neurons =
        NeuronsTests.neurons + [("--neuron perceptron --solver gd --rate 0.1 --iterations 50", .binary())]
    static let ways = ["", "--no-bias", "--l2 0.01", "--no-bias --l2 0.01 --precision float", "--iterations 1"]

    private func fit(_ words: String) throws -> [String: Any] {
        let ended = try bench.descent("\(Self.line) \(words) --json")
        guard [0, 3].contains(ended.status) else { throw Trouble("\(words): \(ended)") }
        return try ended.json
    }

    /// Every neuron with a bias and without, with statistics and without, in both precisions, ended and not: what the file has, in the
    /// order that is documented, and the same that `inspect` reads back.
    @Test(arguments: neurons.indices, ways) func areTheModel(_ index: Int, _ way: String) throws {
        let (words, samples) = Self.neurons[index]
        try bench.write(samples)
        let isLimited = words.contains("--iterations") && way.contains("--iterations")
        let fit = try fit(isLimited ? words : "\(words) \(way)"), rows = try fit.coefficients
        let model = try Tensors(bench.files.bytes("m.st"))
        try #expect(fit.fitted == model.inRows)
        let names = (way.contains("--no-bias") ? [] : ["(bias)"]) + (0..<4).map { "feature \($0)" }
        #expect(rows.map { $0["name"] as? String } == model.weights.flatMap { _ in names })
        let classes = model.weights.count == 1 ? [nil] : ["0", "1", "2"]
        #expect(rows.map { $0["class"] as? String } == classes.flatMap { name in names.map { _ in name } })
        for row in rows { #expect(Set(row.keys) == Self.keys && row["term"] is NSNull, "\(row)") }
        let read = try bench.json("inspect m.st")
        try #expect(read.number("schema") == 1 && read.fitted == fit.fitted)
        #expect(try read.coefficients.map { $0["name"] as? String } == rows.map { $0["name"] as? String })
    }

    /// An error and all that follows from it, or none of these and the reason.
    @Test(arguments: neurons.indices, ways) func errorsAreThereOrTheReason(_ index: Int, _ way: String) throws {
        let (words, samples) = Self.neurons[index]
        try bench.write(samples)
        guard !words.contains("--iterations") || !way.contains("--iterations") else { return }
        let fit = try fit("\(words) \(way)"), rows = try fit.coefficients
        let differences = (fit["differences"] as? [String: Any])
        guard fit["noStatistics"] is NSNull else {
            try #expect(!fit.text("noStatistics").isEmpty && fit["statisticIs"] is NSNull && differences == nil)
            for row in rows { #expect(Self.uncertain.allSatisfy { row[$0] is NSNull }, "\(row)") }
            for name in ["deviance", "nullDeviance", "aic", "bic", "r2", "confidence"] { #expect(fit[name] is NSNull) }
            return
        }
        let isLinear = words.contains("linear")
        try #expect(fit.text("statisticIs") == (isLinear ? "t" : "z") && fit.number("confidence") == 0.95)
        #expect((fit["r2"] is NSNull) != isLinear && (fit["mcFaddenR2"] is NSNull) == isLinear)
        try #expect(fit.number("deviance") <= fit.number("nullDeviance") && fit.number("aic") < fit.number("bic"))
        for row in try differences?.objects("coefficients") ?? rows {
            let estimate = try row.number("estimate"), error = try row.number("standardError")
            try #expect(abs(row.number("statistic") - estimate / error) <= 1e-9 * abs(estimate / error))
            try #expect((0...1).contains(row.number("p")))
            let low = try row.number("low"), high = try row.number("high"), quantile = (high - low) / 2 / error
            #expect(abs((low + high) / 2 - estimate) < 1e-9 * max(1, abs(estimate)))
            #expect(isLinear ? (1.96...1.98).contains(quantile) : abs(quantile - 1.959963984540054) < 1e-6)
        }
    }

    /// Whoever asks for a member need not ask first whether it is there.
    @Test func membersAreTheSameInAllFits() throws {
        var found: [Set<String>] = []
        for (words, samples) in Self.neurons {
            try bench.write(samples)
            for way in ["", "--l2 0.01", "--batch 16 --solver adam --validation 0.2"] {
                if way.contains("--solver"), words.contains("--solver") { continue }
                found.append(Set(try fit("\(words) \(way)").keys))
            }
        }
        let cv = try bench.json("cv --features X.npy --targets X-y.npy --path 3 --folds 3")
        let chosen = try #require(cv["fit"] as? [String: Any])
        try #expect(cv.number("schema") == 1 && chosen["schema"] == nil)
        found.append(Set(chosen.keys).union(["schema"]))
        #expect(found.allSatisfy { $0 == found[0] }, "\(Set(found.map(\.count)))")
    }

    /// Of a softmax samples determine differences between classes: of the model's rows, and of two classes those of the logistic neuron.
    @Test func differencesOfASoftmax() throws {
        try bench.write(.classes())
        let fit = try fit("--neuron softmax"), outputs = try fit.outputs
        let found = try #require(fit["differences"] as? [String: Any])
        let expected = outputs.dropFirst().flatMap { output in
            zip(output.estimates, outputs[0].estimates).map { $0 - $1 }
        }
        try #expect(found.text("from") == "0" && difference(found.fitted, expected) < 1e-12)
        #expect(
            try found.coefficients.map { $0["class"] as? String }
                == ["1", "2"].flatMap { Array(repeating: $0, count: 5) })
        for row in try fit.coefficients { #expect(Self.uncertain.allSatisfy { row[$0] is NSNull }) }
        try bench.write(.binary())
        let two = try self.fit("--neuron softmax")["differences"] as? [String: Any] ?? [:], one = try self.fit("")
        try #expect(difference(two.fitted, one.fitted) < 1e-8)
        try #expect(difference(two.errors.map { $0 ?? .nan }, one.errors.map { $0 ?? .nan }) < 1e-8)
    }

    /// What a table's features were made of, and a column that says what another says.
    @Test func termsAndColumnsThatAreAliased() throws {
        let samples = Samples.binary()
        let rows = zip(samples.rows, samples.targets).enumerated().map { index, pair in
            "\(pair.0[0]),\(["a", "b", "c"][index % 3]),\(2 * pair.0[0]),\(pair.1 == 1 ? "yes" : "no")"
        }
        try bench.files.file("t.csv", (["x,city,double,y"] + rows).joined(separator: "\n") + "\n")
        let fit = try bench.json("train t.csv --target y --contrast city --output m.st"), found = try fit.coefficients
        #expect(found.map { $0["name"] as? String } == ["(bias)", "x", "city=b", "city=c", "double"])
        #expect(found.map { $0["term"] as? String } == [nil, "x", "city", "city", "double"])
        #expect(found.map { $0["standing"] as? String } == [nil, nil, nil, nil, "aliased"])
        #expect(found[4]["estimate"] is NSNull && Self.uncertain.allSatisfy { found[4][$0] is NSNull })
        try #expect(fit.text("target") == "y" && fit.text("class") == "yes" && fit.texts("classes") == ["no", "yes"])
        // Without statistics it is known too.
        let plain = try bench.descent("train t.csv --target y --contrast city --neuron sigmoid --output m.st --json")
            .json
        try #expect(!plain.text("noStatistics").isEmpty && plain.coefficients.count == 5)
    }

    /// Loss is the data's, as `evaluate` finds it, to the bit; risk is that, or its sum, and the penalty.
    @Test(
        arguments: [
            "", "--l1 0.01 --l2 0.1", "--sum --l2 1", "--sum", "--iterations 1 --l2 0.1", "--solver lbfgs --l1 0.02",
            "--solver adam --batch 16 --epochs 2 --l2 0.1", "--solver gd --l1 0.01 --iterations 20",
            "--precision float",
            "--solver adam --batch 16 --sum --l1 0.01", "--no-bias --raw --l2 0.3",
        ], ["logistic", "linear", "poisson", "softmax"])
    func lossAndRisk(_ words: String, _ neuron: String) throws {
        let samples: [String: Samples] = ["linear": .linear(), "poisson": .counts(), "softmax": .classes()]
        try bench.write(samples[neuron] ?? .binary())
        let fit = try fit("\(words) --neuron \(neuron) --penalty-on raw"), loss = try fit.number("loss")
        let judged = try bench.json("evaluate --model m.st --features X.npy --targets X-y.npy")
        try #expect(judged.number("loss") == loss && judged.number("schema") == 1)
        func strength(_ name: String) -> Double {
            let parts = words.split(separator: " ")
            return parts.firstIndex(of: "--\(name)").flatMap { Double(parts[$0 + 1]) } ?? 0
        }
        let isSum = words.contains("--sum"), weights = try fit.weights
        let penalty = weights.reduce(0) { $0 + strength("l1") * abs($1) + strength("l2") / 2 * $1 * $1 }
        let risk = loss * (isSum ? 200 : 1) + penalty
        try #expect(abs(fit.number("risk") - risk) <= 1e-12 * abs(risk), "\(fit)")
        try #expect(fit.text("riskIs") == (isSum ? "sum" : "mean"))
    }
}
