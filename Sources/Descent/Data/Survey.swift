internal import DescentAlgebra

/// What the first read of the data found: facts that later decisions rest on, so that nothing is read for them again.
public struct Survey: Sendable {
    /// One summary per feature.
    public let features: [Summary]
    /// One per row of targets.
    public let targets: [Summary]
    /// The sum of the sample weights; the number of samples without weights.
    public let totalWeight: Double
    /// Samples per class where targets are class indices.
    package let classCounts: [Int]?

    let firstOutside: TargetFacts
    /// Σ w(x − x̄)(y − ȳ) / Σ w of every feature with the target: what a gradient at 0 is made of. Nil for several targets,
    /// for classes, and where they are not known to all digits.
    var covariances: [Double]? = nil
    /// Standard deviations among the samples that a member of many fits learns from, where the features' are those of all.
    var memberDeviations: [Double]? = nil

    /// The same facts about a part of the samples, which has another weight. A gradient needs more digits than these
    /// facts have about a part.
    func with(totalWeight: Double) -> Survey {
        Survey(
            features: features, targets: targets, totalWeight: totalWeight, classCounts: classCounts,
            firstOutside: firstOutside)
    }

    /// One feature or target over all samples, weighted by the sample weights.
    public struct Summary: Sendable, Hashable {
        /// Σ wx / Σ w
        public let mean: Double
        /// √(Σ w(x − mean)² / Σ w); 0 for a constant.
        public let standardDeviation: Double
        /// Over all samples, those of weight 0 included; so is the maximum.
        public let minimum: Double
        public let maximum: Double

        package var isConstant: Bool { minimum == maximum }
    }

    /// The first target outside each domain, as sample × outputs + output.
    struct TargetFacts: Sendable {
        var unitInterval: Int?
        var nonNegative: Int?
        var binary: Int?
    }

    package func firstTarget(outside domain: TargetDomain, isClassData: Bool) -> Int? {
        switch domain {
        case .finite: nil
        case .unitInterval: firstOutside.unitInterval
        case .nonNegative: firstOutside.nonNegative
        case .binary: firstOutside.binary
        case .classIndex: isClassData ? nil : 0
        }
    }
}
