package import DescentAlgebra

/// The rough curvature that several fits have in common, where they start, up to a number of each one's own.
package struct CommonMetric: Sendable, Equatable {
    let curvature: CommonCurvature
    /// What a fit's curvature is of it, above 0.
    let scale: Double

    package init(curvature: CommonCurvature, scale: Double) {
        self.curvature = curvature
        self.scale = scale
    }

    package static func == (a: Self, b: Self) -> Bool { a.curvature === b.curvature && a.scale == b.scale }

    /// The factor of a fit's metric over its scale, c: UᵀU = H + diag(l2)/c; nil where H has too few digits for it.
    ///
    /// There c is rounded to a power of ⁴√2, and changes the penalty's part by a tenth at most, so that classes of nearly
    /// the same size have one factor. A function of this fit alone: no bits depend on which others there are.
    func metric(l2: [Double]) -> MetricFactor? {
        let rounded = Math.exponential(0.25 * Self.log2 * (Math.logarithm(scale) / (0.25 * Self.log2)).rounded())
        return curvature.metric(ridge: l2.map { $0 / rounded })
    }

    private static var log2: Double { 0.693_147_180_559_945_3 }
}

/// The upper triangle of a rough curvature, and its factors with what penalties add: each made once, at first use, whoever
/// asks first.
package final class CommonCurvature: Sendable {
    private let curvature: Matrix<Float>
    /// Shared by the states of all fits that asked for it.
    private let metrics = Guarded<[[Double]: Guarded<MetricFactor??>]>([:])

    package init(_ curvature: Matrix<Float>) { self.curvature = curvature }

    /// Nil where the curvature has too few digits for a factor.
    func metric(ridge: [Double]) -> MetricFactor? {
        // Others with another ridge need not wait.
        let own = metrics.withLock { metrics in
            if let own = metrics[ridge] { return own }
            let own = Guarded<MetricFactor??>(nil)
            metrics[ridge] = own
            return own
        }
        return own.withLock { metric in
            if let metric { return metric }
            let made = make(ridge)
            metric = .some(made)
            return made
        }
    }

    private func make(_ ridge: [Double]) -> MetricFactor? {
        var rough = curvature, metric = MetricFactor()
        guard metric.make(rough: &rough, ridge: ridge) else { return nil }
        metric.knownCondition = metric.condition(ridge.count)
        return metric
    }
}
