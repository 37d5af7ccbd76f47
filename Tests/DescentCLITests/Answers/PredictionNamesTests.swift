import TestSupport
import Testing

/// What the columns of predictions are called: what is modelled of the target, by its name.
@Suite struct PredictionNamesTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        let samples = Samples.binary(60, features: 2)
        try bench.write(samples)
        try bench.files.file("X.csv", samples.csv)
        let words = ["no", "yes"], kinds = ["se, tosa", "versi", "virgi"]
        let lines = samples.rows.indices.map { row in
            let x = samples.rows[row]
            return "\(x[0]),\(x[1]),\(row % 7),\(words[row * 5 % 7 % 2]),\"\(kinds[row % 3])\",\(Double(row % 4) / 4)\n"
        }
        try bench.files.file("t.csv", "x1,x2,visits to us,bought,species,share\n" + lines.joined())
    }

    private func header(_ train: String, _ predict: String = "t.csv") throws -> String {
        let ended = try bench.descent("train --quiet --output m.st \(train)")
        guard ended.status == 0 else { throw Trouble("\(train): \(ended)") }
        let predicted = try bench.descent("predict --quiet --model m.st \(predict)")
        guard predicted.status == 0, let first = predicted.lines.first else {
            throw Trouble("\(predict): \(predicted)")
        }
        return String(first)
    }

    @Test(arguments: [
        ("t.csv --target bought --columns x1,x2 --l2 1e-2", "P(bought=yes)"),
        ("t.csv --target bought --columns x1,x2 --labels yes,no --l2 1e-2", "P(bought=no)"),
        ("t.csv --formula bought~x1 --l2 1e-2", "P(bought=yes)"),
        ("t.csv --target share --columns x1,x2", "share"),
        ("t.csv --target x2 --columns x1 --neuron linear", "x2"),
        ("t.csv --formula x2~x1 --neuron linear", "x2"),
        (
            "t.csv --target species --columns x1,x2 --neuron softmax --l2 1e-2",
            "\"P(species=se, tosa)\",P(species=versi),P(species=virgi)"
        ),
        ("X.csv --target y", "P(y=1)"),
    ])
    func areOfTheTarget(_ words: String, _ expected: String) throws {
        try #expect(header(words, words.hasPrefix("X") ? "X.csv" : "t.csv") == expected)
    }

    @Test func ofCounts() throws {
        let train = try bench.run(
            "train", "t.csv", "--target", "visits to us", "--columns", "x1", "--neuron", "poisson", "--output", "m.st")
        #expect(train.status == 0, "\(train)")
        #expect(try bench.descent("predict --model m.st t.csv").lines.first == "visits to us")
    }

    /// Nothing is known of what arrays are of.
    @Test(arguments: [
        ("X.npy --targets X-y.npy", "prediction"),
        ("X.npy --targets X-y.npy --neuron softmax --l2 1e-2", "0,1"),
    ])
    func ofArrays(_ words: String, _ expected: String) throws {
        try #expect(header(words, "X.npy") == expected)
    }

    /// The target of a test set stands beside what is predicted of it.
    @Test func besideTheTargetItself() throws {
        try #expect(header("t.csv --target x2 --columns x1 --neuron linear", "t.csv --carry x2") == "x2,predicted x2")
        try #expect(
            header("t.csv --target bought --columns x1 --l2 1e-2", "t.csv --carry bought") == "bought,P(bought=yes)")
    }
}
