internal import DescentAlgebra

/// A feature of the data by its place, and by its name where the data have names.
public struct Feature: Sendable, Hashable, ExpressibleByIntegerLiteral {
    public let index: Int
    public let name: String?

    public init(_ index: Int, name: String? = nil) {
        self.index = index
        self.name = name
    }

    public init(integerLiteral index: Int) { self.init(index) }
}

extension Feature: CustomStringConvertible {
    /// The name, or "feature 3". For people: what a terminal would obey in a name is escaped.
    public var description: String { name?.shown ?? "feature \(index)" }
}

extension Dataset {
    /// The same data, whose features have names: reports, tables and warnings use them.
    ///
    /// - Throws: `mismatch` for a number of names that is not that of the features.
    public func naming(features names: [String]) throws(DescentError) -> Dataset {
        guard names.count == features else {
            throw .mismatch(.input, .features, expected: features, found: names.count)
        }
        var result = self
        result.featureNames = names
        return result
    }

    func feature(_ index: Int) -> Feature { Feature(index, name: featureNames?[index]) }
}
