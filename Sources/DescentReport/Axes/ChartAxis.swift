/// What is along one side of a chart.
public struct ChartAxis: Sendable {
    public enum Kind: Sendable {
        case linear
        /// By the logarithm: values that are not positive have no place and are left out.
        case logarithmic
    }

    let title: String
    let kind: Kind
    let range: ClosedRange<Double>?

    /// - Parameter range: what is shown; lines outside are cut. Default: all values, with a little room. One that has no
    ///   place on the axis is as if there were none.
    public init(_ title: String, _ kind: Kind = .linear, range: ClosedRange<Double>? = nil) {
        self.title = title
        self.kind = kind
        self.range = range
    }

    /// Whether a value has a place. The very largest have none, nor by its logarithm the very smallest: a range with room
    /// around them would leave the numbers that there are.
    func holds(_ value: Double) -> Bool {
        kind == .linear ? value.magnitude <= 1e300 : (1e-300...1e300).contains(value)
    }
}
