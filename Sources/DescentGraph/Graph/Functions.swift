// Functions of nodes, value by value: of z and y in a loss, of numbers, vectors and matrices in a graph.

/// e^a; infinite where it is too large for the precision.
public func exp(_ a: Node) -> Node { Node(.exp, [a]) }

/// ln a for a > 0; −∞ at 0, NaN below.
public func log(_ a: Node) -> Node { Node(.log, [a]) }

/// ln(1 + a) for a > −1, exact to the last digits near 0.
public func log1p(_ a: Node) -> Node { Node(.log1p, [a]) }

/// √a for a ≥ 0; NaN below. Its derivative at 0 is infinite.
public func sqrt(_ a: Node) -> Node { Node(.sqrt, [a]) }

/// σ(a) = 1/(1+e^−a), finite everywhere.
public func sigmoid(_ a: Node) -> Node { Node(.sigmoid, [a]) }

/// ln(1 + e^a) from e^−|a|, finite everywhere. Its derivative is σ.
public func softplus(_ a: Node) -> Node { Node(.softplus, [a]) }

/// tanh a
public func tanh(_ a: Node) -> Node { Node(.tanh, [a]) }

/// max(0, a); the derivative at 0 is 0.
public func relu(_ a: Node) -> Node { Node(.relu, [a]) }

/// |a|; the derivative at 0 is 0.
public func abs(_ a: Node) -> Node { Node(.abs, [a]) }

/// The larger one. Of equal operands a constant's derivative counts, so that max(0, a) and max(a, 0) are flat at 0, and
/// otherwise the first one's.
public func max(_ a: Node, _ b: Node) -> Node { a.varies && !b.varies ? Node(.max, [b, a]) : Node(.max, [a, b]) }
/// The larger one of a constant a and each value of b; where they are equal, the derivative by b is 0.
public func max(_ a: Double, _ b: Node) -> Node { max(Node.constant(.init(a)), b) }
/// The larger one of each value of a and a constant b; where they are equal, the derivative by a is 0.
public func max(_ a: Node, _ b: Double) -> Node { max(Node.constant(.init(b)), a) }

/// The smaller one. Of equal operands as `max`.
public func min(_ a: Node, _ b: Node) -> Node { -max(-a, -b) }
/// The smaller one of a constant a and each value of b; where they are equal, the derivative by b is 0.
public func min(_ a: Double, _ b: Node) -> Node { min(Node.constant(.init(a)), b) }
/// The smaller one of each value of a and a constant b; where they are equal, the derivative by a is 0.
public func min(_ a: Node, _ b: Double) -> Node { min(Node.constant(.init(b)), a) }

/// a^b for a > 0, and for a ≤ 0 where b is a whole number; NaN elsewhere. The derivative by b needs a > 0.
public func pow(_ a: Node, _ b: Node) -> Node { Node(.power, [a, b]) }

/// a^b. Whole b up to 64 multiply, so that derivatives exist at 0 too; b = ½ is the square root. Others are not
/// vectorised: about 25 ns per value.
public func pow(_ a: Node, _ b: Double) -> Node {
    if b == 0.5 { return sqrt(a) }
    if b == 0 { return 0 * a + 1 }
    guard b == b.rounded(), (1...64).contains(b.magnitude) else { return pow(a, Node.constant(.init(b))) }
    var result: Node?, square = a, rest = Int(b.magnitude)
    while true {
        if rest % 2 == 1 { result = result.map { $0 * square } ?? square }
        rest /= 2
        if rest == 0 { break }
        square = square * square
    }
    return b < 0 ? 1 / result! : result!
}

/// Σ of all values.
public func sum(_ a: Node) -> Node { Node(.sum, [a]) }

/// The mean of all values.
public func mean(_ a: Node) -> Node {
    switch a.shape {
    case .success(let shape): sum(a) / Double(shape.count)
    case .failure: a
    }
}

/// Σ aᵢbᵢ of two vectors of one length, or the product of a matrix a with a vector b; else `illegalShapes`.
public func dot(_ a: Node, _ b: Node) -> Node {
    guard case .success(.vector(let count)) = a.shape, case .success(.vector(count)) = b.shape else {
        return Node(.product(transposed: false), [a, b])
    }
    return sum(a * b)
}
