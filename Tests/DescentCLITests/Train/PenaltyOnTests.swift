import TestSupport
import Testing

/// What `--l1`, `--l2` and the path of `cv` penalise: numbers per deviation and levels of categories as they are, or what was asked for.
@Suite struct PenaltyOnTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    /// A table of a number in some unit, and a category.
    private func write(_ name: String, unit: Double = 1, isStandardised: Bool = false) throws {
        let values = (0..<60).map { Double($0 * 7 % 23) }
        let mean = values.reduce(0, +) / 60
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 60).squareRoot()
        var text = "size,city,y\n"
        for (row, value) in values.enumerated() {
            let shown = isStandardised ? (value - mean) / deviation : unit * value
            let city = ["Bern", "Oslo", "Rome"][row * row % 7 % 3]
            let isOne = value + Double(row * 5 % 11) + (city == "Oslo" ? 4 : 0) > 15
            text += "\(shown),\(city),\(isOne ? 1 : 0)\n"
        }
        try bench.files.file(name, text)
    }

    private func coefficients(_ table: String, _ options: String) throws -> [Double] {
        try bench.json("train \(table) --target y --one-hot city --output m.safetensors \(options)").fitted
    }

    @Test(arguments: ["--l2 0.02", "--l1 0.01", "--l2 0.02 --neuron linear", "--l2 0.02 --solver nesterov --rate 0.05"])
    func unitsOfNumbersDoNotMatter(_ penalty: String) throws {
        try write("a.csv")
        try write("b.csv", unit: 1000)
        try write("s.csv", isStandardised: true)
        let a = try coefficients("a.csv", penalty), b = try coefficients("b.csv", penalty)
        let s = try coefficients("s.csv", penalty + " --penalty-on raw")
        #expect(a.count == 5 || a.count == 4)
        // The weight of the number goes with its unit, and all others stay.
        let moved = zip(a, b).filter { abs($0 - $1) > 1e-5 }
        #expect(moved.count == 1 && abs(moved[0].0 / moved[0].1 / 1000 - 1) < 1e-4, "\(a), \(b)")
        // Levels are penalised as they are.
        let different = zip(a, s).filter { abs($0 - $1) > 1e-5 }
        #expect(different.count == 2, "the number's and the bias: \(a), \(s)")
        // Per deviation levels are others.
        let deviations = try coefficients("a.csv", penalty + " --penalty-on deviations")
        #expect(zip(a, deviations).allSatisfy { abs($0 - $1) > 1e-5 || $0 == 0 })
    }

    @Test func everyTableAndModelSaysIt() throws {
        try write("a.csv")
        let train = "train a.csv --target y --one-hot city --l2 0.02 --output m.safetensors"
        try #expect(bench.descent(train).out.contains("penalty l1 0.0 l2 0.02 on deviations, raw 1–3"))
        try #expect(bench.descent("inspect m.safetensors").out.contains("l1 0.0 l2 0.02 on deviations, raw 1–3"))
        let words = "l2 0.02 of weights per standard deviation, of city=Bern, city=Oslo, city=Rome as they are"
        try #expect(bench.descent(train).lines.contains("penalty       " + words))
        try #expect(bench.json(train).text("penalty") == words)
        _ = try bench.json(train + " --report r.html")
        try #expect(bench.files.text("r.html").contains(words))
        try #expect(bench.descent(train + " --penalty-on raw").out.contains("l2 0.02 of weights as they are"))
        try #expect(bench.descent(train + " --solver adam --batch 20").out.contains("on deviations, raw 1–3"))
        let cv = "cv a.csv --target y --one-hot city --folds 3"
        try #expect(bench.descent(cv).out.contains("on deviations, raw 1–3"))
        try #expect(bench.json(cv).text("penaltyOn") == "deviations, raw 1–3")
    }

    @Test func choosesTheSimplest() throws {
        try write("a.csv")
        let line = "cv a.csv --target y --one-hot city --folds 5 --path 12 --output m.safetensors"
        let best = try bench.json(line), simplest = try bench.json(line + " --choose simplest")
        try #expect(best.text("choice") == "best" && simplest.text("choice") == "simplest")
        try #expect(best.number("best") == simplest.number("best") && best.number("simplest") < best.number("best"))
        let points = simplest["points"] as? [[String: Any]] ?? []
        let penalty = try points[Int(simplest.number("simplest"))].number("l1")
        let alone = try bench.json("train a.csv --target y --one-hot city --l1 \(penalty) --output n.safetensors")
            .fitted
        let found = (simplest["fit"] as? [String: Any] ?? [:]), other = (best["fit"] as? [String: Any] ?? [:])
        try #expect(difference(found.fitted, alone) < 1e-7 && difference(found.fitted, other.fitted) > 1e-3)
    }

    @Test func saysThatTheBestIsAtAnEnd() throws {
        // The target is the number, so no penalty is best.
        let text = (0..<40).map { "\($0),\(3 * $0).\($0 * 7 % 10)\n" }.joined()
        try bench.files.file("t.csv", "x,y\n" + text)
        let ended = try bench.descent("cv t.csv --target y --neuron linear --path 3")
        let words = "the best penalty is the weakest that was tried"
        #expect(ended.status == 0 && ended.err.contains(words))
        let found = try bench.json("cv t.csv --target y --neuron linear --path 3 --report r.html")
        try #expect(found.text("bestIsAtEnd") == "weakest" && bench.files.text("r.html").contains(words))
    }
}
