internal import Descent

extension Outcome {
    /// 0 where a minimum was found, or the best weights of a validation; 3 where the fit ended otherwise.
    var status: Int32 {
        switch self {
        case .converged, .localMinimum, .stoppedEarly, .settled: 0
        case .stationary, .limit, .diverged, .stalled, .separated, .cancelled: 3
        }
    }

    /// For programs: how it ended, and by which rule.
    var words: (outcome: String, rule: String?) {
        switch self {
        case .converged(let criterion): ("converged", "\(criterion.word)")
        case .localMinimum(let criterion): ("localMinimum", "\(criterion.word)")
        case .stationary: ("stationary", nil)
        case .settled: ("settled", "lossChange")
        case .stoppedEarly: ("stoppedEarly", "validation")
        case .limit(.iterations): ("limit", "iterations")
        case .limit(.time): ("limit", "time")
        case .limit(.schedule): ("limit", "schedule")
        case .diverged: ("diverged", nil)
        case .stalled: ("stalled", nil)
        case .separated: ("separated", nil)
        case .cancelled: ("cancelled", nil)
        }
    }
}

extension Outcome.Criterion {
    fileprivate var word: String {
        switch self {
        case .gradientNorm: "gradientNorm"
        case .lossChange: "lossChange"
        case .digits: "digits"
        case .precision: "precision"
        }
    }
}
