internal import DescentAlgebra

/// Where a walk along directions stands: a view of a solver's state for the time of one answer.
struct Walk: ~Copyable {
    let count: Int
    /// Penalty per parameter, 0 for biases.
    let l1: UnsafeMutablePointer<Double>
    let l2: UnsafeMutablePointer<Double>
    /// Limits per parameter.
    let lower: UnsafeMutablePointer<Double>
    let upper: UnsafeMutablePointer<Double>
    /// The last point that was accepted, its gradient, the part of it that leads down, and the way on from there.
    let base: UnsafeMutablePointer<Double>
    let gradient: UnsafeMutablePointer<Double>
    let corner: UnsafeMutablePointer<Double>
    let direction: UnsafeMutablePointer<Double>
    let scratch: UnsafeMutablePointer<Double>
    /// The method's.
    let own: UnsafeMutablePointer<Double>
    /// Of a metric that has room in the state; see `makeRoomForMetric`.
    private let factor: UnsafeMutablePointer<Double>?
    private let numbers: UnsafeMutablePointer<Double>
    private let state: UnsafeMutablePointer<SolverState>
    private let point: UnsafeMutablePointer<Double>

    static let regions = 9
    /// Those that are read after the end.
    static let baseRegion = 4, directionRegion = 7

    subscript(number: WalkNumber) -> Double {
        get { numbers[number.rawValue] }
        nonmutating set { numbers[number.rawValue] = newValue }
    }

    /// Norms of the gradient that are kept.
    static let normsKept = 3
    func keptNorm(_ place: Int) -> Double { numbers[WalkNumber.norms.rawValue + place] }
    func keep(norm: Double, at place: Int) { numbers[WalkNumber.norms.rawValue + place] = norm }

    var outcomeNorm: Double { state.pointee.gradientNorm }
    var steps: Int { state.pointee.steps }

    /// Ends where it stands. Points that it stood at were counted; steps lie between them.
    func end(_ outcome: Outcome) {
        state.pointee.outcome = outcome
        state.pointee.steps -= 1
    }

    /// - Parameter writesMetric: whether `metric` may be factored anew: only then is it the state's own, and no longer shared with
    ///   the state that it was copied from.
    static func of(_ state: inout SolverState, writesMetric: Bool = false, _ body: (borrowing Walk) -> Void) {
        var memory = state.memory, numbers = state.numbers, point = state.query.point.values, metric = state.metric
        (state.memory, state.numbers, state.query.point.values, state.metric) = ([], [], [], [])
        let count = point.count
        func walk(_ factor: UnsafeMutablePointer<Double>?) {
            memory.withUnsafeMutableBufferPointer { memory in
                numbers.withUnsafeMutableBufferPointer { numbers in
                    point.withUnsafeMutableBufferPointer { point in
                        withUnsafeMutablePointer(to: &state) { state in
                            let base = memory.baseAddress!
                            body(
                                Walk(
                                    count: count, l1: base, l2: base + count, lower: base + 2 * count,
                                    upper: base + 3 * count, base: base + baseRegion * count,
                                    gradient: base + 5 * count, corner: base + 6 * count,
                                    direction: base + directionRegion * count, scratch: base + 8 * count,
                                    own: base + regions * count, factor: factor, numbers: numbers.baseAddress!,
                                    state: state, point: point.baseAddress!))
                        }
                    }
                }
            }
        }
        if metric.isEmpty {
            walk(nil)
        } else if writesMetric {
            metric.withUnsafeMutableBufferPointer { walk($0.baseAddress!) }
        } else {
            metric.withUnsafeBufferPointer { walk(UnsafeMutablePointer(mutating: $0.baseAddress!)) }
        }
        (state.memory, state.numbers, state.query.point.values, state.metric) = (memory, numbers, point, metric)
    }

    /// Where the method's metric is, or, where it may be written, goes to.
    var metric: MetricFactor { MetricFactor(factor!, count) }

    /// Whether there are places where a parameter may be held: 0 by the l1 penalty, a limit by the bounds.
    var hasCorners: Bool { self[.hasCorners] != 0 }

    /// The gradient that leads down: where a weight is 0, the l1 penalty holds it unless the slope is steeper, and a limit
    /// holds it from going beyond.
    var descentGradient: UnsafeMutablePointer<Double> { hasCorners ? corner : gradient }

    /// Whether a parameter stays where it is.
    func holds(_ i: Int) -> Bool {
        hasCorners && corner[i] == 0 && (base[i] == 0 && l1[i] != 0 || base[i] == lower[i] || base[i] == upper[i])
    }

    /// Adds the penalty's gradient and returns its value at the point.
    func addPenalty(to gradient: UnsafeMutablePointer<Double>) -> Double {
        var value = 0.0
        for i in 0..<count {
            gradient[i] += l2[i] * point[i]
            value += l1[i] * point[i].magnitude + l2[i] / 2 * point[i] * point[i]
        }
        return value
    }

    /// Whether the point tried is better by what the slope promised, or, where losses differ by rounding only, whether the
    /// slope has become flatter.
    func accepts(_ loss: Double, _ gradient: UnsafePointer<Double>) -> Bool {
        guard loss.isFinite else { return false }
        var promised = 0.0, slope = 0.0
        let downhill = descentGradient
        for i in 0..<count {
            let step = point[i] - base[i]
            promised += downhill[i] * step
            slope += gradient[i] * direction[i]
        }
        let before = self[.loss]
        if loss <= before + 1e-4 * min(promised, 0) { return true }
        return (loss - before).magnitude <= 0x1p8 * rounding
            && (hasCorners || slope.magnitude <= 0.9 * self[.slope].magnitude)
    }

