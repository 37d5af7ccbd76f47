/// Value by value; a number meets every value of a vector or a matrix. Other shapes that differ are `illegalShapes`.
extension Node {
    /// −a, value by value.
    public static prefix func - (a: Node) -> Node { Node(.negate, [a]) }

    /// a + b, value by value; a number goes with each value of a vector or matrix. Other shapes that differ carry `illegalShapes`.
    public static func + (a: Node, b: Node) -> Node { Node(.add, [a, b]) }
    /// a − b, value by value; a number goes with each value of a vector or matrix. Other shapes that differ carry `illegalShapes`.
    public static func - (a: Node, b: Node) -> Node { Node(.subtract, [a, b]) }
    /// a · b, value by value; a number goes with each value of a vector or matrix. Other shapes that differ carry `illegalShapes`.
    public static func * (a: Node, b: Node) -> Node { Node(.multiply, [a, b]) }
    /// a ÷ b, value by value; a number goes with each value of a vector or matrix. Other shapes that differ carry `illegalShapes`.
    public static func / (a: Node, b: Node) -> Node { Node(.divide, [a, b]) }

    /// a + b with a constant number b, which goes with each value of a.
    public static func + (a: Node, b: Double) -> Node { a + constant(Value(b)) }
    /// a − b with a constant number b, which goes with each value of a.
    public static func - (a: Node, b: Double) -> Node { a - constant(Value(b)) }
    /// a · b with a constant number b, which goes with each value of a.
    public static func * (a: Node, b: Double) -> Node { a * constant(Value(b)) }
    /// a ÷ b with a constant number b, which goes with each value of a.
    public static func / (a: Node, b: Double) -> Node { a / constant(Value(b)) }

    /// a + b with a constant number a, which goes with each value of b.
    public static func + (a: Double, b: Node) -> Node { constant(Value(a)) + b }
    /// a − b with a constant number a, which goes with each value of b.
    public static func - (a: Double, b: Node) -> Node { constant(Value(a)) - b }
    /// a · b with a constant number a, which goes with each value of b.
    public static func * (a: Double, b: Node) -> Node { constant(Value(a)) * b }
    /// a ÷ b with a constant number a, which goes with each value of b.
    public static func / (a: Double, b: Node) -> Node { constant(Value(a)) / b }
}
