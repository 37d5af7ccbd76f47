/// A line of a derivation: a name, and all that it is equal to, one below another.
public struct Equation: Sendable {
    let name: String
    let values: [String]

    /// - Parameters:
    ///   - name: such as `∂ℓ/∂w₁`.
    ///   - values: the formula in symbols, the formula in numbers, the result, each as it is written on one line.
    public init(_ name: String, _ values: [String]) {
        self.name = name
        self.values = values
    }

    var html: String {
        let lines = values.enumerated().map { index, value in
            "<div>\(index == 0 ? Formula(name).html() : "")</div><div>\(Formula(value).html(after: "="))</div>"
        }
        return "<div class=\"equation\">\n\(lines.joined(separator: "\n"))\n</div>"
    }
}
