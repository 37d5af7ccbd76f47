import Foundation
import TestSupport
import Testing

/// Tables, pages and objects say what it is that a model predicts: of which column, and of classes which.
@Suite struct ModelledTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    struct Case: Sendable, CustomTestStringConvertible {
        let words: String
        /// Of the columns, which of them is the target.
        let target: String
        let models: String
        let label: String?
        var hasPath = true
        var testDescription: String { words + " " + target }
    }

    static let cases = [
        Case(words: "", target: "bought", models: "P(bought = yes)", label: "yes"),
        Case(words: "--labels yes,no", target: "bought", models: "P(bought = no)", label: "no"),
        Case(words: "", target: "one", models: "P(one = 1)", label: "1"),
        Case(words: "", target: "share", models: "E(share)", label: nil),
        Case(words: "--neuron sigmoid", target: "bought", models: "P(bought = yes)", label: "yes", hasPath: false),
        Case(words: "--neuron linear", target: "price", models: "price", label: nil),
        Case(words: "--neuron relu", target: "price", models: "price", label: nil, hasPath: false),
        Case(words: "--neuron poisson", target: "count", models: "E(count)", label: nil),
        Case(
            words: "--neuron perceptron --iterations 5", target: "bought", models: "bought = yes", label: "yes",
            hasPath: false),
        Case(
            words: "--neuron softmax", target: "kind", models: "P(kind = a), P(kind = b), P(kind = c)", label: nil),
    ]

    private static let columns = ["bought", "one", "share", "price", "count", "kind"]

    private func write() throws {
        let ones = Samples.binary(120, features: 2), kinds = Samples.classes(120, features: 2)
        let rows = ones.rows.indices.map { i in
            let one = ones.targets[i], score = ones.rows[i][0]
            let price = 3 + score, share = one == 1 ? 0.75 : 0.25, kind = ["a", "b", "c"][Int(kinds.targets[i])]
            return "\(score),\(ones.rows[i][1]),\(one == 1 ? "yes" : "no"),\(Int(one)),\(share),\(price),"
                + "\(i % 4),\(kind)"
        }
        let header = (["x1", "x2"] + Self.columns).joined(separator: ",")
        try bench.files.file("t.csv", ([header] + rows).joined(separator: "\n") + "\n")
    }

    @Test(arguments: cases) func isSaid(_ one: Case) throws {
        try write()
        let line = "t.csv --target \(one.target) --columns x1,x2 \(one.words)"
        for penalty in ["", " --l2 0.1"] {
            let table = try bench.descent("train \(line)\(penalty) --output m.st --report r.html")
            #expect(table.lines.contains { $0 == "models        \(one.models)" }, "\(table)")
            try #expect(
                bench.descent("inspect m.st").lines.contains {
                    $0 == "models     \(one.models)" || $0.hasSuffix(" " + one.models)
                })
            for name in ["loss", "risk"] { #expect(table.lines.contains { $0.hasPrefix("\(name)          ") }) }
            let page = try bench.files.text("r.html")
            #expect(page.contains(one.models) && page.contains("<dt>Loss</dt>") && page.contains("<dt>Risk</dt>"))
        }
        let fit = try bench.descent("train \(line) --output m.st --json").json
        try #expect(fit.text("models") == one.models && fit.text("target") == one.target)
        #expect(fit["class"] as? String == one.label)
        let judged = try bench.json("evaluate --model m.st t.csv --target \(one.target)")
        try #expect(judged.text("models") == one.models && judged["class"] as? String == one.label)
        #expect(
            try bench.descent("evaluate --model m.st t.csv --target \(one.target)").lines.contains(
                "models \(one.models)"))
        guard one.hasPath else { return }
        let chosen = try bench.descent("cv \(line) --path 3 --folds 3 --report r.html")
        #expect(chosen.status == 0 && chosen.lines.contains { $0 == "models        \(one.models)" }, "\(chosen)")
        try #expect(bench.files.text("r.html").contains(one.models))
    }

    /// Rows of a softmax bear the classes' names, with errors and without.
    @Test func rowsBearTheClasses() throws {
        try write()
        let line = "train t.csv --target kind --columns x1,x2 --neuron softmax --output m.st"
        let table = try bench.descent(line)
        for name in ["b: (bias)", "b: x1", "c: x2"] { #expect(table.lines.contains { $0.hasPrefix(name) }, "\(table)") }
        #expect(table.lines.contains("differences   from a"), "\(table)")
        let plain = try bench.descent("\(line) --l2 0.1")
        #expect(plain.lines.contains { $0.split(separator: " ") == ["a", "b", "c"] }, "\(plain)")
    }

    /// Files of numbers have no column to name.
    @Test func numbersWithoutNames() throws {
        try bench.write(.binary())
        try bench.files.file("X.libsvm", Samples.binary().libsvm)
        try bench.files.file(
            "Y.npy", Npy.bytes(rows: Samples.binary().targets.enumerated().map { [$1, Double($0 % 3)] }))
        for (words, models) in [
            ("--features X.npy --targets X-y.npy", "P(y = 1)"), ("X.libsvm", "P(y = 1)"),
            ("--features X.npy --targets X-y.npy --neuron linear", "y"),
            ("--features X.npy --targets Y.npy --neuron linear", "y 0, y 1"),
        ] {
            let fit = try bench.json("train \(words) --output m.st")
            try #expect(fit.text("models") == models && fit["target"] is NSNull)
        }
    }
}
