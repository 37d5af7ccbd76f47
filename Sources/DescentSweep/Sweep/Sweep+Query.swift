package import DescentAlgebra
package import DescentSolvers

/// Answers what a solver asks.
extension Sweep: Answering {
    /// Throws as `loss(at:)`. Where it throws, `evaluation` may hold part of the answer.
    package func answer(_ query: Query, step: Int = 0, into evaluation: inout Evaluation) throws(DescentError) {
        var query = query
        let samples: Int = if case .sample(let count) = query.scope { count } else { data.sampleCount }
        if query.extra == .moments { return evaluation.moments = try moments(samples: samples) }
        if case .optimum(let span) = query.extra {
            return evaluation.spanOptimum = try optimum(in: span, samples: samples)
        }
        if query.extra == .roughCurvature {
            if try roughCurvature(at: query.point, samples: samples, into: &evaluation) { return }
            query.extra = .curvature
        }
        if case .sample(let count) = query.scope, count < data.sampleCount,
            // Without any weight a sample says nothing: all data answer.
            let part = try sampleSweep.get(of: count, { () throws(DescentError) in try sampled(count) })
        {
            query.scope = .all
            return try part.answer(query, into: &evaluation)
        }
        switch query.extra {
        case .nothing:
            guard query.scope != .all || !answerAtOrigin(query.point, into: &evaluation) else { return }
            try lossGradient(at: query.point, into: &evaluation)
        case .curvature, .roughCurvature: try lossGradientCurvature(at: query.point, into: &evaluation)
        case .triangle:
            try lossGradient(at: query.point, into: &evaluation)
            evaluation.triangle = try triangle(at: query.point)
        case .product(let direction):
            var product = evaluation.product ?? zero
            try hessianVector(at: query.point, along: direction, into: &product)
            evaluation.product = product
        case .moments, .optimum: preconditionFailure("answered above")
        }
    }

    /// Loss, gradient and Hessian in one read of the data.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func lossGradientCurvature(at parameters: Parameters, into evaluation: inout Evaluation)
        throws(DescentError)
    {
        let size = zero.values.count
        var curvature: Matrix<Double>
        if let existing = evaluation.curvature {
            curvature = existing
        } else {
            curvature = try Matrix<Double>(rows: size, columns: size)
        }
        evaluation.curvature = nil  // so that it is written in place
        try load(parameters, into: point)
        let engine = try curvatureEngine.get(among: &engines) { () throws(DescentError) in
            let gram = try Gram<Element>(
                .curvature(neuron, at: point), features: plan.features,
                standardisation: isFolded ? standardisation : nil)
            let plan = curvaturePlan(gram)
            return try SweepEngine(
                Both(first: LossGradient(neuron, at: point, plan: plan, wantsGradient: true), second: gram), over: feed,
                plan: plan, grant: grant)
        }
        let overflow = try engine.run { partial -> DescentError.Quantity? in
            if let quantity = answer(partial, divisor: divisor, into: &evaluation) { return quantity }
            let gram = engine.reduction.second, values = partial + engine.reduction.first.partialCount
            guard TileKernels.allFinite(gram.partialCount, values) else { return .curvature }
            gram.assemble(values, hasBias: zero.hasBias, divisor: divisor, into: &curvature)
            return nil
        }
        evaluation.curvature = curvature
        if let overflow { throw .overflow(overflow, sample: nil) }
    }

    /// How tiles are cut for loss, gradient and Hessian.
    package func curvaturePlan(_ gram: Gram<Element>) -> Plan {
        data.plan(
            outputs: plan.outputs, isStaged: plan.isStaged,
            partialCount: gram.partialCount + GradientPartial(plan).count, minimumSamples: Gram<Element>.minimumSamples)
    }

    /// What a solver is told of a fit of this sweep.
    package func setting(from start: Parameters, occasion: Occasion) -> Setting {
        var setting = Setting(
            neuron: neuron, start: start, occasion: occasion, of: data, standardisation,
            ulp: Double(Element.ulpOfOne))
        if risk == .sum { setting.lossScale *= data.survey.totalWeight }
        return setting
    }
}

/// The sweep of a part of the data, kept while the same part is asked for.
struct SampleSweep<Element: Scalar> {
    private var count = 0
    private(set) var value: Sweep<Element>?

    mutating func get(
        of count: Int, _ make: () throws(DescentError) -> Sweep<Element>?
    ) throws(DescentError) -> Sweep<Element>? {
        if self.count == count { return value }
        let made = try make()
        self.count = count
        value = made
        return made
    }
}
