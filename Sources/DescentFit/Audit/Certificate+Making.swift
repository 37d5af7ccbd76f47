internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

extension Certificate {
    /// Of a least-squares fit, whose corrections end below the last place of the precision that the layer has, unless it did not
    /// converge.
    init(of solution: LeastSquares.Solution, _ remainder: LeastSquaresRemainder, ulp: Double) {
        newtonDecrement = Self.caution * max(remainder.decrement, remainder.floor)
        condition = solution.condition * solution.condition
        // Each coefficient is the nearest number to what a few roundings leave of it.
        digits = solution.isConverged ? -Math.decimalLogarithm(2 * ulp) : nil
    }

    /// δ and φ are what a risk that is quadratic and roundings at random make of it: on 2000 random problems what was left was seldom
    /// more than three times as much.
    private static var caution: Double { 4 }

    /// Of what is left at the end of a walk.
    init(_ remainder: Remainder, _ claim: Claim, _ state: SolverState, ulp: Double) {
        // A gap is of the first order in the rounding of a gradient, where the risk's own curvature tells more.
        let gap = remainder.isEstimate ? remainder.gap : 0
        newtonDecrement = max(Self.caution * max(remainder.decrement, remainder.floor), gap)
        condition = remainder.condition
        guard case .satisfied = claim, let condition, let walk = state.memory.walk, !walk.isSingular, !walk.isLost,
            // A fit that ends at a better point of validation data knows no step from there.
            state.query.point.values == walk.base
        else {
            digits = nil
            return
        }
        let rounding = condition.squareRoot() * ulp
        digits = max(0, -Math.decimalLogarithm(max(remainder.change, rounding, ulp)))
    }
}

extension Dataset {
    /// How many bytes X has.
    var bytes: Int { featureCount * sampleCount * MemoryLayout<Element>.stride }
}
