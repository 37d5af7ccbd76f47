internal import DescentAlgebra

/// What a solver is told before a fit begins: where it starts, and facts that do not change.
package struct Setting: Sendable {
    /// Whether the risk is convex, so that every minimum is the lowest.
    package let isConvex: Bool
    /// What the loss of a sample is like as a function of its score.
    package let smoothness: Smoothness
    /// Whether outputs share one loss, so that a shift common to all of them is nothing.
    package let isCoupled: Bool
    package var start: Parameters
    package let occasion: Occasion
    /// How many samples all data have; 0 for a stream.
    package var samples = 0
    /// Per feature, what one unit of the fit's coordinates is in those of the data; nil where they are the same.
    package var scale: [Double]?
    /// Standard deviations of the features, in the data's units; nil for a stream.
    package var deviations: [Double]?
    /// The same among the samples that this one of many fits learns from, where those are not all and a penalty asks.
    package var memberDeviations: [Double]?
    /// Whether other fits go on beside this one, and what is asked of all data is read once for all.
    package var isOneOfMany = false
    /// Whether the start is the optimum of a similar risk, with another penalty or for some of the samples.
    package var startsNearby = false
    /// What rounding does to a number of the data's precision, relative to it.
    package var ulp = Double.ulpOfOne
    /// What a gain is small beside: about the risk of the best constant prediction. 0 where nothing is known of it.
    package var lossScale = 0.0
    /// Per parameter, the root mean square of what it multiplies, in the coordinates of the fit: scores are rounded by that of the
    /// features as they are, whatever they are centred on.
    package var sizes: [Double] = []

    /// Whether the rough curvature where a fit starts is made once for many fits: in standardised coordinates, of one output.
    var sharesMetric: Bool { isOneOfMany && scale != nil && start.outputCount == 1 }

    package init(isConvex: Bool, smoothness: Smoothness, isCoupled: Bool, start: Parameters, occasion: Occasion) {
        self.isConvex = isConvex
        self.smoothness = smoothness
        self.isCoupled = isCoupled
        self.start = start
        self.occasion = occasion
    }

    /// Of the start's values the first are weights, the others biases.
    package var weights: Int { start.featureCount * start.outputCount }

    func requireAllData(for solver: String) throws(DescentError) {
        guard occasion == .allData else {
            throw .illegalOption(
                name: "the solver", value: solver,
                requirement: "one by descent (FirstOrder) for mini-batches and streams")
        }
    }

    /// Per parameter, 1/variance of its feature in the coordinates of the fit, whose scales are powers of two; 1 for biases
    /// and constants: the first guess at the inverse of the curvature, up to a factor.
    package var inverseVariances: [Double] {
        start.values.indices.map { index in
            guard index < weights, let deviations else { return 1 }
            let feature = index % start.featureCount
            let size = deviations[feature] / (scale?[feature] ?? 1)
            return size > 0 && (1 / (size * size)).isFinite ? 1 / (size * size) : 1
        }
    }
}

/// Σ |w| |x|, with the sizes of what weights multiply: times the rounding of a weight, what that does to a score at most.
package func scoreSize(_ values: [Double], _ sizes: [Double]) -> Double {
    zip(values, sizes).reduce(0) { $0 + $1.0.magnitude * $1.1 }
}

/// What the answers will be about, and so what can be learnt from one.
package enum Occasion: Sendable, Hashable {
    /// All samples, every time.
    case allData
    /// One batch after the other, so many in an epoch.
    case batches(perEpoch: Int)
    /// Batches that come from somewhere, without end.
    case stream
}
