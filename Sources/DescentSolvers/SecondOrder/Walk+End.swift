internal import DescentAlgebra

/// When a walk has nothing more to gain by its own means. Whether that is an optimum is for others to say.
extension Walk {
    /// Takes the way that was found, unless this is the end.
    mutating func leave(_ state: inout SolverState, _ stopping: Stopping, isExactAtTheEnd: Bool) {
        if stretch > 1 {
            for i in 0..<count { direction[i] *= stretch }
        }
        align()
        let mayWait = l1.contains { $0 > 0 } && waits < Self.mostWaits
        if let claim = verdict(state.steps, stopping, isExactAtTheEnd: isExactAtTheEnd) {
            // A step more is cheap, and brings slopes nearer to the l1 penalty that holds them.
            if mayWait, case .satisfied(let criterion) = claim, criterion != .gradientNorm,
                gap > 0x1p-40 * max(loss.magnitude, lossScale), slope < 0
            {
                waits += 1
                return setOut(&state)
            }
            end(claim, &state)
        } else {
            setOut(&state)
        }
    }

    /// Steps that an end may wait for a smaller gap.
    private static var mostWaits: Int { 3 }

    private mutating func verdict(_ steps: Int, _ stopping: Stopping, isExactAtTheEnd: Bool) -> Claim? {
        let gradientNorm = norm(descentGradient, count)
        if gradientNorm == 0 {
            // After long steps it is lost in underflow: there is no minimum to be at.
            let isUnderflow = steps > 10 && lastChange > 2 * ulp.squareRoot()
            return isUnderflow ? .stalled : .satisfied(.precision)
        }
        if let tolerance = stopping.gradientNorm, gradientNorm <= tolerance { return .satisfied(.gradientNorm) }
        // What is left is below the rounding of the loss, by the method's own account, again and again: whether the method can tell
        // is for others to find out.
        idle = isConvex && stopping.digits != nil && -slope <= 4 * ulp * max(loss.magnitude, lossScale) ? idle + 1 : 0
        if idle >= (isExactAtTheEnd ? 3 : 10) { return .satisfied(.precision) }
        if isExact, stopping.digits != nil {
            watchWhatIsLeft()
            if isTriangle, hasStagnated { return .satisfied(.precision) }
            if barren >= (isConvex ? Self.mostBarren : 2 * Self.mostBarren) { return .stalled }
        }
        // Where some combination of parameters is of no account, its part of a step is rounding.
        var change = isSingular ? (-slope).squareRoot() / metric.length(of: base) : largestChange
        watchCurvature(steps)
        // Where there is no minimum, short steps say nothing.
        if isLost && isConvex { change = .infinity }
        self.change = change
        if let digits = stopping.digits {
            // A start as near as this comes from a fit that ended there.
            let isWarm = steps == 1
            if change <= (isWarm ? 64 : 4) * ulp || isAtZero { return .satisfied(.precision) }
            if change <= (isWarm ? 4 * digits : digits) && (!isExactAtTheEnd || digits > 1e-4) {
                return .satisfied(.digits)
            }
            // Steps shrink until rounding is all that is left of them.
            let isSettled = (change <= digits || isInvisible) && change > lastChange / 4
            settled = isSettled ? settled + 1 : 0
            if settled >= (isExactAtTheEnd ? 1 : 10) { return .satisfied(.precision) }
        }
        lastChange = change
        return steps > stopping.iterations ? .limit(.iterations) : nil
    }

    /// Counts the steps since what is left to gain halved.
    private mutating func watchWhatIsLeft() {
        let left = -slope / 2
        if left < leastLeft / 2 {
            leastLeft = left
            barren = 0
        } else {
            barren += 1
        }
    }

    /// Steps of Newton's method, which doubles digits, that may gain nothing: beyond, it goes around in the rounding.
    private static var mostBarren: Int { 200 }

    /// Whether, near the end of a walk by triangles, what is left to gain no longer falls: the rounding of the weights, which are large
    /// where features are nearly dependent, has the last word.
    private var hasStagnated: Bool {
        let left = -slope / 2, size = max(loss.magnitude, lossScale)
        // What the rounding of scores alone can cost.
        if left <= max(0x1p-44 * size, min(scoreRounding * scoreRounding, 0x1p-30) * size) { return true }
        return barren >= 8 && left <= 1e-6 * size
    }

    /// The largest step of a parameter beside the largest parameter.
    private var largestChange: Double {
        var step = 0.0, size = 0.0
        for i in 0..<count {
            step = max(step, direction[i].magnitude)
            size = max(size, base[i].magnitude)
        }
        return step / size
    }

    /// Whether all parameters are 0 but for rounding, where steps have nothing to be small beside.
    private var isAtZero: Bool {
        let size = base.reduce(0) { max($0, $1.magnitude) }
        let least = 64 * ulp * ulp * max(loss.magnitude, firstLoss.magnitude)
        return !isLost && size <= 1 && -slope <= least
    }

    /// Notes where the risk has become flat along the way: there it has no minimum.
    private mutating func watchCurvature(_ steps: Int) {
        let curvature = -slope / Double.dot(count, direction, direction)
        guard steps > 1, !isSingular, curvature.isFinite, curvature > 0 else { return }
        if curvature < 0x1p-46 * largestCurvature { isLost = true }
        largestCurvature = max(curvature, largestCurvature)
    }
}
