internal import DescentAlgebra
internal import DescentSweep

/// The linear operations between shapes. Each one's derivative is another one of them.
enum Shaping: Sendable, Hashable {
    /// Σ of all values.
    case sum
    /// A number at every place of a shape.
    case spread(Node.Shape)
    /// A x, or Aᵀx.
    case product(transposed: Bool)
    /// u vᵀ
    case outer

    func shape(of operands: [Node.Shape]) throws(DescentError) -> Node.Shape {
        switch (self, operands[0], operands.last!) {
        case (.sum, _, _): return .number
        case (.spread(let shape), .number, _): return shape
        case (.product(false), .matrix(let rows, let columns), .vector(let count)) where count == columns:
            return .vector(rows)
        case (.product(true), .matrix(let rows, let columns), .vector(let count)) where count == rows:
            return .vector(columns)
        case (.outer, .vector(let rows), .vector(let columns)): return .matrix(rows: rows, columns: columns)
        default:
            throw .illegalShapes(
                operation: formula(["a", "b"]), shapes: operands.map(\.description),
                requirement: "two vectors of one length, or a matrix and a vector with a value for each of its columns")
        }
    }

    func values(_ operands: [Node.Value], shape: Node.Shape) -> [Double] {
        let a = operands[0].values, b = operands.last!.values
        switch self {
        case .sum: return [TileKernels.sum(a.count, a)]
        case .spread: return operands[0].spread(to: shape.count)
        case .outer: return b.flatMap { factor in a.map { $0 * factor } }
        case .product(let transposed):
            let rows = transposed ? b.count : shape.count, columns = transposed ? shape.count : b.count
            var result = [Double](repeating: 0, count: shape.count)
            for column in 0..<columns {
                for row in 0..<rows {
                    let (from, to) = transposed ? (row, column) : (column, row)
                    result[to] += a[column * rows + row] * b[from]
                }
            }
            return result
        }
    }

    /// As for `Operation`.
    func pullback(_ adjoint: Node, to operand: Int, of result: Node) -> Node? {
        let a = result.operands[0], b = result.operands.last!
        switch (self, operand) {
        case (.sum, _): return (try? a.shape.get()).map { Node(.spread($0), [adjoint]) }
        case (.spread, _): return Node(.sum, [adjoint])
        case (.product(let transposed), 0):
            return transposed ? Node(.outer, [b, adjoint]) : Node(.outer, [adjoint, b])
        case (.product(let transposed), _): return Node(.product(transposed: !transposed), [a, adjoint])
        case (.outer, 0): return Node(.product(transposed: false), [adjoint, b])
        case (.outer, _): return Node(.product(transposed: true), [adjoint, a])
        }
    }

    func formula(_ operands: [String]) -> String {
        switch self {
        case .sum: "sum(\(operands[0]))"
        case .spread: "spread(\(operands[0]))"
        case .product(let transposed): "dot(\(operands[0])\(transposed ? "ᵀ" : ""), \(operands[1]))"
        case .outer: "\(operands[0]) \(operands[1])ᵀ"
        }
    }
}
