import Foundation
import TestSupport
import Testing

/// Thresholds between two classes that a model keeps: given, or chosen out of fold.
@Suite struct ChosenThresholdTests {
    private let bench: Bench
    /// Two groups of 200: of the first 10 % have bought, of the second 40 %.
    private let hits = 80.0, ones = 100.0, alarms = 120.0, zeros = 300.0

    init() throws {
        bench = try Bench()
        let lines = (0..<400).map { row in
            let group = row % 2, place = row / 2
            return "\(group),\(group == 0 ? place % 10 == 3 ? "yes" : "no" : place % 5 < 2 ? "yes" : "no")\n"
        }
        try bench.files.file("g.csv", "group,bought\n" + lines.joined())
        try bench.files.file("new.csv", "group\n0\n1\n")
        try bench.write(.binary(300))
    }

    private func chosen(_ rule: String, _ words: String = "") throws -> (value: Double, score: Double, half: Double) {
        let found = try bench.json("cv g.csv --target bought --path 3 --threshold \(rule) --output m.st \(words)")
        let threshold = try #require(found["threshold"] as? [String: Any])
        #expect(threshold["rule"] as? String == rule)
        return try (threshold.number("value"), threshold.number("score"), threshold.number("scoreAtHalf"))
    }

    /// At one half nobody is taken for a buyer; between the groups the second is.
    @Test(arguments: ["", "--precision float", "--neuron softmax"]) func tellGroupsApart(_ words: String) throws {
        let balanced = try chosen("balanced", words)
        #expect(balanced.half == 0.5 && balanced.score >= (hits / ones + 1 - alarms / zeros) / 2 - 1e-12)
        #expect(0.05 < balanced.value && balanced.value < 0.45)
        #expect(try bench.descent("predict --model m.st new.csv --classes").out == "class\nno\nyes\n")
        #expect(try bench.descent("predict --model m.st new.csv --classes --threshold 0.5").out == "class\nno\nno\n")
        let f1 = try chosen("f1", words)
        #expect(f1.half == 0 && f1.score >= 2 * hits / (ones + hits + alarms) - 1e-12)
        #expect(try bench.descent("inspect m.st").out.contains("threshold"))
    }

    /// The dearer a miss, the sooner class 1 is predicted.
    @Test func costs() throws {
        let few = try chosen("cost=1:4")
        #expect(few.half == 4 * ones / 400 && few.score <= (alarms + 4 * (ones - hits)) / 400 + 1e-12)
        #expect(try bench.descent("predict --model m.st new.csv --classes").out == "class\nno\nyes\n")
        let all = try chosen("cost=1:50")
        #expect(all.score <= zeros / 400 + 1e-12)
        #expect(try bench.descent("predict --model m.st new.csv --classes").out == "class\nyes\nyes\n")
        let none = try chosen("cost=50:1")
        #expect(none.score <= ones / 400 + 1e-12)
        #expect(try bench.descent("predict --model m.st new.csv --classes").out == "class\nno\nno\n")
    }

    @Test func isTold() throws {
        let table = try bench.descent("cv g.csv --target bought --path 3 --threshold f1")
        #expect(table.status == 0 && table.out.contains("class yes from a probability of 0."), "\(table)")
        #expect(table.out.contains("chosen out of fold by f1: F1 0.5") && table.out.contains("from one half on"))
        #expect(try !bench.descent("cv g.csv --target bought --path 3").out.contains("from a probability"))
        #expect(try bench.json("cv g.csv --target bought --path 3")["threshold"] is NSNull)
    }

    /// What is evaluated are the classes that the model predicts.
    @Test func isEvaluated() throws {
        _ = try chosen("balanced")
        let found = try bench.json("evaluate --model m.st g.csv --target bought")
        try #expect(found.number("recall") == hits / ones && found.number("precision") == hits / (hits + alarms))
    }

    @Test func trainKeepsANumber() throws {
        #expect(try bench.descent("train g.csv --target bought --threshold 0.05 --output t.st --quiet").status == 0)
        #expect(try bench.descent("predict --model t.st new.csv --classes").out == "class\nyes\nyes\n")
        #expect(try bench.descent("train g.csv --target bought --output p.st --quiet").status == 0)
        let (plain, with) = try (
            bench.descent("predict --model p.st new.csv"), bench.descent("predict --model t.st new.csv")
        )
        #expect(plain.out == with.out && plain.status == 0)
    }

    @Test func whatIsNone() throws {
        for word in [
            "best", "cost", "cost=1", "cost=1:", "cost=1:2:3", "cost=0:1", "cost=-1:1", "cost=a:b", "cost=inf:1", "0.3",
        ] {
            try bench.expectRefused(
                "cv g.csv --target bought --threshold \(word) --output n.st", status: 2,
                "--threshold needs balanced, f1 or cost=A:B")
        }
        for word in ["0", "1", "nan", "f1"] {
            try bench.expectRefused(
                "train g.csv --target bought --threshold \(word) --output n.st", status: 2, "--threshold needs")
        }
        for words in ["--neuron linear", "--neuron perceptron", "--neuron poisson"] {
            try bench.expectRefused(
                "cv --features X.npy --targets X-y.npy --threshold f1 --output n.st \(words)",
                "--threshold f1 is for the probability of one of two classes")
            try bench.expectRefused(
                "train --features X.npy --targets X-y.npy --threshold 0.3 --output n.st --solver auto \(words)",
                "is for the probability of one of two classes")
        }
    }
}
