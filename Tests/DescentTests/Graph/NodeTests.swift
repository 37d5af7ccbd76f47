import Descent
import Testing

/// Graphs small enough for a pencil, how they print, and what they refuse.
@Suite struct NodeTests {
    /// J = (2a + b) c at 3, 4, 5.
    @Test func everyDerivativeInOnePass() throws {
        let a = Node.variable("a", 3), b = Node.variable("b", 4), c = Node.variable("c", 5)
        let u = (2 * a).named("u"), v = (u + b).named("v"), j = (v * c).named("J")
        #expect(a.gradient == nil)
        try j.backward()
        #expect(try j.value == 50)
        #expect(j.gradient == 1)
        #expect(a.gradient == 10 && b.gradient == 5 && c.gradient == 10)
        #expect(u.gradient == 5 && v.gradient == 5)
        #expect(
            j.description == """
                a = 3, ∂ 10
                u = 2 · a = 6, ∂ 5
                b = 4, ∂ 5
                v = u + b = 10, ∂ 5
                c = 5, ∂ 10
                J = v · c = 50, ∂ 1
                """)
    }

    @Test func aGraphDrawsItself() throws {
        let a = Node.variable("\"a\"", 3), j = exp(2 * a - 6)
        try j.backward()
        #expect(
            j.dot == """
                digraph {
                    rankdir=LR
                    n0 [label="2", shape=box]
                    n1 [label="\\"a\\"\\n3\\n∂ 2", shape=box]
                    n2 [label="a · b\\n6\\n∂ 1"]
                    n0 -> n2
                    n1 -> n2
                    n3 [label="6", shape=box]
                    n4 [label="a − b\\n0\\n∂ 1"]
                    n2 -> n4
                    n3 -> n4
                    n5 [label="exp(a)\\n1\\n∂ 1"]
                    n4 -> n5
                }

                """)
    }

    /// A value that is used twice collects both parts, and a later pass starts afresh.
    @Test func partsAddUpAndPassesDoNot() throws {
        let x = Node.variable("x", 3)
        let j = x * x + x
        try j.backward()
        try j.backward()
        #expect(x.gradient == 7)
        try (2 * x).backward()
        #expect(x.gradient == 2)
    }

    @Test func secondDerivatives() throws {
        let x = Node.variable("x", 2)
        let j = pow(x, 3) + exp(x - 2)
        let slope = j.derivative(by: x), bend = slope.derivative(by: x)
        #expect(try slope.value == 13)
        #expect(try bend.value == 13)
        #expect(try bend.derivative(by: x).value == 7)
        // By an intermediate value, and by one that is not there.
        let u = 2 * x
        #expect(try (u * u).derivative(by: u).value == 8)
        #expect(try j.derivative(by: Node.variable("other", [1, 2])).value == [0, 0])
    }

    /// ∂(½‖Aw − y‖²)/∂w = Aᵀ(Aw − y), ∂/∂A = (Aw − y) wᵀ; the Hessian times v is AᵀA v.
    @Test func vectorsAndMatrices() throws {
        let A = Node.variable("A", .init(try Matrix<Double>(rows: 3, columns: 2, [1, 2, 3, 4, 5, 6])))
        let w = Node.variable("w", [1, -1]), y = Node.constant([0, 1, 2])
        let error = dot(A, w) - y
        #expect(try error.value == [-3, -4, -5])
        let j = 0.5 * dot(error, error)
        try j.backward()
        #expect(try j.value == 25)
        #expect(w.gradient == [-26, -62])
        #expect(A.gradient == .init(try Matrix(rows: 3, columns: 2, [-3, -4, -5, 3, 4, 5])))
        let along = dot(j.derivative(by: w), Node.constant([1, 0]))
        #expect(try along.derivative(by: w).value == [14, 32])
    }

    @Test func sumsMeansAndNumbersAmongVectors() throws {
        let x = Node.variable("x", [1, 2, 3, 6]), b = Node.variable("b", 2)
        try sum(x * b).backward()
        #expect(x.gradient == [2, 2, 2, 2] && b.gradient == 12)
        try mean(x * x).backward()
        #expect(x.gradient == [0.5, 1, 1.5, 3])
        try mean(x / b).backward()
        #expect(b.gradient == -0.75)
    }

    /// At kinks the stated rules hold, whichever way a formula is written.
    @Test func kinks() throws {
        let rules: [(String, (Node) -> Node, Double)] = [
            ("relu", { relu($0) }, 0), ("abs", { abs($0) }, 0), ("max(0, x)", { max(0, $0) }, 0),
            ("max(x, 0)", { max($0, 0) }, 0), ("min(x, 0)", { min($0, 0) }, 0), ("max(x, −x)", { max($0, -$0) }, 1),
            ("max(−x, x)", { max(-$0, $0) }, -1), ("max(x, x)", { max($0, $0) }, 1), ("min(x, x)", { min($0, $0) }, 1),
        ]
        for (label, function, expected) in rules {
            let x = Node.variable("x", 0)
            #expect(try function(x).derivative(by: x).value.number == expected, "\(label)")
        }
    }

    @Test func shapesThatDoNotFitAreCarriedAndThrown() throws {
        let x = Node.variable("x", [1, 2]), y = Node.variable("y", [1, 2, 3])
        let A = Node.constant(.init(try Matrix<Double>(rows: 2, columns: 3)))
        for wrong in [x + y, x * y, dot(x, y), dot(A, x), dot(x, A), dot(A, A), A + x, dot(x, Node.constant(1))] {
            for made in [wrong, exp(sum(wrong)), mean(wrong), max(0, wrong), dot(wrong, x)] {
                let message = error { _ = try made.value }
                #expect(message?.contains("needs") == true, "\(made)")
                #expect(error { try made.backward() } == message)
                #expect(error { _ = try made.derivative(by: x).value } == message)
                #expect(error { _ = try made.checkGradient() } == message)
            }
        }
        #expect(error { _ = try (x + y).value }?.hasSuffix("but has a vector of 2 and a vector of 3") == true)
        #expect(error { try x.backward() }?.contains("a number to differentiate") == true)
        #expect(error { _ = try mean(Node.variable("none", [])).value }?.contains("no values") == true)
        let two = Node.constant(2)
        #expect(error { _ = try (two * sum(x)).derivative(by: two).value }?.contains("a variable") == true)
        #expect(error { _ = try two.checkGradient() }?.contains("no values") == true)
    }

    /// A chain far deeper than a stack.
    @Test func deepGraphs() throws {
        let x = Node.variable("x", 1)
        var total = x
        for _ in 0..<100_000 { total = total + 1 }
        try total.backward()
        #expect(try total.value == 100_001)
        #expect(x.gradient == 1)
    }

    private func error(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? DescentError)?.description
        }
    }
}
