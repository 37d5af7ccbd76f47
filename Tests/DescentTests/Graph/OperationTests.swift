import Descent
import Testing

/// Laws of every function: its value, both derivatives against differences, vectors like numbers.
@Suite struct OperationTests {
    @Test(arguments: OperationCase.all)
    func theValueIsTheLibrarys(_ function: OperationCase) throws {
        for x in function.points() {
            let found = try function.apply(.variable("x", .init(x))).value.values[0], wanted = function.plain(x)
            // Within 4 ulp for one function; the last case has six of them.
            #expect((found - wanted).magnitude <= 16 * wanted.ulp, "at \(x): \(found), not \(wanted)")
        }
    }

    @Test(arguments: OperationCase.all)
    func derivativesAreDifferences(_ function: OperationCase) throws {
        let step = 0x1p-17  // h²/6 and ε/h are both about 1e-11; factors up to 100 in the table
        for x in function.points() {
            func jet(_ x: Double) throws -> (value: Double, first: Double, second: Double) {
                let x = Node.variable("x", .init(x)), value = function.apply(x)
                let first = value.derivative(by: x)
                let second = first.derivative(by: x)
                return (try value.value.values[0], try first.value.values[0], try second.value.values[0])
            }
            let here = try jet(x), left = try jet(x - step), right = try jet(x + step)
            let first = (right.value - left.value) / (2 * step), second = (right.first - left.first) / (2 * step)
            #expect((here.first - first).magnitude <= 1e-8 * max(1, first.magnitude), "at \(x)")
            #expect((here.second - second).magnitude <= 1e-8 * max(1, second.magnitude), "at \(x)")
        }
    }

    @Test(arguments: OperationCase.all)
    func aVectorIsItsNumbers(_ function: OperationCase) throws {
        let points = function.points()
        let x = Node.variable("x", .init(points))
        let y = function.apply(x)
        try sum(y).backward()
        for (index, point) in points.enumerated() {
            let alone = Node.variable("x", .init(point)), z = function.apply(alone)
            try z.backward()
            #expect(try y.value.values[index] == z.value.values[0])
            #expect(x.gradient?.values[index] == alone.gradient?.values[0])
        }
    }

    /// Far out, where the textbook's forms give 0·∞ or ∞ − ∞.
    @Test func farOut() throws {
        func jet(_ function: (Node) -> Node, _ x: Double) throws -> [Double] {
            let x = Node.variable("x", .init(x)), value = function(x), slope = value.derivative(by: x)
            return [try value.value.values[0], try slope.value.values[0], try slope.derivative(by: x).value.values[0]]
        }
        for far in [800, 1e5, 1e300] {
            #expect(try jet(softplus, far) == [far, 1, 0])
            #expect(try jet(softplus, -far) == [0, 0, 0])
            #expect(try jet(sigmoid, far) == [1, 0, 0])
            #expect(try jet(sigmoid, -far) == [0, 0, 0])
            #expect(try jet(tanh, far) == [1, 0, 0])
            #expect(try jet(tanh, -far) == [-1, 0, 0])
            #expect(try jet(exp, -far) == [0, 0, 0])
            #expect(try jet({ softplus($0) - $0 }, far)[0] == 0)
        }
        // e^−700 and not 0: σ(−z) rather than 1 − σ(z).
        #expect(try jet(sigmoid, 700)[1] > 0 && jet(tanh, 300)[1] > 0)
        #expect(try jet(exp, 800) == [.infinity, .infinity, .infinity])
        #expect(try log(Node.constant(-1)).value.values[0].isNaN && log(Node.constant(0)).value == .init(-.infinity))
    }
}
