/// What a solver will ask of the data, as far as shapes and options tell.
struct Demand {
    /// Of X, in all.
    let reads: ClosedRange<Double>
    /// What the range rests on.
    let basis: String
    /// Numbers that the solver remembers.
    let numbers: Int
    /// Samples that are copied; 0 for none.
    var sample = 0
    var hessian = Hessian.none

    enum Hessian: Equatable {
        case none
        /// Of the sample that is copied.
        case ofSample
        /// Of so many samples, staged in single precision: see `RoughCurvature`.
        case rough(samples: Int)
        case ofAllData
    }

    /// - Parameter readsPerGradient: see `Plan.readsPerEvaluation`.
    init(of solver: any Solver, in setting: Setting, readsPerGradient: Int) {
        // Where the risk is not convex, the start may be its end.
        let least = Double(setting.neuron.isConvex ? readsPerGradient : 1)
        switch solver {
        case let newton as Newton: self.init(newton, setting)
        case let lbfgs as LBFGS: self.init(lbfgs, setting, Double(readsPerGradient))
        case let method as NewtonCG:
            let upper = min(400, Double(method.stopping.iterations + 1) * Double(method.products + 1))
            self.init(
                reads: least * 2...max(3, upper) * Double(readsPerGradient),
                basis: "a gradient a step, and products with the Hessian until the step is exact enough",
                numbers: Self.numbers(method, setting))
        case let descent as FirstOrder:
            self.init(
                reads: Double(readsPerGradient)...Double(descent.stopping.iterations + 1) * Double(readsPerGradient),
                basis: "a gradient a step, until it is short or the iterations end",
                numbers: (descent.rule.numbersPerParameter + 1) * setting.start.values.count)
        default:
            self.init(reads: 1...10_000, basis: "nothing is known of this solver", numbers: 0)
        }
    }

    private init(reads: ClosedRange<Double>, basis: String, numbers: Int) {
        (self.reads, self.basis, self.numbers) = (reads, basis, numbers)
    }

    private init(_ solver: Newton, _ setting: Setting) {
        let isSmooth = solver.penalty.l1 == 0 && solver.bounds.isNone
        let most = !setting.neuron.isConvex ? 80.0 : isSmooth ? 20 : 60
        self.init(
            reads: (setting.neuron.isConvex ? 2 : 1)...max(2, min(most, Double(solver.stopping.iterations + 1))),
            basis: setting.neuron.isConvex
                ? "one a step, and few steps, as each doubles the digits" : "one a step; the risk is not convex",
            numbers: Self.numbers(solver, setting))
        hessian = .ofAllData
    }

    private init(_ solver: LBFGS, _ setting: Setting, _ perGradient: Double) {
        let count = setting.start.values.count, samples = setting.samples
        let sampled = solver.sampleSize(count, samples)
        let few = samples > LBFGS.samplesForScale ? LBFGS.samplesForScale : 0
        let steps: ClosedRange<Double>, words: String
        if sampled > 0, count <= LBFGS.mostForSampleOptimum {
            (steps, words) = (2...20, "one a step, from the optimum of \(sampled) samples and with their curvature")
        } else if sampled > 0 {
            (steps, words) = (4...120, "one a step, with the curvature of \(sampled) samples where steps gain little")
        } else {
            (steps, words) = (3...400, "one a step, without the curvature of a sample")
        }
        let isRough = sampled > 0 && count > LBFGS.mostForSampleOptimum && setting.start.outputs == 1
        let copied = isRough ? few : max(sampled, few)
        let upper = max(steps.lowerBound, min(steps.upperBound, Double(solver.stopping.iterations + 1)))
        // A curvature along one direction is asked of a few samples, or of all if there are no more.
        let extra =
            (copied > 0 ? Double(copied) / Double(samples) : 1) + (isRough ? Double(sampled) / Double(samples) : 0)
        self.init(
            reads: (setting.neuron.isConvex ? steps.lowerBound * perGradient : 1)...upper * perGradient + extra,
            basis: words,
            numbers: Self.numbers(solver, setting))
        sample = copied
        hessian = isRough ? .rough(samples: sampled) : sampled > 0 ? .ofSample : .none
    }

    /// `Int.max` for what no number of theirs can count.
    private static func numbers(_ solver: some LineSearchMethod, _ setting: Setting) -> Int {
        let count = setting.start.values.count
        guard count < 1 << 30 else { return .max }
        let metric = solver.mayMakeMetric(setting) ? count * count : 0
        return Walk.regions * count + solver.memory(setting) + metric
    }
}
