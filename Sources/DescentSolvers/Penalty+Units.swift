package import DescentAlgebra

extension Penalty {
    /// What weights are measured in before they are penalised.
    ///
    /// | | a weight w of a feature x of standard deviation s counts as |
    /// |---|---|
    /// | `deviations` | s w: the change of the score along one deviation of x, so the units of x do not matter |
    /// | `raw` | w: per unit of x, whatever that is |
    /// | `deviations(except:)` | w for some features, s w for all others |
    ///
    /// Deviations are √(Σ c(x − x̄)² / Σ c) of the samples that a fit learns from, c their weights, about the mean also where
    /// there is no bias; of cross-validation's folds and of bootstrap's replicates each has its own. A constant, which has no
    /// deviation, counts as it is. Indicators of categories are best left raw: their deviation is √(p(1 − p)) for a share p of
    /// the samples, and per deviation a level that few samples have would hardly be held back at all.
    public struct Units: Sendable, Hashable {
        private enum Kind: Sendable, Hashable { case raw, deviations }
        private let kind: Kind
        /// Features that are raw among others on deviations, ascending.
        package let exceptions: [Int]

        /// s w, s the standard deviation of the weight's feature; w for a constant.
        public static let deviations = Units(kind: .deviations, exceptions: [])
        /// w as it is, per unit of its feature.
        public static let raw = Units(kind: .raw, exceptions: [])

        /// Deviations, but raw for the features named.
        public static func deviations(except features: some Sequence<Int>) -> Units {
            Units(kind: .deviations, exceptions: Set(features).sorted())
        }

        /// - Throws: `illegalOption` for an exception that is no feature.
        package func validate(features: Int) throws(DescentError) {
            guard let wrong = exceptions.first(where: { !(0..<features).contains($0) }) else { return }
            throw .illegalOption(
                name: "a feature of the penalty's units", value: "\(wrong)", requirement: "in 0 ..< \(features)")
        }

        /// What one unit of a feature is, in the data's own.
        package func unit(of feature: Int, _ deviation: Double) -> Double {
            kind == .raw || !(deviation > 0) || isException(feature) ? 1 : deviation
        }

        private func isException(_ feature: Int) -> Bool {
            var low = 0, high = exceptions.count
            while low < high {
                let middle = (low + high) / 2
                if exceptions[middle] < feature { low = middle + 1 } else { high = middle }
            }
            return low < exceptions.count && exceptions[low] == feature
        }
    }
}

extension Penalty.Units {
    /// `raw`, `deviations`, or `deviations, raw 3–7, 9`, features from 0 on.
    package var words: String {
        guard !exceptions.isEmpty else { return "\(kind)" }
        var runs: [ClosedRange<Int>] = []
        for feature in exceptions {
            if let last = runs.last, last.upperBound + 1 == feature {
                runs[runs.count - 1] = last.lowerBound...feature
            } else {
                runs.append(feature...feature)
            }
        }
        let named = runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
        return "\(kind), raw \(named.joined(separator: ", "))"
    }
}
