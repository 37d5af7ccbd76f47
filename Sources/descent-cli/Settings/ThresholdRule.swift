internal import Descent
internal import DescentFiles

/// What the threshold between two classes is to be best by.
enum ThresholdRule: Sendable {
    /// The mean of the shares of each class that are predicted right.
    case balanced
    /// The harmonic mean of precision and recall of class 1.
    case f1
    /// The mean cost of wrong predictions: of class 1 where it is not, and of class 0 where it is not.
    case cost(alarm: Double, miss: Double)

    /// - Throws: `usage`.
    init?(_ arguments: Arguments) throws(Failure) {
        guard let word = arguments[.threshold] else { return nil }
        switch word {
        case "balanced": self = .balanced
        case "f1": self = .f1
        default:
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let costs = parts.count == 2 ? parts[1].split(separator: ":", omittingEmptySubsequences: false) : []
            let numbers = costs.compactMap { Numbers.whole(String($0)) }
            guard parts[0] == "cost", costs.count == 2, numbers.count == 2,
                numbers.allSatisfy({ $0 > 0 && $0.isFinite })
            else {
                throw arguments.wrong(
                    .threshold, "balanced, f1 or cost=A:B with what a false alarm and a miss cost, both above 0")
            }
            self = .cost(alarm: numbers[0], miss: numbers[1])
        }
    }

    /// As it is typed.
    var words: String {
        switch self {
        case .balanced: "balanced"
        case .f1: "f1"
        case .cost(let alarm, let miss): "cost=\(alarm.text(digits: 6)):\(miss.text(digits: 6))"
        }
    }

    /// What the score is.
    var name: String {
        switch self {
        case .balanced: "balanced accuracy"
        case .f1: "F1"
        case .cost: "mean cost"
        }
    }

    /// The larger the better.
    ///
    /// - Parameters:
    ///   - hits: weight of class 1 that is predicted so.
    ///   - alarms: weight of class 0 that is predicted to be class 1.
    ///   - ones: all weight of class 1.
    ///   - zeros: all weight of class 0.
    func score(hits: Double, alarms: Double, _ ones: Double, _ zeros: Double) -> Double {
        switch self {
        case .balanced: (hits / ones + (zeros - alarms) / zeros) / 2
        case .f1: 2 * hits / (ones + hits + alarms)
        case .cost(let alarm, let miss): -(alarm * alarms + miss * (ones - hits)) / (ones + zeros)
        }
    }

    /// A score as people know it.
    func shown(_ score: Double) -> Double {
        if case .cost = self { return -score + 0 }
        return score
    }
}
