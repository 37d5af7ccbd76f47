/// A feature as a combination of others, up to the rounding of the data.
public struct Dependence: Sendable, Hashable {
    public let feature: Int
    /// Those with a share in it; empty for a feature that is 0 everywhere, or constant beside a bias.
    public let features: [Int]
    /// Whether the constant has a share.
    public let includesBias: Bool
}

extension Dependence: CustomStringConvertible {
    public var description: String {
        let others = features.map { "feature \($0)" } + (includesBias ? ["the bias"] : [])
        return others.isEmpty
            ? "feature \(feature) is 0 everywhere"
            : "feature \(feature) is a combination of \(others.joined(separator: ", "))"
    }
}
