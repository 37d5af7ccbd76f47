internal import Descent
internal import DescentFiles

/// How the risk's minimum is found: the solver and all that belongs to it.
struct DescentSettings: Sendable {
    let method: Method
    let batches: Batches?
    let epochs: Int?
    let seed: UInt64
    let isStandardised: Bool
    let validation: (share: Double, patience: Int)?
    private let l1: Double
    private let l2: Double
    private let penaltyUnits: PenaltyUnits?
    private let rate: Double?
    private let schedule: Schedule
    private let clipping: Clipping?
    private let tolerance: Double?
    private let iterations: Int?
    private let timeLimit: Double?

    enum Method: Sendable {
        case automatic, leastSquares, newton, newtonCG, lbfgs
        case rule(Rule)
    }

    /// A rule of first order at a rate, or at its own.
    typealias Rule = @Sendable (Double?) -> any UpdateRule

    /// The words that `--solver` knows.
    static var solverNames: [String] { methods.map(\.0) }

    private static let methods: [(String, Method)] = [
        ("auto", .automatic), ("least-squares", .leastSquares), ("newton", .newton), ("newton-cg", .newtonCG),
        ("lbfgs", .lbfgs),
        ("gd", .rule { $0.map { GradientDescent(rate: $0) } ?? GradientDescent() }),
        ("normalized", .rule { $0.map { NormalisedDescent(rate: $0) } ?? NormalisedDescent() }),
        ("momentum", .rule { $0.map { Momentum(rate: $0) } ?? Momentum() }),
        ("nesterov", .rule { $0.map { Nesterov(rate: $0) } ?? Nesterov() }),
        ("adagrad", .rule { $0.map { AdaGrad(rate: $0) } ?? AdaGrad() }),
        ("adadelta", .rule { $0.map { Adadelta(rate: $0) } ?? Adadelta() }),
        ("rmsprop", .rule { $0.map { RMSProp(rate: $0) } ?? RMSProp() }),
        ("adam", .rule { $0.map { Adam(rate: $0) } ?? Adam() }),
        ("adamax", .rule { $0.map { AdaMax(rate: $0) } ?? AdaMax() }),
        ("nadam", .rule { $0.map { Nadam(rate: $0) } ?? Nadam() }),
        ("amsgrad", .rule { $0.map { AMSGrad(rate: $0) } ?? AMSGrad() }),
        ("adamw", .rule { $0.map { AdamW(rate: $0) } ?? AdamW() }),
    ]

    init(_ arguments: Arguments) throws(Failure) {
        let command = arguments.command
        method = try arguments.choice(.solver, of: Self.methods) ?? .automatic
        rate = try arguments.number(.rate, "a number above 0") { $0 > 0 }
        schedule = try Self.schedule(arguments)
        clipping = try arguments.number(.clip, "a number above 0") { $0 > 0 }.map { .norm($0) }
        let seed = UInt64(try arguments.count(.seed, from: 0) ?? 0)
        self.seed = seed
        epochs = try arguments.count(.epochs)
        tolerance = try arguments.number(.tolerance, "a number from 0 on") { $0 >= 0 }
        iterations = try arguments.count(.iterations)
        timeLimit = try arguments.number(.timeLimit, "a number of seconds above 0") { $0 > 0 }
        l1 = try arguments.number(.l1, "a number from 0 on") { $0 >= 0 } ?? 0
        l2 = try arguments.number(.l2, "a number from 0 on") { $0 >= 0 } ?? 0
        penaltyUnits = try PenaltyUnits.asked(arguments)
        do {
            batches = try arguments.count(.batch).map { size throws(DescentError) in try .of(size, seed: seed) }
        } catch { throw Failure(error) }
        isStandardised = !arguments.has(.raw)
        let patience = try arguments.count(.patience)
        validation = try arguments.number(.validation, "a share above 0 and below 1") { $0 > 0 && $0 < 1 }.map {
            ($0, patience ?? 5)
        }
        if patience != nil, validation == nil { throw .usage("--patience belongs to --validation", command) }
        guard case .rule = method else {
            for flag in [Flag.Name.rate, .schedule, .warmUp, .clip, .batch] where arguments.has(flag) {
                if case .automatic = method, flag == .batch { continue }
                throw .usage("\(flag.typed) belongs to a solver of first order, such as --solver adam", command)
            }
            return
        }
    }

    /// What is added to the risk, for data with some features that are indicators of a category's levels.
    func penalty(indicators: [Int]) throws(DescentError) -> Penalty {
        try Penalty(l1: l1, l2: l2, on: penaltyUnits.units(indicators: indicators))
    }

