public import DescentAlgebra

/// How the rate changes from step to step: a factor of step t, counted from 0, that multiplies a rule's rate.
public struct Schedule: Sendable, Hashable {
    private let shape: Shape
    /// Steps that lead up to the shape, which then starts at its own step 0.
    private let warmUpSteps: Int

    private enum Shape: Sendable, Hashable {
        case constant
        case step(every: Int, factor: Double)
        case exponential(decay: Double)
        case inverse(decay: Double)
        case cosine(steps: Int, floor: Double)
        case restarts(first: Int, growth: Int, floor: Double)
    }

    /// 1
    public static let constant = Schedule(shape: .constant, warmUpSteps: 0)

    /// factor^⌊t/every⌋: falls at once, every so many steps. 0 < factor ≤ 1.
    public static func step(every steps: Int, factor: Double = 0.1) throws(DescentError) -> Schedule {
        try require("the number of steps between changes of the rate", steps)
        try Hyperparameter("the factor of a step schedule", factor, .share).validate()
        return Schedule(shape: .step(every: steps, factor: factor), warmUpSteps: 0)
    }

    /// decayᵗ, 0 < decay ≤ 1.
    public static func exponential(decay: Double) throws(DescentError) -> Schedule {
        try Hyperparameter("the decay of an exponential schedule", decay, .share).validate()
        return Schedule(shape: .exponential(decay: decay), warmUpSteps: 0)
    }

    /// 1/(1 + decay t), decay ≥ 0: the classical 1/t.
    public static func inverse(decay: Double) throws(DescentError) -> Schedule {
        try Hyperparameter("the decay of an inverse schedule", decay, .nonNegative).validate()
        return Schedule(shape: .inverse(decay: decay), warmUpSteps: 0)
    }

    /// floor + (1 − floor)(1 + cos(π t/steps))/2 up to `steps`, then floor. Loshchilov and Hutter (2017).
    public static func cosine(steps: Int, floor: Double = 0) throws(DescentError) -> Schedule {
        try require("the number of steps of a cosine schedule", steps)
        try Hyperparameter("the floor of a cosine schedule", floor, .fraction).validate()
        return Schedule(shape: .cosine(steps: steps, floor: floor), warmUpSteps: 0)
    }

    /// Cosines one after the other, each `growth` times as long as the one before: warm restarts, SGDR.
    public static func cosineRestarts(
        firstSteps: Int, growth: Int = 1, floor: Double = 0
    ) throws(DescentError) -> Schedule {
        try require("the number of steps before the first restart", firstSteps)
        try require("the growth of restarts", growth)
        try Hyperparameter("the floor of a cosine schedule", floor, .fraction).validate()
        return Schedule(shape: .restarts(first: firstSteps, growth: growth, floor: floor), warmUpSteps: 0)
    }

    /// (t + 1)/steps for the first `steps` steps, then this schedule from its beginning.
    public func warmedUp(over steps: Int) throws(DescentError) -> Schedule {
        try Self.require("the number of warm-up steps", steps)
        return Schedule(shape: shape, warmUpSteps: steps)
    }

    /// The factor of step t, from 0.
    package func factor(at t: Int) -> Double {
        if t < warmUpSteps { return Double(t + 1) / Double(warmUpSteps) }
        let t = t - warmUpSteps
        switch shape {
        case .constant: return 1
        case .step(let every, let factor): return Math.power(factor, t / every)
        case .exponential(let decay): return Math.power(decay, t)
        case .inverse(let decay): return 1 / (1 + decay * Double(t))
        case .cosine(let steps, let floor):
            return Self.cosine(t >= steps ? 1 : Double(t) / Double(steps), floor)
        case .restarts(let first, 1, let floor):
            return Self.cosine(Double(t % first) / Double(first), floor)
        case .restarts(let first, let growth, let floor):
            var begin = 0, length = first
            while t - begin >= length {
                begin += length
                let (next, overflow) = length.multipliedReportingOverflow(by: growth)
                length = overflow ? .max : next
            }
            return Self.cosine(Double(t - begin) / Double(length), floor)
        }
    }

    /// Whether the factor is 0 at a step and at all that follow.
    package func isOver(at t: Int) -> Bool {
        switch shape {
        case .constant, .inverse, .restarts: false
        case .step, .exponential, .cosine: t >= warmUpSteps && factor(at: t) == 0
        }
    }

    private static func cosine(_ share: Double, _ floor: Double) -> Double {
        floor + (1 - floor) * (1 + Math.cosineOfHalfTurns(share)) / 2
    }

    private static func require(_ name: String, _ count: Int) throws(DescentError) {
        guard count >= 1 else { throw .illegalOption(name: name, value: "\(count)", requirement: "at least 1") }
    }
}

extension Schedule: CustomStringConvertible {
    /// The same words in every process: saved states are compared by them.
    public var description: String {
        let name =
            switch shape {
            case .constant: "constant"
            case .step(let every, let factor): "step(every: \(every), factor: \(factor))"
            case .exponential(let decay): "exponential(decay: \(decay))"
            case .inverse(let decay): "inverse(decay: \(decay))"
            case .cosine(let steps, let floor): "cosine(steps: \(steps), floor: \(floor))"
            case .restarts(let first, let growth, let floor):
                "cosineRestarts(firstSteps: \(first), growth: \(growth), floor: \(floor))"
            }
        return warmUpSteps == 0 ? name : "\(name).warmedUp(over: \(warmUpSteps))"
    }
}
