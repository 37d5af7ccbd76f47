import Testing

/// A derivation to read, with the numbers of one's own hand.
@Suite struct ExplainTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    private func explain(_ line: String) throws -> String {
        let ended = try bench.descent("explain \(line)")
        guard ended.status == 0, ended.err == "" else { throw Trouble("\(line): \(ended)") }
        return ended.out
    }

    @Test func relu() throws {
        let text = try explain("--neuron relu --x 0.1,0.3 --y 0.2 --w=-0.8,0.5 --rate 0.5")
        for part in [
            "z        = ", "= 0.07", "= 0.00845", "∂ℓ/∂w₁   = ∂ℓ/∂z · x₁ = −0.13 · 0.1 = −0.013", "= −0.7935",
            "0.00171113",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        try #expect(explain("--neuron relu --x 0.1,0.3 --y 0.2 --w -0.8,0.5 --b 0 --rate 0.5 --steps 1") == text)
    }

    @Test func severalSamplesAndSteps() throws {
        let text = try explain("--neuron linear --x 1,2;3,4 --y 1;2 --w 0.5,0.5 --b 0.1 --rate 0.1 --steps 3")
        for part in ["step 3", "sample 2", "after 3 steps"] { #expect(text.contains(part)) }
        #expect(!text.contains("step 4\n"))
    }

    @Test func severalOutputs() throws {
        let text = try explain("--neuron softmax --x 0.1,0.3 --y 2 --w=-0.8,0.5;1,1;0,0 --rate 0.5")
        for part in ["ŷ₀ ", "ŷ₂ ", "= −ln(ŷ₂)", "∂ℓ/∂b₂"] { #expect(text.contains(part), "\(part)") }
    }

    @Test(arguments: ["logistic", "linear", "relu", "sigmoid", "perceptron", "poisson"])
    func everyNeuron(_ neuron: String) throws {
        try #expect(explain("--neuron \(neuron) --x 1 --y 1 --w 0.5 --rate 0.1").hasPrefix(neuron))
    }

    @Test func composed() throws {
        let text = try explain("--activation tanh --cost huber --delta 0.5 --x 1 --y 1 --w 0.5 --rate 0.1")
        #expect(text.contains("tanh"))
    }

    @Test(arguments: [
        ("--neuron softmax --x 1 --y 3 --w 1;1 --rate 1", "3"), ("--neuron poisson --x 1 --y=-1 --w 1 --rate 1", "-1"),
    ])
    func illegalTargets(_ line: String, _ part: String) throws {
        let ended = try bench.descent("explain \(line)")
        #expect(ended.status == 1 && ended.out == "" && ended.err.contains(part), "\(ended)")
    }

    private static let line = "--neuron logistic --x 1,2;3,4 --y 1;0 --w 0.5,0.25 --b 0.1 --rate 0.5 --steps 2"

    @Test func asAPage() throws {
        try #expect(explain("\(Self.line) --html e.html") == "")
        let page = try bench.files.text("e.html")
        for part in ["<mfrac>", "<msup>", "<msub>", "<h3>Sample 2</h3>", "After 2 steps", "Logistic neuron, η = 0.5"] {
            #expect(page.contains(part), "\(part)")
        }
        // Every formula was understood.
        #expect(!page.contains("<mtext>1 ") && !page.contains("<script") && !page.contains("://"))
        try #expect(explain("\(Self.line) --html e.html") == "" && bench.files.text("e.html") == page)
    }

    @Test func forPrograms() throws {
        let found = try bench.json("explain \(Self.line)")
        let steps = try #require(found["steps"] as? [[String: Any]]),
            lines = try #require(found["lines"] as? [[String: Any]])
        #expect(steps.count == 2 && steps[0]["lossAfter"] as? Double == steps[1]["loss"] as? Double)
        #expect(lines.contains { $0["name"] as? String == "∂R/∂w₁" && ($0["equals"] as? [String])?.count == 3 })
        let at = try #require(steps[0]["at"] as? [String: Any])
        #expect(at["weights"] as? [[Double]] == [[0.5, 0.25]] && at["bias"] as? [Double] == [0.1])
    }

    @Test func digits() throws {
        let line = "--neuron logistic --x 1 --y 1 --w 0.5 --rate 0.1"
        // σ(0.5) is 0.62245933120185456…
        try #expect(explain("\(line) --digits 3").contains("= 0.622\n"))
        try #expect(explain("\(line) --digits 12").contains("= 0.622459331202\n"))
        try #expect(explain("\(line) --digits 6") == explain(line))
        for wrong in ["0", "17", "x"] { try #expect(bench.descent("explain \(line) --digits \(wrong)").status == 2) }
    }
}
