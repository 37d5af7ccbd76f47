public import DescentAlgebra

extension Node {
    /// Sets `gradient` of this node and of all that it is made of in one pass from the result to the operands:
    /// ∂J/∂J = 1, and each operand's is the sum over its results of ∂J/∂result · ∂result/∂operand.
    ///
    /// Constants get none. Gradients of an earlier pass are replaced, not added to.
    ///
    /// - Throws: what `value` throws, and `illegalShapes` for a node that is not a number.
    public func backward() throws(DescentError) {
        _ = try value
        let adjoints = try adjoints(), order = Self.order(to: [self])
        for node in order where node.varies {
            let zero = Value(
                shape: try node.shape.get(), values: [Double](repeating: 0, count: try node.shape.get().count))
            node.gradient = try adjoints[ObjectIdentifier(node)]?.value ?? zero
        }
    }

    /// ∂self/∂variable as a node, which has derivatives in turn: `j.derivative(by: x).derivative(by: x)`.
    ///
    /// It has the shape of the variable, and is 0 where this node is not made of it. It carries `illegalShapes` where
    /// this node is not a number, and `illegalOption` for a constant.
    public func derivative(by variable: Node) -> Node {
        do throws(DescentError) {
            let shape = try variable.shape.get()
            guard variable.varies else {
                throw .illegalOption(
                    name: "what a derivative is taken by", value: variable.label,
                    requirement: "a variable or made of one")
            }
            return try adjoints()[ObjectIdentifier(variable)]
                ?? .constant(Value(shape: shape, values: [Double](repeating: 0, count: shape.count)))
        } catch {
            return Node(failing: error)
        }
    }

    /// ∂self/∂node for every node that a variable flows through, where it is not 0 throughout.
    private func adjoints() throws(DescentError) -> [ObjectIdentifier: Node] {
        let shape = try shape.get()
        guard shape == .number else {
            throw .illegalShapes(
                operation: "a derivative", shapes: [shape.description], requirement: "a number to differentiate")
        }
        var adjoints = [ObjectIdentifier(self): Node.constant(1)]
        for node in Self.order(to: [self]).reversed() where node.varies {
            guard let adjoint = adjoints[ObjectIdentifier(node)] else { continue }
            for (index, operand) in node.operands.enumerated() where operand.varies {
                guard let part = node.pullback(adjoint, to: index)?.gathered(into: operand) else { continue }
                let key = ObjectIdentifier(operand)
                adjoints[key] = adjoints[key].map { $0 + part } ?? part
            }
        }
        return adjoints
    }

    private func pullback(_ adjoint: Node, to operand: Int) -> Node? {
        switch rule {
        case .leaf: nil
        case .pointwise(let operation): operation.pullback(adjoint, to: operand, of: self)
        case .shaping(let shaping): shaping.pullback(adjoint, to: operand, of: self)
        }
    }

    /// A number that met many values collects the parts of all.
    private func gathered(into operand: Node) -> Node {
        guard case .success(.number) = operand.shape, case .success(let own) = shape, own != .number else {
            return self
        }
        return sum(self)
    }

    /// All that the roots are made of, each once, operands before results. By a stack of its own: graphs are deep.
    static func order(to roots: [Node]) -> [Node] {
        var order: [Node] = [], seen: Set<ObjectIdentifier> = []
        var stack = roots.reversed().map { (node: $0, isDone: false) }
        while let (node, isDone) = stack.popLast() {
            if isDone {
                order.append(node)
            } else if seen.insert(ObjectIdentifier(node)).inserted {
                stack.append((node, true))
                for operand in node.operands.reversed() { stack.append((operand, false)) }
            }
        }
        return order
    }
}
