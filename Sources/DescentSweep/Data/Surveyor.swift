internal import DescentAlgebra

/// Runs the survey and turns its partial into facts, or into the error that comes first.
struct Surveyor<Element: Scalar> {
    let source: any SampleSource<Element>
    let targets: Matrix<Element>
    let weights: Matrix<Element>?
    let offsets: Matrix<Element>?
    let ranks: (any Communicator)?

    func survey(threads: Int?, classCounts: [Int]?) throws(DescentError) -> Survey {
        let grant = try ThreadBudget.grant(asked: threads)
        _ = try KernelLevel.active.get()
        _ = try BLAS.verified.get()
        let reduction = SurveyReduction<Element>(features: source.featureCount, targetRows: targets.rows)
        let plan = Self.plan(reduction, source)
        let feed = TileFeed(
            source: source, targets: targets, weights: weights, offsets: offsets, staging: nil, ranks: ranks)
        let engine = try SweepEngine(reduction, over: feed, plan: plan, grant: grant)
        let partial = try engine.run { partial in
            Array(UnsafeBufferPointer(start: partial, count: reduction.partialCount))
        }
        return try partial.withUnsafeBufferPointer { partial throws(DescentError) in
            try facts(SurveyPartial(base: UnsafeMutablePointer(mutating: partial.baseAddress!)), reduction, classCounts)
        }
    }

    static func plan(_ reduction: SurveyReduction<Element>, _ source: any SampleSource<Element>) -> Plan {
        Plan(
            of: Element.self, features: source.featureCount, samples: source.sampleCount, outputs: reduction.targetRows,
            layout: source.layout, isStaged: false, partialBytes: reduction.partialCount * MemoryLayout<Double>.stride,
            minimumSamples: SurveyReduction<Element>.minimumSamples)
    }

    private func facts(
        _ partial: SurveyPartial, _ reduction: SurveyReduction<Element>, _ classCounts: [Int]?
    ) throws(DescentError) -> Survey {
        try requireFinite(partial, .features, rows: source.featureCount) { sample, feature throws(DescentError) in
            try value(ofFeature: feature, sample: sample)
        }
        try requireFinite(partial, .targets, rows: targets.rows) { sample, row in Double(targets[row, sample]) }
        if let offsets {
            try requireFinite(partial, .offsets, rows: offsets.rows) { sample, row in Double(offsets[row, sample]) }
        }
        if let weights {
            try requireFinite(partial, .sampleWeights, rows: 1) { sample, _ in Double(weights[0, sample]) }
            if let sample = partial.first(.negativeWeight) {
                throw .negativeWeight(sample: sample, value: Double(weights[0, sample]))
            }
        }
        let total = partial[.totalWeight]
        // Products with denormal weights would lose their digits.
        let least = Double(Element.leastNormalMagnitude) * Double(source.sampleCount)
        guard weights == nil || total >= least, total.isFinite else { throw .totalWeight(total) }
        let moments = (0..<reduction.series).map { reduction.summary($0, of: partial) }
        return Survey(
            features: Array(moments.prefix(source.featureCount)), targets: Array(moments.suffix(targets.rows)),
            totalWeight: total, classCounts: classCounts,
            firstOutside: Survey.TargetFacts(
                unitInterval: partial.first(.outsideUnitInterval), nonNegative: partial.first(.negativeTarget),
                binary: partial.first(.notBinary)),
            covariances: targets.rows == 1 && classCounts == nil ? reduction.covariances(of: partial) : nil)
    }

    private func requireFinite(
        _ partial: SurveyPartial, _ quantity: DescentError.Quantity, rows: Int,
        value: (Int, Int) throws(DescentError) -> Double
    ) throws(DescentError) {
        let fields = SurveyPartial.NonFinite(quantity)
        guard let index = partial.first(fields.first) else { return }
        let (sample, component) = index.quotientAndRemainder(dividingBy: rows)
        throw .nonFinite(
            quantity, sample: sample, component: component, value: try value(sample, component),
            count: Int(partial[fields.count]))
    }

    private func value(ofFeature feature: Int, sample: Int) throws(DescentError) -> Double {
        let feed = TileFeed(source: source, targets: targets, weights: nil, offsets: nil, staging: nil)
        let reader = try TileReader(feed, tileSamples: 1)
        let block = try reader.read(sample..<sample + 1).block
        // The block may lie in the reader's memory.
        return withExtendedLifetime(reader) {
            Double(block.base[block.layout == .sampleMajor ? feature : feature * block.stride])
        }
    }
}
