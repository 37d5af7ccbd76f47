public import DescentAlgebra

/// A feature without a name, as tests write it.
extension Feature: ExpressibleByIntegerLiteral {
    public init(integerLiteral index: Int) { self.init(index) }
}
