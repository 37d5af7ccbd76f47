/// Arithmetic on sizes that come from outside. A file may claim any number, and a trap is no answer to it.
extension Int {
    /// The sum; nil where an `Int` does not hold it.
    package func adding(checked other: Int) -> Int? {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? nil : sum
    }

    /// The product; nil where an `Int` does not hold it.
    package func multiplied(checked other: Int) -> Int? {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? nil : product
    }
}
