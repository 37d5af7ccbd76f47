internal import DescentAlgebra

/// A value in a graph of operations, with the operands it was made of: write a formula with Swift's operators, and
/// every derivative follows.
///
///     let a = Node.variable("a", 3), b = Node.variable("b", 4)
///     let c = Node.variable("c", 5)
///     let j = (2 * a + b) * c
///     try j.backward()
///     a.gradient   // 10
///
/// A node computes its value when it is made. Numbers, vectors and matrices of Doubles meet value by value, a number
/// with each value of the other. Operators cannot throw, so a node whose operands do not fit carries the error, hands it
/// on to all that is made of it, and throws it where a value or a derivative is asked for. Outside a function's domain
/// the value is IEEE's: `log(-1)` is NaN.
///
/// Operands are fixed when a node is made and are older than it, so a cycle cannot be written. A graph is for one thread.
public final class Node {
    /// How the value came about.
    enum Rule {
        case leaf
        case pointwise(Operation)
        case shaping(Shaping)
    }

    let rule: Rule
    private(set) var operands: [Node]
    let shape: Result<Shape, DescentError>
    let result: Result<Value, DescentError>
    /// Whether a variable is among all that it is made of.
    let varies: Bool

    /// What it is called when printed; variables have a name, others may get one by `named(_:)`.
    public private(set) var name: String?
    /// ∂J/∂self, set by `J.backward()`; `nil` before, and for constants. It has the shape of the value.
    public internal(set) var gradient: Value?

    private init(
        _ rule: Rule, _ operands: [Node], shape: Result<Shape, DescentError>, result: Result<Value, DescentError>,
        varies: Bool, name: String? = nil
    ) {
        self.rule = rule
        self.operands = operands
        self.shape = shape
        self.result = result
        self.varies = varies
        self.name = name
    }

    // Left to itself, a release runs through the graph by recursion and exhausts the stack on a long one.
    deinit {
        var pending = operands
        operands = []
        while var node = pending.popLast() {
            guard isKnownUniquelyReferenced(&node) else { continue }
            pending += node.operands
            node.operands = []
        }
    }
}

extension Node {
    /// A value to differentiate by. Empty vectors carry `empty`.
    public static func variable(_ name: String, _ value: Value) -> Node { leaf(value, varies: true, name: name) }

    /// A value that no derivative is taken by. Empty vectors carry `empty`.
    public static func constant(_ value: Value) -> Node { leaf(value, varies: false) }

    /// A number that is not known yet, as z and y are while a loss is being written.
    static func unknown(_ name: String, varies: Bool) -> Node {
        Node(.leaf, [], shape: .success(.number), result: .failure(.noValue(name)), varies: varies, name: name)
    }

    private static func leaf(_ value: Value, varies: Bool, name: String? = nil) -> Node {
        let result: Result<Value, DescentError> = value.values.isEmpty ? .failure(.empty(.values)) : .success(value)
        return Node(.leaf, [], shape: result.map(\.shape), result: result, varies: varies, name: name)
    }

    /// The value of an operation whose operands are numbers or have one shape.
    convenience init(_ operation: Operation, _ operands: [Node]) {
        let shape = Result { () throws(DescentError) in try operation.shape(of: Self.shapes(operands)) }
        let result = Result { () throws(DescentError) in
            let shape = try shape.get(), values = try Self.values(operands)
            return Value(shape: shape, values: operation.values(values.map { $0.spread(to: shape.count) }))
        }
        self.init(
            .pointwise(operation), operands, shape: shape, result: result, varies: operands.contains { $0.varies })
    }

    /// The value of an operation between shapes.
    convenience init(_ shaping: Shaping, _ operands: [Node]) {
        let shape = Result { () throws(DescentError) in try shaping.shape(of: Self.shapes(operands)) }
        let result = Result { () throws(DescentError) in
            Value(shape: try shape.get(), values: shaping.values(try Self.values(operands), shape: try shape.get()))
        }
        self.init(.shaping(shaping), operands, shape: shape, result: result, varies: operands.contains { $0.varies })
    }

    /// A node that has no value, for a reason that only its maker knows.
    convenience init(failing error: DescentError) {
        self.init(.leaf, [], shape: .failure(error), result: .failure(error), varies: false)
    }

    /// Throws what is wrong with it or with what it is made of: `illegalShapes`, `empty`, and `noValue` for z and y of a
    /// loss.
    public var value: Value {
        get throws(DescentError) { try result.get() }
    }

    /// The same node under a name: `let u = (2 * a).named("u")`.
    public func named(_ name: String) -> Node {
        self.name = name
        return self
    }

    private static func shapes(_ operands: [Node]) throws(DescentError) -> [Shape] {
        var shapes: [Shape] = []
        for operand in operands { shapes.append(try operand.shape.get()) }
        return shapes
    }

    private static func values(_ operands: [Node]) throws(DescentError) -> [Value] {
        var values: [Value] = []
        for operand in operands { values.append(try operand.result.get()) }
        return values
    }
}
