import Foundation
import TestSupport
import Testing

/// The numbers of `evaluate` and `cv`, against those that a person would compute.
@Suite struct EvaluateTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    private func predictions(_ line: String) throws -> [Double] {
        try bench.descent("predict \(line)").lines.dropFirst().compactMap { Double($0) }
    }

    @Test func binary() throws {
        let data = Samples.binary(60), y = data.targets
        try bench.write(data)
        _ = try bench.json("train --features X.npy --targets X-y.npy --output m.safetensors")
        let p = try predictions("--model m.safetensors X.npy")
        let found = try bench.json("evaluate --model m.safetensors --features X.npy --targets X-y.npy")
        let samples = Double(y.count)
        func expect(_ name: String, _ value: Double) throws {
            try #expect(abs(found.number(name) - value) < 1e-12, "\(name)")
        }
        try expect("loss", -zip(p, y).reduce(0) { $0 + ($1.1 == 1 ? log($1.0) : log(1 - $1.0)) } / samples)
        try expect("brier", zip(p, y).reduce(0) { $0 + pow($1.0 - $1.1, 2) } / samples)
        func count(_ truth: Double, _ isOne: Bool) -> Double {
            Double(zip(p, y).count { $0.1 == truth && ($0.0 >= 0.5) == isOne })
        }
        let tp = count(1, true), fp = count(0, true), fn = count(1, false), tn = count(0, false)
        try expect("accuracy", (tp + tn) / samples)
        try expect("precision", tp / (tp + fp))
        try expect("recall", tp / (tp + fn))
        try expect("f1", 2 * tp / (2 * tp + fp + fn))
        try #expect(found.rows("confusion") == [[tn, fp], [fn, tp]] && found.texts("classes") == ["0", "1"])
        var wins = 0.0
        for (i, a) in p.enumerated() where y[i] == 1 {
            for (j, b) in p.enumerated() where y[j] == 0 { wins += a > b ? 1 : a == b ? 0.5 : 0 }
        }
        try expect("auc", wins / ((tp + fn) * (fp + tn)))
        let table = try bench.descent("evaluate --model m.safetensors --features X.npy --targets X-y.npy")
        #expect(table.status == 0 && table.err == "" && table.out.contains("rows: true class, columns: predicted"))
    }

    @Test func linear() throws {
        let samples = Samples.linear(60), y = samples.targets
        try bench.write(samples)
        _ = try bench.json("train --features X.npy --targets X-y.npy --neuron linear --output m.safetensors")
        let p = try predictions("--model m.safetensors X.npy"), mean = y.reduce(0, +) / 60
        let found = try bench.json("evaluate --model m.safetensors --features X.npy --targets X-y.npy")
        let squares = zip(p, y).reduce(0) { $0 + pow($1.0 - $1.1, 2) }
        try #expect(abs(found.number("rootMeanSquaredError") - sqrt(squares / 60)) < 1e-12)
        try #expect(abs(found.number("loss") - squares / 120) < 1e-12)
        try #expect(abs(found.number("meanAbsoluteError") - zip(p, y).reduce(0) { $0 + abs($1.0 - $1.1) } / 60) < 1e-12)
        let rSquared = 1 - squares / y.reduce(0) { $0 + pow($1 - mean, 2) }
        try #expect(abs(found.number("r2") - rSquared) < 1e-12)
    }

    @Test func softmax() throws {
        try bench.write(.classes(60))
        _ = try bench.json("train --features X.npy --targets X-y.npy --neuron softmax --l2 0.1 --output m.safetensors")
        let found = try bench.json("evaluate --model m.safetensors --features X.npy --targets X-y.npy")
        let confusion = try found.rows("confusion")
        let right = (0..<3).reduce(0) { $0 + confusion[$1][$1] }
        try #expect(abs(found.number("accuracy") - right / 60) < 1e-12)
        #expect(confusion.flatMap { $0 }.reduce(0, +) == 60)
    }

    /// Of a table the model knows the columns and the classes' names.
    @Test func namedClasses() throws {
        let header = "x,sex,y\n", rows = ["1,f,yes", "2,m,no", "3,f,yes", "2,f,no", "1,m,no", "4,m,yes", "0,f,no"]
        try bench.files.file("t.csv", header + rows.joined(separator: "\n") + "\n")
        _ = try bench.json("train t.csv --target y --labels yes,no --contrast sex --l2 0.1 --output m.safetensors")
        let found = try bench.json("evaluate --model m.safetensors t.csv --target y")
        try #expect(found.texts("classes") == ["yes", "no"] && found.number("samples") == 7)
        try bench.files.file("u.csv", header + "1,x,yes\n")
        let level = try bench.descent("evaluate --model m.safetensors u.csv --target y")
        #expect(level.status == 1 && level.err.contains("u.csv:2:3: 'x'") && level.err.contains("\"sex\""), "\(level)")
        try bench.files.file("v.csv", header + "1,f,perhaps\n")
        let label = try bench.descent("evaluate --model m.safetensors v.csv --target y")
        #expect(
            label.status == 1 && label.err.contains("v.csv:2:5: 'perhaps'") && label.err.contains("\"y\""), "\(label)")
    }

    @Test func crossValidation() throws {
        try bench.write(.binary(100))
        let line = "cv --features X.npy --targets X-y.npy --path 5 --folds 4"
        let found = try bench.json("\(line) --output m.safetensors")
        let points = found["points"] as? [[String: Any]] ?? [], best = Int(try found.number("best"))
        let values = try points.map { try $0.number("value") }, penalties = try points.map { try $0.number("l1") }
        #expect([5, 7].contains(points.count) && values[best] == values.min() && penalties == penalties.sorted(by: >))
        let fit = found["fit"] as? [String: Any] ?? [:]
        let direct = try bench.json(
            "train --features X.npy --targets X-y.npy --l1 \(penalties[best]) --output d.safetensors")
        try #expect(difference(fit.fitted, direct.fitted) < 1e-6)
        try #expect(bench.json("inspect m.safetensors").text("outcome").hasPrefix("converged"))
        try #expect(bench.json(line)["points"] as? NSArray == found["points"] as? NSArray)
        try #expect(bench.json("\(line) --threads 1")["points"] as? NSArray == found["points"] as? NSArray)
        try #expect(bench.json("\(line) --seed 3")["points"] as? NSArray != found["points"] as? NSArray)
        let table = try bench.descent("\(line) --metric accuracy --mixing 0.5")
        #expect(table.status == 0 && table.out.contains("accuracy") && table.out.contains("best"))
        try #expect(bench.files.names == ["X-y.npy", "X.npy", "d.safetensors", "m.safetensors"])
    }
}
