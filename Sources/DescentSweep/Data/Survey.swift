package import DescentAlgebra

/// What the first read of the data found: facts that later decisions rest on, so that nothing is read for them again.
package struct Survey: Sendable {
    /// One summary per feature.
    package let features: [FeatureSummary]
    /// One per row of targets.
    package let targets: [FeatureSummary]
    /// The sum of the sample weights; the number of samples without weights.
    package let totalWeight: Double
    /// Samples per class where targets are class indices.
    package let classCounts: [Int]?

    package let firstOutside: TargetFacts
    /// Σ w(x − x̄)(y − ȳ) / Σ w of every feature with the target: what a gradient at 0 is made of. Nil for several targets,
    /// for classes, and where they are not known to all digits.
    package var covariances: [Double]? = nil
    /// Standard deviations among the samples that a member of many fits learns from, where the features' are those of all.
    package var memberDeviations: [Double]? = nil

    package init(
        features: [FeatureSummary], targets: [FeatureSummary], totalWeight: Double, classCounts: [Int]?,
        firstOutside: TargetFacts,
        covariances: [Double]? = nil, memberDeviations: [Double]? = nil
    ) {
        self.features = features
        self.targets = targets
        self.totalWeight = totalWeight
        self.classCounts = classCounts
        self.firstOutside = firstOutside
        self.covariances = covariances
        self.memberDeviations = memberDeviations
    }

    /// The same facts about a part of the samples, which has another weight. A gradient needs more digits than these
    /// facts have about a part.
    func with(totalWeight: Double) -> Survey {
        Survey(
            features: features, targets: targets, totalWeight: totalWeight, classCounts: classCounts,
            firstOutside: firstOutside)
    }

    /// The first target outside each domain, as sample × outputs + output.
    package struct TargetFacts: Sendable {
        var unitInterval: Int?
        var nonNegative: Int?
        package var binary: Int?

        package init(unitInterval: Int? = nil, nonNegative: Int? = nil, binary: Int? = nil) {
            self.unitInterval = unitInterval
            self.nonNegative = nonNegative
            self.binary = binary
        }
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

/// What the survey of a data set has seen of one feature, or target, over all samples, weighted by the sample weights.
public struct FeatureSummary: Sendable, Hashable {
    /// Σ wx / Σ w
    public let mean: Double
    /// √(Σ w(x − mean)² / Σ w); 0 for a constant.
    public let standardDeviation: Double
    /// Over all samples, those of weight 0 included; so is the maximum.
    public let minimum: Double
    /// The largest value.
    public let maximum: Double

    package var isConstant: Bool { minimum == maximum }

    package init(mean: Double, standardDeviation: Double, minimum: Double, maximum: Double) {
        self.mean = mean
        self.standardDeviation = standardDeviation
        self.minimum = minimum
        self.maximum = maximum
    }
}
