internal import DescentAlgebra

/// What `LBFGS` remembers beside its walk: the last steps, a diagonal, and how it comes to a metric.
package struct LBFGSMemory: Sendable, Hashable {
    /// What the current answer is about.
    enum Phase: Int, Sendable {
        case walking, sampleOptimum, scale, metric, spread
        /// The first point, of which there is a metric that costs next to nothing.
        case sharedMetric
        /// The moments of a softmax's features, the optimum in the span of its classes, and the way there.
        case moments, span, leap

        /// Whether a query is one that this phase waits for.
        func asks(_ query: Query) -> Bool {
            let isOfProduct = if case .product = query.extra { true } else { false }
            switch self {
            case .walking, .sharedMetric, .leap: return query.extra == .nothing && query.scope == .all
            case .sampleOptimum: return query.extra == .curvature
            case .scale, .spread: return isOfProduct
            case .metric: return query.extra == .curvature || query.extra == .roughCurvature
            case .moments: return query.extra == .moments
            case .span: return if case .optimum = query.extra { true } else { false }
            }
        }
    }
    var phase = Phase.walking

    /// The first guess at the inverse of the curvature, up to a factor; where the fit began.
    let diagonal: [Double]
    let start: [Double]
    /// Steps, changes of the gradient and 1/(step · change), one place after the other, of which the newest is known.
    private(set) var steps: [Double]
    private(set) var changes: [Double]
    private(set) var inverse: [Double]
    private(set) var used = 0
    private(set) var newest = 0
    /// γ with γ · diagonal a step of the right length; 0 where it is not known.
    var scale = 0.0
    /// The norm of the gradient after the first step, and after the last ones.
    var firstNorm = 0.0
    var norms = [Double](repeating: 0, count: normsKept)
    static let normsKept = 3

    /// Samples that a metric is made from, whether there is one, and what its inverse is multiplied by, as the first step
    /// along it tells.
    var metricSamples = 0
    package var hasMetric = false
    var metricScale = 0.0
    /// Of a softmax: samples that tell of its features, 0 where none do; and what there is in a metric's place.
    var classSamples = 0
    var classes: ClassMetric?
    /// Whether it is that of a start far from the optimum, which many fits have in common.
    var isMetricShared = false

    init(pairs: Int, diagonal: [Double], start: [Double]) {
        self.diagonal = diagonal
        self.start = start
        steps = [Double](repeating: 0, count: pairs * diagonal.count)
        changes = steps
        inverse = [Double](repeating: 0, count: pairs)
    }

    var numbers: Int { diagonal.count + start.count + steps.count + changes.count + inverse.count }

    private var count: Int { diagonal.count }
    var pairs: Int { inverse.count }
    /// Places of the last steps, the newest first.
    private var places: [Int] { (0..<used).map { (newest - $0 + pairs) % pairs } }

    mutating func forgetSteps() { used = 0 }

    /// Takes note of a step that was accepted, which the walk holds with the change of the gradient along it.
    mutating func learn(_ walk: borrowing Walk) {
        let step = walk.base, change = walk.gradient
        let product = Double.dot(count, step, change), size = Double.dot(count, change, change)
        // Where the risk is not convex a pair may say nothing, or the wrong thing.
        guard product > 0x1p-40 * size.squareRoot() * Double.dot(count, step, step).squareRoot() else { return }
        // Of a long step only: of a short one, rounding has its share.
        if hasMetric, used == 0, walk.change > 0.1 {
            // s = −t γM⁻¹g, of slope −γ gᵀM⁻¹g, so that sᵀMs is −t² γ times the slope.
            let expected = -walk.length * walk.length * metricScale * walk.slope
            let ratio = expected / product
            metricScale = ratio > 0 && ratio.isFinite ? ratio : 1
        }
        if let classes {
            // Where losses become small, so do curvatures: beyond the metric's a step is as long as the last change allows.
            var solved = change
            classes.solve(change, into: &solved)
            let ratio = product / Double.dot(count, change, solved)
            metricScale = ratio.isFinite ? max(1, ratio) : 1
        }
        newest = (newest + 1) % pairs
        let first = newest * count
        // Of the data alone: what the penalty adds is known exactly.
        var dataProduct = 0.0, dataSize = 0.0
        for i in 0..<count {
            steps[first + i] = step[i]
            changes[first + i] = change[i]
            let part = change[i] - walk.l2[i] * step[i]
            dataProduct += part * step[i]
            dataSize += diagonal[i] * part * part
        }
        inverse[newest] = 1 / product
        used = min(used + 1, pairs)
        let scale = dataProduct / dataSize
        if scale > 0, scale.isFinite { self.scale = scale }
    }

    /// Another penalty: what steps have shown of the data stays, with what the new one adds to it.
    mutating func change(from old: [Double], to new: [Double]) {
        for place in places {
            let first = place * count
            for i in 0..<count { changes[first + i] += (new[i] - old[i]) * steps[first + i] }
            inverse[place] =
                1 / with(steps, place) { step in with(changes, place) { Double.dot(count, step, $0) } }
        }
    }

    /// The least of sᵀy / sᵀMs over the last steps: by how much a metric M may overrate the curvature. 1 without steps.
    package func leastQuotient(_ metric: MetricFactor) -> Double {
        var least = 1.0
        let lengths = metric.lengths(of: places.flatMap { steps[$0 * count..<($0 + 1) * count] }, each: count)
        for (place, length) in zip(places, lengths) where length > 0 {
            least = min(least, 1 / inverse[place] / (length * length))
        }
        return least
    }

    /// −H⁻¹ g into the walk's direction, by the two loops.
    func setDirection(_ walk: inout Walk) {
        var rest = walk.descentGradient, shares: [Double] = []
        for place in places {
            let share = inverse[place] * with(steps, place) { Double.dot(count, $0, rest) }
            shares.append(share)
            with(changes, place) { Double.axpy(count, alpha: -share, $0, &rest) }
        }
        if hasMetric || classes != nil {
            if let classes {
                classes.solve(rest, into: &walk.direction)
            } else {
                walk.metric.solve(rest, into: &walk.direction)
            }
            for i in 0..<count { walk.direction[i] *= metricScale }
        } else {
            let scale = self.scale == 0 ? 1 : self.scale
            for i in 0..<count {
                let inverse = scale * diagonal[i]
                walk.direction[i] = rest[i] * (inverse / (1 + inverse * walk.l2[i]))
            }
        }
        for (place, share) in zip(places, shares).reversed() {
            let own = inverse[place] * with(changes, place) { Double.dot(count, $0, walk.direction) }
            with(steps, place) { Double.axpy(count, alpha: share - own, $0, &walk.direction) }
        }
        for i in 0..<count { walk.direction[i] = -walk.direction[i] }
    }

    private func with<R>(_ values: [Double], _ place: Int, _ body: (UnsafePointer<Double>) -> R) -> R {
        values.withUnsafeBufferPointer { body($0.baseAddress! + place * count) }
    }

    mutating func code<Coder: StateCoder>(
        with coder: inout Coder, _ walk: Walk, like point: Parameters
    ) throws(Coder.Failure) {
        try coder.choice(&phase, "the phase of lbfgs")
        try coder.numbers(&steps, "the last steps")
        try coder.numbers(&changes, "the last changes of the gradient")
        try coder.numbers(&inverse, "the last products") { $0 >= 0 && $0.isFinite }
        try coder.count(&used, "the count of last steps", in: 0...pairs)
        try coder.count(&newest, "the place of the last step", in: 0...pairs - 1)
        try coder.number(&scale, "the scale of lbfgs") { $0 >= 0 && $0.isFinite }
        try coder.number(&firstNorm, "the first norm") { $0 >= 0 && $0.isFinite }
        try coder.numbers(&norms, "the last norms") { $0 >= 0 && $0.isFinite }
        try coder.count(&metricSamples, "the samples of a metric", in: 0...max(walk.samples, metricSamples))
        try coder.flag(&hasMetric, "whether there is a metric")
        try coder.number(&metricScale, "the scale of a metric") { $0 >= 0 && $0.isFinite }
        try coder.flag(&isMetricShared, "whether a metric is shared")
        try coder.require(
            !hasMetric && phase != .sampleOptimum || !walk.metric.factor.isEmpty,
            "the metric that it speaks of is not there")
        guard coder.hasClassMetric else { return }
        try coder.count(&classSamples, "the samples of classes", in: 0...max(walk.samples, classSamples))
        var hasClasses = classes != nil
        try coder.flag(&hasClasses, "whether there is a metric of classes")
        guard hasClasses else { return }
        try coder.require(walk.sharedOutputs > 1, "a metric of classes without classes")
        var read = classes ?? ClassMetric(like: point, l2: walk.l2)
        try read.code(with: &coder, like: point)
        classes = read
    }
}
