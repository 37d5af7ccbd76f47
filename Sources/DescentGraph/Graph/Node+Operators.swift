/// Value by value; a number meets every value of a vector or a matrix. Other shapes that differ are `illegalShapes`.
extension Node {
    public static prefix func - (a: Node) -> Node { Node(.negate, [a]) }

    public static func + (a: Node, b: Node) -> Node { Node(.add, [a, b]) }
    public static func - (a: Node, b: Node) -> Node { Node(.subtract, [a, b]) }
    public static func * (a: Node, b: Node) -> Node { Node(.multiply, [a, b]) }
    public static func / (a: Node, b: Node) -> Node { Node(.divide, [a, b]) }

    public static func + (a: Node, b: Double) -> Node { a + constant(Value(b)) }
    public static func - (a: Node, b: Double) -> Node { a - constant(Value(b)) }
    public static func * (a: Node, b: Double) -> Node { a * constant(Value(b)) }
    public static func / (a: Node, b: Double) -> Node { a / constant(Value(b)) }

    public static func + (a: Double, b: Node) -> Node { constant(Value(a)) + b }
    public static func - (a: Double, b: Node) -> Node { constant(Value(a)) - b }
    public static func * (a: Double, b: Node) -> Node { constant(Value(a)) * b }
    public static func / (a: Double, b: Node) -> Node { constant(Value(a)) / b }
}
