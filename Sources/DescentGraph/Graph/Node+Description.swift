extension Node: CustomStringConvertible {
    /// One line per step, operands before results: what it is made of, its value and, after `backward()`, its gradient.
    ///
    /// ```text
    /// a = 3, ∂ 10
    /// #1 = 2 · a = 6, ∂ 5
    /// ```
    public var description: String {
        let order = Self.order(to: [self]), labels = Self.labels(order)
        return order.filter { $0.varies || !$0.operands.isEmpty || $0 === self }
            .map { node in
                let name = labels[ObjectIdentifier(node)]!
                let formula = node.formula(labels).map { " = \($0)" } ?? ""
                let result = formula.isEmpty && name == node.shown ? "" : " = \(node.shown)"
                return name + formula + result + (node.gradient.map { ", ∂ \($0)" } ?? "")
            }
            .joined(separator: "\n")
    }

    /// The graph in Graphviz's language: `dot -Tsvg` draws it. Variables and constants are boxes.
    public var dot: String {
        let order = Self.order(to: [self])
        var places: [ObjectIdentifier: Int] = [:]
        var lines = ["digraph {", "    rankdir=LR"]
        for (place, node) in order.enumerated() {
            places[ObjectIdentifier(node)] = place
            let title = node.name ?? node.formula(["a", "b"])
            let parts = [title, node.shown, node.gradient.map { "∂ \($0)" }].compactMap { $0 }
            let label = parts.map(Self.escaped).joined(separator: "\\n")
            lines.append("    n\(place) [label=\"\(label)\"\(node.operands.isEmpty ? ", shape=box" : "")]")
            for operand in node.operands { lines.append("    n\(places[ObjectIdentifier(operand)]!) -> n\(place)") }
        }
        return lines.joined(separator: "\n") + "\n}\n"
    }

    /// How a message calls it.
    var label: String { name ?? formula(["a", "b"]) ?? shown }

    private var shown: String {
        switch result {
        case .success(let value): "\(value)"
        case .failure(let error): "(\(error))"
        }
    }

    private func formula(_ labels: [ObjectIdentifier: String]) -> String? {
        formula(operands.map { labels[ObjectIdentifier($0)]! })
    }

    private func formula(_ operands: [String]) -> String? {
        switch rule {
        case .leaf: nil
        case .pointwise(let operation): operation.formula(operands)
        case .shaping(let shaping): shaping.formula(operands)
        }
    }

    /// Names where there are any, values of constants, and a running number for the rest.
    private static func labels(_ order: [Node]) -> [ObjectIdentifier: String] {
        var labels: [ObjectIdentifier: String] = [:], steps = 0
        for node in order {
            let isConstant = node.operands.isEmpty && !node.varies
            if node.name == nil && !isConstant { steps += 1 }
            labels[ObjectIdentifier(node)] = node.name ?? (isConstant ? node.shown : "#\(steps)")
        }
        return labels
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            if character == "\"" || character == "\\" { result.append("\\") }
            result.append(character)
        }
    }
}
