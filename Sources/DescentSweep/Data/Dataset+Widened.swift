package import DescentAlgebra

extension Dataset {
    /// The same data in Double, as a copy: what arithmetic in single precision leaves open, that in double precision decides.
    ///
    /// - Throws: `source` and `algebra`.
    package func widened() throws(DescentError) -> Dataset<Double> {
        let copy = try part([0..<sampleCount], totalWeight: survey.totalWeight)
        func make(_ source: some SampleSource<Element>) throws(DescentError) -> Dataset<Double> {
            guard let matrix = source as? Matrix<Element> else {
                preconditionFailure("a part of the data is a matrix")
            }
            var result = Dataset<Double>(
                source: try matrix.widened(), targets: try copy.targets.widened(), classes: classes,
                weights: try copy.weights?.widened(), offsets: try copy.offsets?.widened(), survey: survey)
            result.featureNames = featureNames
            return result
        }
        return try make(copy.source)
    }
}

extension Matrix {
    @specialized(where Element == Float)
    fileprivate func widened() throws(DescentError) -> Matrix<Double> {
        let numbers = values.map { Double($0) }
        return try Matrix<Double>(rows: rows, columns: columns, numbers)
    }
}
