/// A feature of the data by its place, and by its name where the data have names.
public struct Feature: Sendable, Hashable {
    /// Its place among the features of the data, from 0.
    public let index: Int
    /// As the data have it; nil where nobody has named them.
    public let name: String?

    package init(_ index: Int, name: String? = nil) {
        self.index = index
        self.name = name
    }
}

extension Feature: CustomStringConvertible {
    /// The name, or "feature 3". For people: what a terminal would obey in a name is escaped.
    public var description: String { name?.shown ?? "feature \(index)" }
}
