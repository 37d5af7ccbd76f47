internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// The linear neuron's best weights, to the last digit that the data hold: a direct method, without a path of descent.
///
/// Minimises Σ w ½(z−y)² / Σ w + ½ λ Σ f v², with z = v x + b + offset, λ = 0 by default and the bias never penalised.
///
/// 1. One read of X gives the triangle of its QR by Householder reflections, with columns scaled by powers of two.
/// 2. Columns that depend on others, up to the rounding of the data, are found and set to 0: see `ColumnChoice`.
/// 3. Corrections δ = R⁻¹R⁻ᵀ Xᵀ(y − Xv) with residuals and products in twice the digits (`ResidualProducts`) are added,
///    a read of X each, until they cannot change the result any more or stagnate: the corrected semi-normal equations
///    of Björck, whose error shrinks by about κε a step however often they are repeated.
///
/// Of many penalised features and few samples the same is done from the other side: see `DualProblem`.
package enum LeastSquares {
    /// - Parameters:
    ///   - data: one row of targets per output. Targets of classes are taken as numbers.
    ///   - neuron: `halfSquared`, or `squared` for Σ w (z−y)² / Σ w.
    ///   - ridge: λ, 0 or more.
    ///   - factors: f of every feature, 0 or more. Default 1.
    /// - Throws: `illegalOption`, `mismatch` for a number of factors that is not that of the features, `source`, `algebra`
    ///   without memory, and `overflow` where a result is larger than a Double.
    static func solve<Element: Scalar>(
        _ data: Dataset<Element>, neuron: Linear = Linear(), hasBias: Bool = true, ridge: Double = 0,
        factors: [Double]? = nil, threads: Int? = nil
    ) throws(DescentError) -> Solution {
        let problem = try LeastSquaresProblem(
            data, neuron: neuron, hasBias: hasBias, ridge: ridge, factors: factors, threads: threads)
        if problem.isDual { return try DualProblem(problem).solution() }
        let split = try problem.factor()
        let choice = try ColumnChoice(split, of: problem)
        let refinement = try Refinement(problem, .targets, outputs: data.targets.rows)
        try refinement.run(choice.triangle, from: choice.start)
        return try problem.solution(choice, refinement)
    }

    /// Features that are combinations of others, ‖R‖₁‖R⁻¹‖₁ of the triangle of the rest, and how often X was read to know.
    static func dependences<Element: Scalar>(
        _ data: Dataset<Element>, hasBias: Bool, threads: Int?
    ) throws(DescentError) -> (found: [Dependence], condition: Double, reads: Double) {
        let problem = try LeastSquaresProblem(
            data.asNumbers, neuron: Linear(), hasBias: hasBias, ridge: 0, factors: nil, threads: threads)
        let choice = try ColumnChoice(
            try problem.factor(), of: problem, tolerance: ColumnChoice.toleranceOfDescent(Element.self))
        return (choice.dependences, choice.triangle.scaledCondition(without: problem.firstFeature), problem.reads)
    }

    /// What a fit gives. Columns are features, then the bias if there is one.
    package struct Solution: Sendable {
        /// 0 where a feature depends on others.
        let parameters: Parameters
        /// Independent columns, the bias included.
        let rank: Int
        /// Features that are combinations of the features before them and of the constant: they have no weight of
        /// their own, and a weight of 0 here.
        let dependences: [Dependence]
        /// ‖R‖₁‖R⁻¹‖₁ of the independent columns, scaled; an estimate within a small factor. From the side of the samples, of
        /// columns divided by the roots of their penalties.
        let condition: Double
        /// Decimal digits of every output's coefficients that the data determine when each value is right to half a unit
        /// of its last place: −log₁₀ ε(κ + κ²‖r‖/(‖R‖‖v‖)), Wedin's bound, as whole vectors. The solution itself is
        /// that of the data as given, nearly to the last place.
        let digits: [Double]
        /// √Σ w r² and Σ w r² per output, without the penalty. The squares of very large or small residuals leave the range.
        let residualNorms: [Double]
        let residualSquares: [Double]
        /// Samples of a weight above 0.
        let samples: Int
        /// Samples that count, less the rank; never below 0.
        var degreesOfFreedom: Int { max(0, samples - rank) }
        /// √ of the diagonal of (Σ w x xᵀ + penalty)⁻¹ per column: times the standard deviation of the residuals, the
        /// standard errors. NaN for a feature that depends on others, and, as the two below are empty, from the side of the samples:
        /// these numbers are asked for without a penalty only.
        let deviationFactors: [Double]
        /// The independent columns, and L with L Lᵀ = (Σ w x xᵀ + penalty)⁻¹ of those, dense and column-major, both in the
        /// order of the triangle.
        let independentColumns: [Int]
        let inverseFactor: [Double]
        /// Corrections after the first solution, and whether the last were below the result's last places.
        let refinements: Int
        let isConverged: Bool
        /// What the mean of ½ r² is above its minimum, summed over outputs.
        let left: Double
        /// How often X was read, the survey aside.
        let reads: Double
    }
}
