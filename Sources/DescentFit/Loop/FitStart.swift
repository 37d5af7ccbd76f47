internal import DescentSolvers

/// Where a fit begins.
enum FitStart: Sendable {
    case zero
    /// A point in the coordinates of the fit.
    case point(Parameters)
    /// At the optimum of a similar risk, such as one of another penalty. Fits that start there side by side have the
    /// curvature there in common.
    case nearby(Parameters)
    /// Where another fit by the same solver ended, whose risk is nearly the same, with all that was learnt of its curvature.
    case end(of: SolverState)

    /// Nil for zero.
    var point: Parameters? {
        switch self {
        case .zero: nil
        case .point(let point), .nearby(let point): point
        case .end(let state): state.query.point
        }
    }
}

extension Solving {
    func start(_ setting: Setting, from start: FitStart) -> SolverState {
        var setting = setting
        switch start {
        case .zero: break
        case .point(let point): setting.start = point
        case .nearby(let point):
            setting.start = point
            setting.startsNearby = true
        case .end(let state): return self.start(setting, near: state)
        }
        return self.start(setting)
    }
}