    /// The solver for data of so many samples; nil for least squares.
    func solver(samples: Int, penalty: Penalty) throws(DescentError) -> Solver? {
        switch method {
        case .leastSquares: return nil
        case .automatic:
            if batches != nil { return try firstOrder(Adam(), samples, penalty) }
            return Solver(Automatic(penalty: penalty, stopping: try secondOrder, mayBeDirect: false))
        case .newton: return .newton(penalty: penalty, stopping: try secondOrder)
        case .newtonCG: return try .newtonCG(penalty: penalty, stopping: try secondOrder)
        case .lbfgs: return try .lbfgs(penalty: penalty, stopping: try secondOrder)
        case .rule(let rule): return try firstOrder(rule(rate), samples, penalty)
        }
    }

    var hasL1: Bool { l1 > 0 }
    /// Whether somebody said when descent ends, or where it goes.
    var hasLimits: Bool {
        tolerance != nil || iterations != nil || epochs != nil || timeLimit != nil || !isStandardised
    }

    private var secondOrder: Stopping {
        get throws(DescentError) {
            try Stopping(
                gradientNorm: tolerance, digits: tolerance == nil ? 1e-8 : nil, iterations: limit(or: 500),
                seconds: timeLimit)
        }
    }

    private func firstOrder(
        _ rule: some UpdateRule, _ samples: Int, _ penalty: Penalty
    ) throws(DescentError) -> Solver {
        guard let batches else {
            let stopping = try Stopping(
                gradientNorm: tolerance ?? 1e-6, iterations: limit(or: 10_000), seconds: timeLimit)
            return try .firstOrder(rule, schedule: schedule, clipping: clipping, penalty: penalty, stopping: stopping)
        }
        let steps = (epochs ?? 10).multipliedReportingOverflow(by: try batches.perEpoch(of: samples))
        let stopping = try Stopping(
            gradientNorm: nil, lossChange: tolerance,
            iterations: min(iterations ?? .max, steps.overflow ? .max : steps.0),
            seconds: timeLimit)
        return try .firstOrder(rule, schedule: schedule, clipping: clipping, penalty: penalty, stopping: stopping)
    }

    /// Without mini-batches an epoch is a step.
    private func limit(or most: Int) -> Int {
        [iterations, epochs].compactMap { $0 }.min() ?? most
    }
}

extension DescentSettings {
    private static func schedule(_ arguments: Arguments) throws(Failure) -> Schedule {
        var schedule = Schedule.constant
        if let word = arguments[.schedule] {
            let parts = word.split(separator: ":", maxSplits: 1), name = parts.first.map(String.init) ?? ""
            let numbers = parts.count < 2 ? [] : parts[1].split(separator: ",").map { Numbers.whole(String($0)) }
            let wrong = arguments.wrong(
                .schedule,
                "constant, step:EVERY,FACTOR, exponential:DECAY, inverse:DECAY, cosine:STEPS,FLOOR or"
                    + " restarts:FIRST,GROWTH")
            guard numbers.allSatisfy({ $0 != nil }) else { throw wrong }
            guard let made = try Self.schedule(name, numbers.map { $0! }) else { throw wrong }
            schedule = made
        }
        guard let steps = try arguments.count(.warmUp) else { return schedule }
        do throws(DescentError) { return try schedule.warmedUp(over: steps) } catch { throw Failure(error) }
    }

    private static func schedule(_ name: String, _ numbers: [Double]) throws(Failure) -> Schedule? {
        func whole(_ index: Int) -> Int? { numbers.indices.contains(index) ? Int(exactly: numbers[index]) : nil }
        do throws(DescentError) {
            switch (name, numbers.count) {
            case ("constant", 0): return .constant
            case ("step", 1...2):
                guard let every = whole(0) else { return nil }
                return try .step(every: every, factor: numbers.count > 1 ? numbers[1] : 0.1)
            case ("exponential", 1): return try .exponential(decay: numbers[0])
            case ("inverse", 1): return try .inverse(decay: numbers[0])
            case ("cosine", 1...2):
                guard let steps = whole(0) else { return nil }
                return try .cosine(steps: steps, floor: numbers.count > 1 ? numbers[1] : 0)
            case ("restarts", 1...2):
                guard let first = whole(0), let growth = numbers.count > 1 ? whole(1) : 2 else { return nil }
                return try .cosineRestarts(firstSteps: first, growth: growth)
            default: return nil
            }
        } catch { throw .usage("--schedule: \(error)", .train) }
    }
}
