public import DescentAlgebra

extension Dataset {
    /// The same data, whose features have names: reports, tables and warnings use them.
    ///
    /// - Throws: `mismatch` for a number of names that is not that of the features.
    public func naming(features names: [String]) throws(DescentError) -> Dataset {
        guard names.count == featureCount else {
            throw .mismatch(.input, .features, expected: featureCount, found: names.count)
        }
        var result = self
        result.featureNames = names
        return result
    }

    package func feature(_ index: Int) -> Feature { Feature(index, name: featureNames?[index]) }
}
