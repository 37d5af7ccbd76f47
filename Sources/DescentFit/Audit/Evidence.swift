package import DescentAlgebra
package import DescentSolvers
internal import DescentSweep

/// What an audit knows of the data at bitwise the point that a fit returns: kept, so that statistics need no second solve, and no
/// read of what was read already.
package enum Evidence: Sendable {
    /// The mean loss, its gradient and, where the solver had it, its Hessian, in the coordinates of the fit; without a penalty.
    case answer(loss: Double, gradient: Parameters, curvature: Matrix<Double>?)
    /// What the direct method found for a linear fit.
    case solution(LeastSquares.Solution)
}

extension Course {
    /// Coefficients up to which a Hessian is kept: beyond, its memory is more than the model's by far.
    private static var mostForCurvature: Int { 512 }

    /// Of a fit of all data without penalty and bounds, whose last answer is about the point it returns.
    var evidence: Evidence? {
        guard isOfAllData, answers.precise == nil, loop.apart.isEmpty, sweep.risk == .mean, solver.penalty.isNone,
            solver.bounds.isNone, case .converged = outcome, let walk = state.memory.walk,
            // A search that gave up came back from another point.
            state.query.point.values == walk.base, walk.tries == 0, walk.l2.allSatisfy({ $0 == 0 })
        else { return nil }
        let keeps = walk.count <= Self.mostForCurvature && walk.isExact && !walk.isTriangle
        return .answer(
            loss: state.loss, gradient: parameters.with(walk.gradient),
            curvature: keeps ? loop.evaluation.curvature : nil)
    }
}
