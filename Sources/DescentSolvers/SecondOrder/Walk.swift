internal import DescentAlgebra

/// Where a walk along directions stands: what all methods of second order remember.
///
/// A walk stands at a base, knows a direction from there, and tries points along it until one is accepted, which is the next
/// base. What it is told before it begins is not part of what changes, and not saved.
package struct Walk: Sendable, Hashable {
    // Facts of the fit.
    let isConvex: Bool
    let samples: Int
    /// What rounding does to a number of the data's precision, relative to it.
    package let ulp: Double
    /// See `Setting`.
    package let lossScale: Double
    package let sizes: [Double]
    package let features: Int
    /// Of a neuron whose outputs share one loss: a shift common to all of them is nothing. Else 0.
    package let sharedOutputs: Int
    /// Penalty per parameter, 0 for biases.
    package var l1: [Double]
    package var l2: [Double]
    /// What stands for `l2` in a metric that several fits have in common: measured in the deviations of all samples, so that there is
    /// one such metric and not one per fold.
    var commonL2: [Double]
    /// Limits per parameter.
    let lower: [Double]
    let upper: [Double]
    /// Whether there are places where a parameter may be held: 0 by the l1 penalty, a limit by the bounds.
    package let hasCorners: Bool
    /// Whether directions lead to the minimum of a model that knows of the corners, so that steps may cross them; else a step
    /// ends where it would cross one.
    var crossesCorners = false
    /// Whether the metric is the risk's own curvature at the last point, as of Newton's method on all data.
    package var isExact = false

    /// The last point that was accepted, its gradient, the part of it that leads down, and the way on from there.
    package var base: [Double]
    package var gradient: [Double]
    var corner: [Double]
    package var direction: [Double]

    /// Of the last point that was accepted, and of the first one; NaN before there is one.
    package var loss = 0.0
    package var firstLoss = Double.nan
    /// Of the way on, once it is known, with the length that is tried, and how often one was.
    package var slope = Double.nan
    var length = 0.0
    package var tries = 0
    var isUnderWay = false
    /// Of the last step and the one before, how large it is in the fit's coordinates; and how often it no longer shrank.
    var change = 0.0
    var lastChange = Double.infinity
    var settled = 0
    /// The least that was left to gain, and steps since it halved.
    var leastLeft = Double.infinity
    var barren = 0
    /// What directions are multiplied by: grows where whole steps leave the slope as it was, on a risk without curvature.
    var stretch = 1.0
    /// Steps that an end has waited for.
    var waits = 0
    /// Steps in a row that had less to gain than the loss is rounded by.
    var idle = 0
    /// Whether curvature is known; whether some combination of parameters had none from the start.
    package var hasCurvature = false
    package var isSingular = false
    /// Whether the metric is a triangle of the data, which has twice the digits of one of their products.
    package var isTriangle = false
    /// Whether coefficients are on their way to infinity, where the risk is flat.
    package var isLost = false
    /// Along any step so far.
    var largestCurvature = 0.0
    /// The method's notion of the curvature, where it has a matrix.
    package var metric = MetricFactor()

    init(_ setting: Setting, penalty: Penalty, bounds: Bounds) {
        isConvex = setting.isConvex
        samples = setting.samples
        ulp = setting.ulp
        lossScale = setting.lossScale
        sizes = setting.sizes
        features = setting.start.featureCount
        sharedOutputs = setting.isCoupled ? setting.start.outputCount : 0
        let strengths = penalty.strengths(setting)
        (l1, l2) = (strengths.l1, strengths.l2)
        commonL2 = penalty.commonL2(setting) ?? l2
        (lower, upper) = bounds.limits(setting)
        let hasLimits = zip(lower, upper).contains { $0.0 > -.infinity || $0.1 < .infinity }
        hasCorners = hasLimits || l1.contains { $0 != 0 }
        base = [Double](repeating: 0, count: setting.start.values.count)
        (gradient, corner, direction) = (base, base, base)
    }

    package var count: Int { base.count }
    /// That grow with the parameters.
    var numbers: Int { Self.vectors * count + metric.factor.count }
    static let vectors = 8

    /// The gradient that leads down: where a weight is 0, the l1 penalty holds it unless the slope is steeper, and a limit
    /// holds it from going beyond.
    package var descentGradient: [Double] { hasCorners ? corner : gradient }

    /// Whether a parameter stays where it is.
    func holds(_ i: Int) -> Bool {
        hasCorners && corner[i] == 0 && (base[i] == 0 && l1[i] != 0 || base[i] == lower[i] || base[i] == upper[i])
    }

    /// Of a neuron whose outputs share one loss, the places of each feature's weights, and of the biases: adding the same to
    /// all of a row changes nothing.
    func forEachSharedRow(_ body: ([Int]) -> Void) {
        guard sharedOutputs > 0 else { return }
        for row in 0..<count / sharedOutputs {
            // Weights of one feature lie apart by the features; the biases, after them, side by side.
            let first = row < features ? row : sharedOutputs * features, stride = row < features ? features : 1
            body((0..<sharedOutputs).map { first + $0 * stride })
        }
    }

    /// Whether nothing was known of the curvature before: true once.
    mutating func isFirstCurvature() -> Bool {
        defer { hasCurvature = true }
        return !hasCurvature
    }

    mutating func code<Coder: StateCoder>(with coder: inout Coder) throws(Coder.Failure) {
        try coder.numbers(&base, "the last point")
        try coder.numbers(&gradient, "its gradient")
        try coder.numbers(&corner, "its gradient downhill")
        try coder.numbers(&direction, "the direction")
        try coder.number(&loss, "the loss")
        try coder.numberOrNone(&firstLoss, "the first loss")
        try coder.numberOrNone(&slope, "the slope")
        try coder.number(&length, "the length of a step") { (0...1).contains($0) }
        try coder.count(&tries, "the tries of a step", in: 0...1000)
        try coder.flag(&isUnderWay, "whether a step is tried")
        try coder.number(&change, "the last change") { $0 >= 0 }
        try coder.number(&lastChange, "the change before") { $0 >= 0 }
        try coder.count(&settled, "the steps that no longer shrink", in: 0...1000)
        try coder.number(&leastLeft, "the least that was left") { $0 >= 0 }
        try coder.count(&barren, "the steps since then", in: 0...1_000_000)
        try coder.number(&stretch, "the stretch of steps") { $0 >= 1 && $0.isFinite }
        try coder.count(&waits, "the steps that an end has waited for", in: 0...1000)
        try coder.count(&idle, "the steps with nothing to gain", in: 0...1000)
        try coder.flag(&hasCurvature, "whether the curvature is known")
        try coder.flag(&isSingular, "whether it is singular")
        try coder.flag(&isTriangle, "whether it is a triangle")
        try coder.flag(&isLost, "whether it was lost")
        try coder.number(&largestCurvature, "the largest curvature") { $0 >= 0 && $0.isFinite }
        try metric.code(with: &coder, count)
        try coder.require(!isSingular || !metric.factor.isEmpty, "a metric that it speaks of is not there")
    }
}
