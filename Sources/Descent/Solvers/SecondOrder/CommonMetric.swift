internal import DescentAlgebra

/// The rough curvature that several fits have in common, where they start, up to a number of each one's own.
struct CommonMetric: Sendable, Equatable {
    let curvature: CommonCurvature
    /// What a fit's curvature is of it, above 0.
    let scale: Double

    static func == (a: Self, b: Self) -> Bool { a.curvature === b.curvature && a.scale == b.scale }

    /// The factor of a fit's metric over its scale, c: UᵀU = H + diag(l2)/c; nil where H has too few digits for it.
    ///
    /// There c is rounded to a power of ⁴√2, and changes the penalty's part by a tenth at most, so that classes of nearly
    /// the same size have one factor. A function of this fit alone: no bits depend on which others there are.
    func factor(l2: [Double]) -> CommonCurvature.Factor? {
        let rounded = Math.exponential(0.25 * Self.log2 * (Math.logarithm(scale) / (0.25 * Self.log2)).rounded())
        return curvature.factor(ridge: l2.map { $0 / rounded })
    }

    private static var log2: Double { 0.693_147_180_559_945_3 }
}

/// The upper triangle of a rough curvature, and its factors with what penalties add: each made once, at first use, whoever
/// asks first.
final class CommonCurvature: Sendable {
    /// Shared by the states of all fits that asked for it.
    struct Factor: Sendable {
        let numbers: [Double]
        /// ‖UᵀU‖₁
        let norm: Double
        let condition: Double
    }

    private let curvature: Matrix<Float>
    private let factors = Guarded<[[Double]: Guarded<Factor??>]>([:])

    init(_ curvature: Matrix<Float>) { self.curvature = curvature }

    func factor(ridge: [Double]) -> Factor? {
        // Others with another ridge need not wait.
        let own = factors.withLock { factors in
            if let own = factors[ridge] { return own }
            let own = Guarded<Factor??>(nil)
            factors[ridge] = own
            return own
        }
        return own.withLock { factor in
            if let factor { return factor }
            let made = make(ridge)
            factor = .some(made)
            return made
        }
    }

    private func make(_ ridge: [Double]) -> Factor? {
        let count = curvature.columns
        var rough = curvature, numbers = [Double](repeating: 0, count: count * count)
        var scratch = [Double](repeating: 0, count: count)
        let size = numbers.withUnsafeMutableBufferPointer { numbers -> (norm: Double, condition: Double)? in
            let metric = MetricFactor(numbers.baseAddress!, count)
            return metric.factor(rough: &rough, ridge: ridge, scratch: &scratch).map {
                ($0, metric.condition(norm: $0))
            }
        }
        return size.map { Factor(numbers: numbers, norm: $0.norm, condition: $0.condition) }
    }
}
