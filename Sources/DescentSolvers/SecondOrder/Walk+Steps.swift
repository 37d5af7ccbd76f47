internal import DescentAlgebra

/// From a point that was tried to the next: accepted or not, and how far to go instead.
extension Walk {
    /// Takes the answer about a point that was tried. True where the walk now stands there; else it tries a shorter step.
    ///
    /// - Parameter learn: hears of a step that is accepted, with the step in `base` and how the gradient changed in `gradient`.
    mutating func land(
        _ state: inout SolverState, _ evaluation: inout Evaluation, learning learn: (borrowing Walk) -> Void = { _ in }
    ) -> Bool {
        let loss = evaluation.loss + addPenalty(to: &evaluation.gradient.values, at: state.query.point.values)
        if isUnderWay {
            guard accepts(loss, evaluation.gradient.values, at: state.query.point.values) else {
                shorten(loss, &state)
                return false
            }
            let slopeThere = Double.dot(count, evaluation.gradient.values, direction)
            let isBlind = isExact && (isLost || isSingular || metric.norm == 0)
            let isStraight = isBlind && !hasCorners && length == 1 && tries == 0 && slopeThere <= 0.9 * slope
            stretch = isStraight ? min(4 * stretch, 0x1p40) : max(1, stretch / 4)
            for i in 0..<count {
                base[i] = state.query.point.values[i] - base[i]
                gradient[i] = evaluation.gradient.values[i] - gradient[i]
            }
            learn(self)
        }
        arrive(loss, evaluation.gradient.values, &state)
        return true
    }

    /// Adds the penalty's gradient and returns its value at the point.
    private func addPenalty(to gradient: inout [Double], at point: [Double]) -> Double {
        var value = 0.0
        for i in 0..<count {
            gradient[i] += l2[i] * point[i]
            value += l1[i] * point[i].magnitude + l2[i] / 2 * point[i] * point[i]
        }
        return value
    }

    /// Whether the point tried is better by what the slope promised, or, where losses differ by rounding only, whether the
    /// slope has become flatter.
    private func accepts(_ loss: Double, _ gradient: [Double], at point: [Double]) -> Bool {
        guard loss.isFinite else { return false }
        var promised = 0.0, slope = 0.0
        let downhill = descentGradient
        for i in 0..<count {
            let step = point[i] - base[i]
            promised += downhill[i] * step
            slope += gradient[i] * direction[i]
        }
        if hasCorners, crossesCorners { promised = length * self.slope }
        let before = self.loss
        if loss <= before + 1e-4 * min(promised, 0) { return true }
        if tellsByDecrement, (loss - before).magnitude <= max(0x1p8 * rounding, scoreNoise) {
            // Losses say nothing any more; what is left to gain does.
            return metric.decrement(gradient) <= 0.9 * metric.decrement(self.gradient)
        }
        return (loss - before).magnitude <= 0x1p8 * rounding
            && (hasCorners || slope.magnitude <= 0.9 * self.slope.magnitude)
    }

    /// What the rounding of the weights and of their products does to a score where the walk stands.
    var scoreRounding: Double { ulp / 2 * scoreSize(base, sizes) }

    /// Whether the curvature is the risk's own and as good as at the last point, so that what is left to gain can be told by it.
    private var tellsByDecrement: Bool { (isTriangle || isExact) && !hasCorners && metric.norm > 0 }

    /// What the rounding of scores does to the loss, if all of it went one way.
    private var scoreNoise: Double { scoreRounding * max(loss.magnitude, lossScale) }

    /// What rounding does to the loss: by its own size, and by that of the scores whose differences it is made of.
    private var rounding: Double {
        let loss = self.loss.magnitude, size = max(loss, firstLoss.magnitude)
        return ulp * ((loss * size).squareRoot() + ulp * size)
    }

    /// Whether what the step would gain is lost in the rounding of the loss, and the step so short that no coefficient is
    /// on its way to infinity.
    var isInvisible: Bool { slope.magnitude <= 8 * rounding && change <= 2 * ulp.squareRoot() }

    /// Tries a shorter step: to the minimum of the parabola through both losses and the slope, within reason.
    mutating func shorten(_ loss: Double, _ state: inout SolverState) {
        tries += 1
        let rise = loss - self.loss - length * slope
        let best = rise > 0 && loss.isFinite ? -slope * length * length / (2 * rise) : length / 4
        length = min(max(best, length / 10), length / 2)
        let isBlind = tries > 8 && tellsByDecrement && -slope <= scoreNoise
        if tries > 40 || tries > 4 && isInvisible || isBlind {
            // Nothing along the way is better: rounding has the last word, or the slope is wrong.
            state.query.point.values = base
            return end((isInvisible || isBlind) && !isLost ? .satisfied(.precision) : .stalled, &state)
        }
        setPoint(&state)
    }

    /// Stands at the point that was tried.
    private mutating func arrive(_ loss: Double, _ gradient: [Double], _ state: inout SolverState) {
        let point = state.query.point.values
        for i in 0..<count {
            base[i] = point[i]
            let g = gradient[i], hold = l1[i]
            self.gradient[i] = g
            let down =
                point[i] > 0 ? g + hold : point[i] < 0 ? g - hold : g > hold ? g - hold : g < -hold ? g + hold : 0
            corner[i] = point[i] <= lower[i] && down > 0 || point[i] >= upper[i] && down < 0 ? 0 : down
        }
        self.loss = loss
        tries = 0
        if firstLoss.isNaN { firstLoss = loss }
        state.loss = loss
        state.gradientNorm = norm(descentGradient, count)
        state.steps += 1
    }

    /// Makes sure that the direction leads down, and across no corner.
    mutating func align() {
        if hasCorners, !crossesCorners {
            for i in 0..<count where holds(i) || l1[i] != 0 && base[i] == 0 && direction[i] * corner[i] > 0 {
                direction[i] = 0
            }
        }
        var slope = 0.0
        let downhill = descentGradient
        for i in 0..<count {
            slope += hasCorners && crossesCorners ? penalisedSlope(i) : downhill[i] * direction[i]
        }
        if !(slope < 0) {
            slope = 0
            for i in 0..<count {
                direction[i] = -downhill[i]
                slope -= downhill[i] * downhill[i]
            }
        }
        self.slope = slope
    }

    /// What a whole step along one parameter changes to first order, its penalty to the last digit.
    private func penalisedSlope(_ i: Int) -> Double {
        let change = direction[i]
        return gradient[i] * change + l1[i] * ((base[i] + change).magnitude - base[i].magnitude)
    }

    /// Tries the whole step.
    mutating func setOut(_ state: inout SolverState) {
        isUnderWay = true
        length = 1
        state.rate = 1
        setPoint(&state)
    }

    private func setPoint(_ state: inout SolverState) {
        for i in 0..<count {
            let next = base[i] + length * direction[i]
            if crossesCorners {
                state.query.point.values[i] = min(max(next, lower[i]), upper[i])
                continue
            }
            // Within the orthant of the last point, or of the way down from a corner.
            let side = base[i] != 0 ? base[i] : -corner[i]
            state.query.point.values[i] = l1[i] != 0 && next * side <= 0 ? 0 : min(max(next, lower[i]), upper[i])
        }
    }

    /// Ends where it stands. Points that it stood at were counted; steps lie between them.
    func end(_ claim: Claim, _ state: inout SolverState) {
        state.claim = claim
        state.steps -= 1
    }
}
