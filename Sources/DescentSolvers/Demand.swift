/// What a solver will ask of the data, as far as shapes and options tell.
package struct Demand: Sendable {
    /// How often X will be read, in all.
    package let reads: ClosedRange<Double>
    /// What the range rests on.
    package let basis: String
    /// Numbers that the solver remembers.
    package let numbers: Int
    /// Samples that are copied; 0 for none.
    package var sample = 0
    package var hessian = Hessian.none

    package enum Hessian: Equatable {
        case none
        /// The Hessian of the sample that is copied.
        case ofSample
        /// Of so many parameters, or features, by so many samples, staged in single precision: see `RoughCurvature`.
        case rough(order: Int, samples: Int)
        case ofAllData
    }

    init(reads: ClosedRange<Double>, basis: String, numbers: Int) {
        (self.reads, self.basis, self.numbers) = (reads, basis, numbers)
    }

    /// `Int.max` for what no number of theirs can count.
    static func numbers(_ vectors: Int, _ own: Int, hasMetric: Bool, _ setting: Setting) -> Int {
        let count = setting.start.values.count
        guard count < 1 << 30 else { return .max }
        return (Walk.vectors + vectors) * count + own + (hasMetric ? count * count : 0)
    }
}

extension Setting {
    /// Reads for a gradient at the least: where the risk is not convex, the start may be its end.
    fileprivate func fewest(_ readsPerGradient: Int) -> Double { Double(isConvex ? readsPerGradient : 1) }
}

extension FirstOrder {
    package func demand(in setting: Setting, readsPerGradient: Int) -> Demand {
        Demand(
            reads: Double(readsPerGradient)...(Double(stopping.iterations) + 1) * Double(readsPerGradient),
            basis: "a gradient a step, until it is short or the iterations end",
            numbers: (rule.numbersPerParameter + 1) * setting.start.values.count)
    }
}

extension NewtonCG {
    package func demand(in setting: Setting, readsPerGradient: Int) -> Demand {
        let upper = min(400, (Double(stopping.iterations) + 1) * (Double(products) + 1))
        return Demand(
            reads: setting.fewest(readsPerGradient) * 2...max(3, upper) * Double(readsPerGradient),
            basis: "a gradient a step, and products with the Hessian until the step is exact enough",
            numbers: Demand.numbers(ConjugateMemory.vectors, 0, hasMetric: false, setting))
    }
}

extension Newton {
    package func demand(in setting: Setting, readsPerGradient: Int) -> Demand {
        let isSmooth = penalty.l1 == 0 && bounds.isNone
        let most = !setting.isConvex ? 80.0 : isSmooth ? 20 : 60
        var demand = Demand(
            reads: (setting.isConvex ? 2 : 1)...max(2, min(most, (Double(stopping.iterations) + 1))),
            basis: setting.isConvex
                ? "one a step, and few steps, as each doubles the digits" : "one a step; the risk is not convex",
            numbers: Demand.numbers(0, 0, hasMetric: true, setting))
        demand.hessian = .ofAllData
        return demand
    }
}

extension LBFGS {
    package func demand(in setting: Setting, readsPerGradient: Int) -> Demand {
        let ofClasses = isSmooth ? Self.classSampleSize(setting) : 0
        if ofClasses > 0 { return demand(in: setting, readsPerGradient: readsPerGradient, ofClasses: ofClasses) }
        let count = setting.start.values.count, samples = setting.samples, perGradient = Double(readsPerGradient)
        let sampled = sampleSize(count, samples)
        let few = samples > Self.samplesForScale ? Self.samplesForScale : 0
        let steps: ClosedRange<Double>, words: String
        if sampled > 0, count <= Self.mostForSampleOptimum {
            (steps, words) = (2...20, "one a step, from the optimum of \(sampled) samples and with their curvature")
        } else if sampled > 0 {
            (steps, words) = (4...120, "one a step, with the curvature of \(sampled) samples where steps gain little")
        } else {
            (steps, words) = (3...400, "one a step, without the curvature of a sample")
        }
        let isRough = sampled > 0 && count > Self.mostForSampleOptimum && setting.start.outputCount == 1
        let copied = isRough ? few : max(sampled, few)
        let upper = max(steps.lowerBound, min(steps.upperBound, (Double(stopping.iterations) + 1)))
        // A curvature along one direction is asked of a few samples, or of all if there are no more.
        let extra =
            (copied > 0 ? Double(copied) / Double(samples) : 1) + (isRough ? Double(sampled) / Double(samples) : 0)
        let hasMetric = sampled > 0 || sharedSampleSize(setting) > 0
        var demand = Demand(
            reads: (setting.isConvex ? steps.lowerBound * perGradient : 1)...upper * perGradient + extra,
            basis: words,
            numbers: Demand.numbers(2 + 2 * pairs, pairs, hasMetric: hasMetric, setting))
        demand.sample = copied
        demand.hessian = isRough ? .rough(order: count, samples: sampled) : sampled > 0 ? .ofSample : .none
        return demand
    }

    /// Of a softmax: the moments of a sample's features, twice while their factor is made, and the sample's optimum in a span.
    private func demand(in setting: Setting, readsPerGradient: Int, ofClasses samples: Int) -> Demand {
        let perGradient = Double(readsPerGradient), part = Double(samples) / Double(setting.samples)
        let order = setting.start.featureCount + (setting.start.hasBias ? 1 : 0), span = setting.start.outputCount
        let steps = 4.0...max(4, min(120, Double(stopping.iterations) + 1))
        let vectors = Demand.numbers(2 + 2 * pairs, pairs, hasMetric: false, setting)
        let ownMetric = 2 * order * order + (span * span <= Self.mostInSpan ? span * span * span * span : 0)
        var demand = Demand(
            reads: steps.lowerBound * perGradient...steps.upperBound * perGradient + 2 * part + 1,
            basis: "one a step, with the features' products of \(samples) samples for all classes",
            numbers: vectors.addingReportingOverflow(ownMetric).overflow ? .max : vectors + ownMetric)
        demand.sample = samples
        demand.hessian = .rough(order: order, samples: samples)
        return demand
    }
}
