internal import DescentAlgebra
internal import DescentSweep

/// Corrects multipliers until the corrections are too small to matter, or do not shrink any more.
final class DualRefinement<Element: Scalar> {
    private let dual: DualProblem<Element>
    private let factor: DualFactor
    private let engine: SweepEngine<DualProducts<Element>>
    let reduction: DualProducts<Element>
    private let freeColumns: [[DoubleDouble]]
    private let weights: [Double]
    private(set) var outputs: [Output]
    private(set) var steps = 0

    /// One output's equations, and where its solution stands.
    struct Output {
        /// y − offset.
        let response: [DoubleDouble]
        /// c, and what the free columns weigh, the bias first: of centred features.
        var multipliers: [DoubleDouble]
        var free: [DoubleDouble]
        /// r = y − Zv − b at the last evaluation.
        var residuals: [DoubleDouble]
        /// Σ mean v, which the bias is larger by where features are not centred.
        var shift = DoubleDouble.zero
        /// The size of the last correction taken, of the first, and of the one that was not taken any more.
        var size = 0.0
        var first = 0.0
        var left = Double.infinity
        /// What the last one's equations lacked: see `DualFactor.Correction.rest`.
        var rest = Double.infinity
        var isActive = true
    }

    /// More than any problem needs whose corrections shrink by half.
    private static var mostSteps: Int { 40 }
    /// Beside the first, a correction that reaches no digit of a weight, however small it is beside the others.
    private static var nothing: Double { 0x1p-80 }

    init(_ dual: DualProblem<Element>, _ triangle: [Double]) throws(DescentError) {
        self.dual = dual
        let data = dual.problem.data, scaling = dual.problem.scaling, terms = dual.terms
        freeColumns = dual.freeColumns
        weights = (0..<data.sampleCount).map { j in
            data.weights.map { ColumnScaling.scaled(Double($0[0, j]), by: -scaling.weight) } ?? 1
        }
        factor = try DualFactor(
            triangle, order: data.sampleCount,
            free: freeColumns.map { column in column.indices.map { terms.roots[$0] * column[$0].value } })
        let free = [DoubleDouble](repeating: .zero, count: freeColumns.count)
        outputs = (0..<data.targets.rows).map { output in
            let response = (0..<data.sampleCount).map { j in
                let offset = data.offsets.map { Double($0[$0.rows == 1 ? 0 : output, j]) } ?? 0
                return DoubleDouble(ColumnScaling.scaled(Double(data.targets[output, j]), by: -scaling.targets[output]))
                    - ColumnScaling.scaled(offset, by: -scaling.targets[output])
            }
            let zeros = [DoubleDouble](repeating: .zero, count: data.sampleCount)
            return Output(response: response, multipliers: zeros, free: free, residuals: response)
        }
        reduction = try DualProducts(terms, features: data.featureCount, outputs: data.targets.rows)
        engine = try dual.engine(reduction)
    }

    var reciprocalCondition: Double { factor.reciprocalCondition }
    var norm: Double { factor.norm }

    func run() throws(DescentError) {
        while true {
            var hasMoved = false
            for output in outputs.indices where outputs[output].isActive {
                let correction = correction(output), size = correction.size
                guard size.isFinite else { throw .overflow(.weights, sample: nil) }
                (outputs[output].left, outputs[output].rest) = (size, correction.rest)
                // What no longer shrinks is rounding.
                if steps > 0, size >= outputs[output].size / 2 || size <= Self.nothing * outputs[output].first {
                    outputs[output].isActive = false
                    continue
                }
                if steps == 0 { outputs[output].first = size }
                outputs[output].size = size
                advance(output, by: correction)
                hasMoved = true
            }
            guard hasMoved else { return }
            try evaluate()
            steps += 1
            if steps == Self.mostSteps { return }
        }
    }

    private func correction(_ output: Int) -> DualFactor.Correction {
        let own = outputs[output], roots = dual.terms.roots
        let rest = weights.indices.map { j in
            weights[j] > 0
                ? (own.residuals[j] * weights[j] - own.multipliers[j]).value / roots[j] : 0
        }
        let slopes = freeColumns.map { column in
            column.indices.reduce(DoubleDouble.zero) { $0 + column[$1] * own.multipliers[$1] }.value
        }
        return factor.correction(rest, slopes: slopes)
    }

    private func advance(_ output: Int, by correction: DualFactor.Correction) {
        for j in weights.indices {
            outputs[output].multipliers[j] += DoubleDouble(product: dual.terms.roots[j], correction.samples[j])
        }
        for (place, change) in correction.free.enumerated() { outputs[output].free[place] += change }
    }

    /// Weights and residuals of the present multipliers.
    func evaluate() throws(DescentError) {
        let samples = weights.count, width = reduction.width, pairs = reduction.pairs
        for output in outputs.indices {
            var sum = DoubleDouble.zero
            for (j, multiplier) in outputs[output].multipliers.enumerated() {
                reduction.high[output * width + j] = multiplier.high
                reduction.low[output * width + j] = multiplier.low
                sum += multiplier
            }
            reduction.high[output * width + samples] = -sum.high
            reduction.low[output * width + samples] = -sum.low
        }
        var scores: [DoubleDouble] = []
        try dual.problem.run(engine) { partial throws(DescentError) in
            guard TileKernels.allFinite(reduction.partialCount, partial) else {
                throw .overflow(.residuals, sample: nil)
            }
            scores = (0..<pairs).map { DoubleDouble(sum: partial[$0], partial[pairs + $0]) }
        }
        try engine.gather(reduction.weights.base, rows: outputs.count)
        try engine.gather(reduction.weightsLow.base, rows: outputs.count)
        for output in outputs.indices {
            let shift = scores[output * width + samples]
            outputs[output].shift = shift
            for j in 0..<samples {
                var residual = outputs[output].response[j] - (scores[output * width + j] - shift)
                for (column, weight) in zip(freeColumns, outputs[output].free) { residual -= column[j] * weight }
                outputs[output].residuals[j] = residual
            }
        }
    }
}
