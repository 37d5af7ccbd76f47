import Foundation
import TestSupport
import Testing

/// What `train` tells: one object for programs, a table for people, a plan for the careful.
@Suite struct TellingTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        try bench.files.file("X.csv", Samples.binary().csv)
    }

    private static let line = "train X.csv --target y --output m.safetensors"

    @Test func object() throws {
        let ended = try bench.descent("\(Self.line) --json"), fit = try ended.json
        #expect(ended.status == 0 && ended.err == "" && ended.lines.count == 1)
        for name in ["outcome", "rule", "neuron", "solver"] { try #expect(!fit.text(name).isEmpty) }
        for name in ["schema", "iterations", "reads", "loss", "risk", "gradientNorm", "seconds"] {
            try #expect(fit.number(name) >= 0)
        }
        try #expect(fit.number("features") == 4 && fit.number("samples") == 200)
        try #expect(fit.errors.count == 5 && fit.errors.allSatisfy { $0 != nil })
        try #expect(fit.featureNames == ["x1", "x2", "x3", "x4"] && fit.texts("warnings") == [])
    }

    @Test func table() throws {
        let ended = try bench.descent(Self.line)
        #expect(ended.status == 0 && ended.err == "" && ended.out.hasPrefix("logistic: converged"))
        for word in ["(bias)", "x1", "x4", "Std. Error", "Residual deviance"] { #expect(ended.out.contains(word)) }
        #expect(ended.lines.allSatisfy { $0.count <= 120 && $0.last != " " })
    }

    /// Coefficients are for the features as they are in the file, whatever the fit has made of them.
    @Test func coefficientsAreOnTheOriginalScale() throws {
        var far = Samples.linear()
        far.rows = far.rows.map { [1e6 + 1000 * $0[0], 1e-3 * $0[1]] }
        far.targets = far.rows.map { 3 + 2 * ($0[0] - 1e6) - 500 * $0[1] }
        try bench.files.file("far.csv", far.csv)
        let fit = try bench.json("train far.csv --target y --neuron linear --output m.safetensors").weights
        #expect(abs(fit[0] - 2) < 1e-8 && abs(fit[1] + 500) < 1e-4)
    }

    @Test func planWritesNothing() throws {
        let words = [
            "", " --batch 10", " --neuron linear", " --solver lbfgs", " --neuron linear --solver least-squares",
        ]
        for words in words {
            let ended = try bench.descent("train X.csv --target y --dry-run\(words)")
            #expect(ended.status == 0 && ended.err == "" && ended.out.contains("4 features × 200 samples"), "\(ended)")
        }
        let ended = try bench.descent("\(Self.line) --dry-run --checkpoint c --report r.html")
        #expect(ended.status == 0)
        try #expect(bench.files.names == ["X.csv"])
    }

    @Test func quiet() throws {
        try bench.files.file("gaps.csv", "a,y\n1,0\n,1\n2,1\n3,0\n4,1\n")
        let line = "train gaps.csv --target y --missing drop --output m.safetensors"
        let loud = try bench.descent(line), quiet = try bench.descent("\(line) --quiet")
        #expect(loud.err.contains("1 row left out"), "\(loud)")
        #expect(quiet.err == "" && quiet.out == loud.out && quiet.status == loud.status)
    }

    /// Without an end in time the fit is written, marked so, and whoever uses it is told.
    @Test func notConverged() throws {
        let ended = try bench.descent("\(Self.line) --iterations 1 --json"), fit = try ended.json
        #expect(ended.status == 3)
        try #expect(fit.text("outcome") == "limit" && fit.text("rule") == "iterations")
        try #expect(fit.number("iterations") == 1)
        let outcome = try bench.json("inspect m.safetensors").text("outcome")
        #expect(outcome == "not converged: the limit of iterations is reached")
        for line in ["predict --model m.safetensors X.csv", "evaluate --model m.safetensors X.csv --target y"] {
            let use = try bench.descent(line)
            #expect(use.status == 0 && use.err.contains("did not converge") && use.errLines.count == 1, "\(use)")
        }
    }

    @Test func report() throws {
        let ended = try bench.descent("\(Self.line) --report r.html")
        #expect(ended.status == 0)
        let page = try bench.files.text("r.html")
        #expect(page.contains("<html") && page.contains("x1") && !page.contains("<script"))
    }
}
