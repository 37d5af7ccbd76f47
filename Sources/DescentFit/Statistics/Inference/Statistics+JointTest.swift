public import DescentAlgebra

extension Statistics {
    /// Wald's test of several coefficients together, such as those of a category's levels: whether all of them might be 0.
    public struct JointTest: Sendable, Hashable {
        /// βᵀ V⁻¹ β with the coefficients' covariance V, which is χ² distributed; for the linear neuron that over the degrees of
        /// freedom, an F.
        public let statistic: Double
        /// How many coefficients the samples determine of them.
        public let degreesOfFreedom: Int
        /// P of a statistic at least as large if all coefficients were 0: by χ², for the linear neuron by F with the residual degrees of
        /// freedom.
        public let pValue: Double
    }

    /// The test of the coefficients of some features, of a softmax in all classes.
    ///
    ///     let city = learned.terms.first { $0.name == "city" }!
    ///     let test = try statistics.jointTest(ofFeatures: city.columns)
    ///
    /// Of one coefficient it says what its row says: the statistic is the square of its ratio. Those that the samples do not determine
    /// are left out.
    ///
    /// - Throws: `illegalOption` for features that are not there, `noStatistics` where none of the coefficients is determined, and where
    ///   one runs to infinity.
    public func jointTest(ofFeatures features: Range<Int>) throws(DescentError) -> JointTest {
        let indices = coefficients.indices.filter { coefficients[$0].feature.map(features.contains) ?? false }
        guard !features.isEmpty, Set(indices.map { coefficients[$0].feature }).count == features.count else {
            throw .illegalOption(
                name: "the features of a test", value: "\(features)", requirement: "features of the fit")
        }
        return try jointTest(of: indices)
    }

    /// The test of coefficients by their places.
    package func jointTest(of indices: [Int]) throws(DescentError) -> JointTest {
        if let infinite = indices.first(where: { coefficients[$0].isInfinite }) {
            throw .noStatistics(because: .separated(features: features(of: coefficients[infinite])))
        }
        let determined = indices.filter { coefficients[$0].standing == .determined }
        guard !determined.isEmpty else {
            throw .noStatistics(because: .rankDeficient(indices.compactMap { coefficients[$0].dependence }))
        }
        // In units of the errors, in which covariances are correlations.
        var factor = SmallCholesky()
        let errors = determined.map { coefficients[$0].standardError }
        for (row, index) in determined.enumerated() {
            let correlations = (0...row).map { column in
                DoubleDouble(covariance[index, determined[column]] / errors[row] / errors[column])
            }
            guard factor.append(correlations) else { throw .noStatistics(because: .illConditioned) }
        }
        let ratios = determined.map { DoubleDouble(coefficients[$0].ratio) }
        let solved = factor.solve(ratios)
        var sum = DoubleDouble(0)
        for (ratio, value) in zip(ratios, solved) { sum += ratio * value }
        let statistic = sum.high, free = Double(determined.count)
        guard linear != nil else {
            return JointTest(
                statistic: statistic, degreesOfFreedom: determined.count, pValue: ChiSquared(free).upper(statistic))
        }
        return JointTest(
            statistic: statistic / free, degreesOfFreedom: determined.count,
            pValue: VarianceRatio(free, residualDegreesOfFreedom).upper(statistic / free))
    }
}
