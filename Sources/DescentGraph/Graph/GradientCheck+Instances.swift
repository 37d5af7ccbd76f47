public import DescentAlgebra
public import DescentSolvers
public import DescentSweep

extension Sweep {
    /// The gradient at a point beside differences of the risk. It evaluates the risk twice per parameter: for small data.
    ///
    /// In `Float` steps and tolerance follow that precision: 0.5 %. Throws as `lossGradient(at:)` and `GradientCheck`.
    public func checkGradient(
        at parameters: Parameters, tolerance: Double? = nil
    ) throws(DescentError) -> GradientCheck {
        let gradient = try lossGradient(at: parameters).gradient.values
        var moved = parameters
        return try GradientCheck(
            of: gradient, at: parameters.values, tolerance: tolerance, resolution: Double(Element.ulpOfOne)
        ) { point throws(DescentError) in
            moved.values = point
            return try self.loss(at: moved)
        }
    }
}

extension Node {
    /// The derivatives by the variables beside differences of this node, which must be a number. The coordinates are the
    /// values of the variables one after another, in the order in which the formula meets them.
    ///
    /// Throws as `backward()` and `GradientCheck`, and `empty` where there is no variable.
    public func checkGradient(tolerance: Double? = nil) throws(DescentError) -> GradientCheck {
        _ = try value
        let variables = Self.order(to: [self]).filter { $0.operands.isEmpty && $0.varies }
        var point: [Double] = [], gradient: [Double] = []
        for variable in variables {
            point += try variable.value.values
            gradient += try derivative(by: variable).value.values
        }
        return try GradientCheck(of: gradient, at: point, tolerance: tolerance) { point throws(DescentError) in
            var rest = point[...], leaves: [ObjectIdentifier: Node] = [:]
            for variable in variables {
                let shape = try variable.shape.get()
                leaves[ObjectIdentifier(variable)] = .constant(
                    Value(shape: shape, values: Array(rest.prefix(shape.count))))
                rest = rest.dropFirst(shape.count)
            }
            return try self.replacing(leaves).value.values[0]
        }
    }

    /// The same formula with other leaves.
    func replacing(_ leaves: [ObjectIdentifier: Node]) -> Node {
        var copies = leaves
        for node in Self.order(to: [self]) where copies[ObjectIdentifier(node)] == nil {
            let operands = node.operands.map { copies[ObjectIdentifier($0)]! }
            copies[ObjectIdentifier(node)] =
                switch node.rule {
                case .leaf: node
                case .pointwise(let operation): Node(operation, operands)
                case .shaping(let shaping): Node(shaping, operands)
                }
        }
        return copies[ObjectIdentifier(self)]!
    }
}