    /// Whether nothing was known of the curvature before: a flag that is set once.
    var isFirstCurvature: Bool {
        defer { self[.hasCurvature] = 1 }
        return self[.hasCurvature] == 0
    }

    /// What rounding does to the loss: by its own size, and by that of the scores whose differences it is made of.
    private var rounding: Double {
        let loss = self[.loss].magnitude, size = max(loss, self[.firstLoss].magnitude), ulp = self[.ulp]
        return ulp * ((loss * size).squareRoot() + ulp * size)
    }

    /// Whether what the step would gain is lost in the rounding of the loss, and the step so short that no coefficient is
    /// on its way to infinity.
    var isInvisible: Bool {
        self[.slope].magnitude <= 8 * rounding && self[.change] <= 2 * self[.ulp].squareRoot()
    }

    /// Tries a shorter step: to the minimum of the parabola through both losses and the slope, within reason.
    func shorten(_ loss: Double, _ gradient: UnsafePointer<Double>) {
        self[.tries] += 1
        let length = self[.length], rise = loss - self[.loss] - length * self[.slope]
        let best = rise > 0 && loss.isFinite ? -self[.slope] * length * length / (2 * rise) : length / 4
        self[.length] = min(max(best, length / 10), length / 2)
        if self[.tries] > 40 || self[.tries] > 4 && isInvisible {
            // Nothing along the way is better: rounding has the last word, or the slope is wrong.
            point.update(from: base, count: count)
            return end(
                isInvisible && self[.isLost] == 0
                    ? (self[.isConvex] != 0 ? .converged(.precision) : .localMinimum(.precision)) : .stalled)
        }
        setPoint()
    }

    /// Whether all parameters are 0 but for rounding, where steps have nothing to be small beside.
    var isAtZero: Bool {
        let size = (0..<count).reduce(0) { max($0, base[$1].magnitude) }
        let least = 64 * self[.ulp] * self[.ulp] * max(self[.loss].magnitude, self[.firstLoss].magnitude)
        return self[.isLost] == 0 && size <= 1 && -self[.slope] <= least
    }

    /// Shows the step from the last point and how the gradient changed.
    func keepStep(
        _ gradient: UnsafePointer<Double>, _ body: (UnsafePointer<Double>, UnsafePointer<Double>) -> Void
    ) {
        for i in 0..<count {
            base[i] = point[i] - base[i]
            self.gradient[i] = gradient[i] - self.gradient[i]
        }
        body(base, self.gradient)
    }

    /// Stands at the point that was tried.
    func arrive(_ loss: Double, _ gradient: UnsafePointer<Double>) {
        base.update(from: point, count: count)
        self.gradient.update(from: gradient, count: count)
        for i in 0..<count {
            let g = gradient[i], hold = l1[i]
            let down =
                point[i] > 0 ? g + hold : point[i] < 0 ? g - hold : g > hold ? g - hold : g < -hold ? g + hold : 0
            corner[i] = point[i] <= lower[i] && down > 0 || point[i] >= upper[i] && down < 0 ? 0 : down
        }
        self[.loss] = loss
        self[.tries] = 0
        if self[.firstLoss].isNaN { self[.firstLoss] = loss }
        state.pointee.loss = loss
        state.pointee.gradientNorm = norm(descentGradient, count)
        state.pointee.steps += 1
    }

    /// Makes sure that the direction leads down, and across no corner.
    func align() {
        if hasCorners {
            for i in 0..<count where holds(i) || l1[i] != 0 && base[i] == 0 && direction[i] * corner[i] > 0 {
                direction[i] = 0
            }
        }
        var slope = 0.0
        let downhill = descentGradient
        for i in 0..<count { slope += downhill[i] * direction[i] }
        if !(slope < 0) {
            slope = 0
            for i in 0..<count {
                direction[i] = -downhill[i]
                slope -= downhill[i] * downhill[i]
            }
        }
        self[.slope] = slope
    }

    /// Of a neuron whose outputs share one loss, the places of each feature's weights, and of the biases: adding the same to
    /// all of a row changes nothing.
    func forEachSharedRow(_ body: ([Int]) -> Void) {
        let outputs = Int(self[.outputs]), features = Int(self[.features])
        guard outputs > 0 else { return }
        for row in 0..<count / outputs {
            // Weights of one feature lie apart by the features; the biases, after them, side by side.
            let first = row < features ? row : outputs * features, stride = row < features ? features : 1
            body((0..<outputs).map { first + $0 * stride })
        }
    }

    /// The largest step of a parameter beside the largest parameter.
    var largestChange: Double {
        var step = 0.0, size = 0.0
        for i in 0..<count {
            step = max(step, direction[i].magnitude)
            size = max(size, base[i].magnitude)
        }
        return step / size
    }

    /// Notes where the risk has become flat along the way: there it has no minimum.
    func watchCurvature() {
        let curvature = -self[.slope] / Double.dot(count, direction, direction)
        guard steps > 1, self[.isSingular] == 0, curvature.isFinite, curvature > 0 else { return }
        if curvature < 0x1p-46 * self[.largestCurvature] { self[.isLost] = 1 }
        self[.largestCurvature] = max(curvature, self[.largestCurvature])
    }

    /// Tries the whole step.
    func setOut() {
        self[.isUnderWay] = 1
        self[.length] = 1
        state.pointee.rate = 1
        setPoint()
    }

    private func setPoint() {
        let length = self[.length]
        for i in 0..<count {
            let next = base[i] + length * direction[i]
            // Within the orthant of the last point, or of the way down from a corner.
            let side = base[i] != 0 ? base[i] : -corner[i]
            point[i] = l1[i] != 0 && next * side <= 0 ? 0 : min(max(next, lower[i]), upper[i])
        }
    }
}
