/// A feature as a combination of others, up to the rounding of the data.
public struct Dependence: Sendable, Hashable {
    /// The one that the others make up.
    public let feature: Feature
    /// Those with a share in it; empty for a feature that is 0 everywhere, or constant beside a bias.
    public let features: [Feature]
    /// Whether the constant has a share.
    public let includesBias: Bool

    package init(feature: Feature, features: [Feature], includesBias: Bool) {
        self.feature = feature
        self.features = features
        self.includesBias = includesBias
    }
}

extension Dependence: CustomStringConvertible {
    public var description: String {
        if features.isEmpty {
            return includesBias ? "\(feature) is constant, as the bias is" : "\(feature) is 0 everywhere"
        }
        let others = features.map(\.description) + (includesBias ? ["the bias"] : [])
        return "\(feature) is a combination of \(others.joined(separator: ", "))"
    }
}
