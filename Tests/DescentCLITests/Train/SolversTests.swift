import TestSupport
import Testing

/// Every solver finds the one minimum of a convex risk, each as near as its rule says.
@Suite struct SolversTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    private static let line = "train --features X.npy --targets X-y.npy --output m.safetensors"

    /// A solver, and how far from the minimum its coefficients may end. Rules whose steps have a size of their own circle
    /// around it.
    static let solvers: [(String, Double)] = [
        ("auto", 1e-8), ("newton", 1e-8), ("newton-cg", 1e-8), ("lbfgs", 1e-7), ("gd --rate 1", 1e-4),
        ("momentum --rate 0.1", 1e-4), ("nesterov --rate 0.1", 1e-4), ("adagrad --rate 0.5", 1e-4),
        ("rmsprop --rate 0.01 --schedule exponential:0.999", 1e-2),
        ("normalized --rate 0.1 --schedule exponential:0.99", 1e-2), ("adadelta --rate 1", 0.1),
        ("adam --rate 0.05", 1e-4),
        ("adamax --rate 0.05", 1e-4), ("nadam --rate 0.05", 1e-4), ("amsgrad --rate 0.05", 1e-4),
    ]

    @Test(arguments: solvers.indices) func findTheMinimum(_ index: Int) throws {
        let (solver, tolerance) = Self.solvers[index]
        try bench.write(.binary(60, features: 3))
        let best = try bench.json(Self.line).fitted
        let ended = try bench.descent("\(Self.line) --solver \(solver) --iterations 3000 --json"),
            found = try ended.json
        try #expect(difference(found.fitted, best) < tolerance, "\(solver): \(found)")
        try #expect(ended.status == (found.text("outcome") == "converged" ? 0 : 3), "\(solver): \(found)")
    }

    /// In whatever coordinates a solver descends, the risk is the same.
    @Test(
        arguments: ["--l2 0.01 --penalty-on raw", "--l1 0.01", "--l1 0.01 --l2 0.01"],
        ["lbfgs", "gd --rate 1", "nesterov --rate 0.3", "adam --rate 0.05"])
    func penaltiesAreOfWhatTheySay(_ penalty: String, _ solver: String) throws {
        var samples = Samples.binary(60, features: 3)
        samples.rows = samples.rows.map { [$0[0], 2 * $0[1], $0[2] / 2] }
        try bench.write(samples)
        let best = try bench.json("\(Self.line) \(penalty)")
        let found = try bench.descent("\(Self.line) \(penalty) --solver \(solver) --iterations 3000 --json").json
        try #expect(abs(found.number("risk") - best.number("risk")) < 1e-4)
        try #expect(difference(found.fitted, best.fitted) < 1e-2)
    }

    @Test func leastSquares() throws {
        try bench.write(.linear())
        let line = Self.line + " --neuron linear"
        let direct = try bench.json("\(line) --solver least-squares")
        for solver in ["auto", "newton", "newton-cg", "lbfgs"] {
            try #expect(difference(bench.json("\(line) --solver \(solver)").fitted, direct.fitted) < 1e-8)
        }
        let ridge = try bench.json("\(line) --solver least-squares --l2 0.3").fitted
        try #expect(difference(bench.json("\(line) --solver newton --l2 0.3").fitted, ridge) < 1e-8)
    }

    @Test func lassoLeavesWeightsOut() throws {
        try bench.write(.binary())
        let some = try bench.json("\(Self.line) --l1 0.05 --penalty-on raw").weights
        let none = try bench.json("\(Self.line) --l1 10").weights
        #expect(some.contains(0) && some.contains { $0 != 0 } && none.allSatisfy { $0 == 0 })
        let other = try bench.json("\(Self.line) --l1 0.05 --penalty-on raw --solver lbfgs").weights
        #expect(difference(other, some) < 1e-6)
    }

    /// ½ λ Σ w² beside a sum is λ / m beside the mean.
    @Test func sumIsTheMeanOfManySamples() throws {
        try bench.write(.binary(50))
        let sum = try bench.json("\(Self.line) --sum --l2 1"), mean = try bench.json("\(Self.line) --l2 0.02")
        try #expect(difference(sum.fitted, mean.fitted) < 1e-8)
        try #expect(abs(sum.number("risk") / (mean.number("risk")) / 50 - 1) < 1e-9)
        try #expect(abs(sum.number("loss") - mean.number("loss")) < 1e-9)
    }
}
