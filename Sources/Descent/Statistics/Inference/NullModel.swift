internal import DescentAlgebra

/// What the likelihood needs beside the fitted losses, from targets, weights and offsets alone: X is not read for it.
struct TargetSums {
    /// Σ w of the least loss that a prediction can have, that of ŷ = y.
    let saturated: Double
    /// −Σ w ln y! for counts, 0 for others.
    let constant: Double
    /// Σ w ℓ of the best constant score, or of the score 0 without a bias; offsets added. Nil where that needs a fit.
    let null: Double?

    init<Element: Scalar>(_ data: Dataset<Element>, _ neuron: any Neuron, hasBias: Bool) {
        self.init(
            data.targets.doubles(row: 0), weights: data.weights?.doubles(row: 0),
            offsets: data.offsets?.doubles(row: 0), total: data.survey.totalWeight,
            mean: data.survey.targets[0].mean, neuron, hasBias: hasBias)
    }

    private init(
        _ targets: [Double], weights: [Double]?, offsets: [Double]?, total: Double, mean: Double, _ neuron: any Neuron,
        hasBias: Bool
    ) {
        var saturated = DoubleDouble.zero, constant = DoubleDouble.zero
        func each(_ body: (_ y: Double, _ offset: Double, _ weight: Double) -> Void) {
            for sample in targets.indices {
                let weight = weights?[sample] ?? 1
                guard weight > 0 else { continue }
                body(targets[sample], offsets?[sample] ?? 0, weight)
            }
        }
        func average(_ value: (Double, Double) -> Double) -> Double {
            var sum = DoubleDouble.zero
            each { sum += DoubleDouble(product: $2, value($0, $1)) }
            return sum.value / total
        }
        let hasOffsets = offsets != nil
        switch neuron {
        case is Linear:
            // From the first value, so that large ones leave their digits to the differences.
            let mean = hasBias ? average { $0 - $1 } : 0
            var squares = DoubleDouble.zero, rest = DoubleDouble.zero
            each { y, offset, weight in
                let difference = y - offset - mean
                squares += DoubleDouble(product: difference, difference) * weight
                rest += DoubleDouble(product: difference, weight)
            }
            // What rounding the mean cost.
            let correction = hasBias ? rest.value * rest.value / total : 0
            null = (squares + -correction).value / 2
        case let softmax as Softmax:
            var shares = [DoubleDouble](repeating: .zero, count: softmax.classes)
            each { y, _, weight in shares[Int(y)] += weight }
            null =
                hasOffsets
                ? nil
                : hasBias
                    ? shares.reduce(0) { $0 - Self.xlogx($1.value / total) * total }
                    : total * Math.logarithm(Double(softmax.classes))
        case is Poisson:
            var logarithms = LogFactorials()
            each { y, _, weight in
                saturated += weight * (y - Self.xlogx(y))
                constant += logarithms.of(y) * -weight
            }
            null = hasOffsets ? nil : hasBias ? total * (mean - Self.xlogx(mean)) : total
        default:
            each { y, _, weight in
                // Of classes there is none.
                let least = Self.entropy(y)
                if least != 0 { saturated += weight * least }
            }
            null = hasOffsets ? nil : total * (hasBias ? Self.entropy(mean) : Math.logarithm(2))
        }
        self.saturated = saturated.value
        self.constant = constant.value
    }

    private static func xlogx(_ x: Double) -> Double { x > 0 ? x * Math.logarithm(x) : 0 }
    private static func entropy(_ p: Double) -> Double {
        p > 0 && p < 1 ? -(xlogx(p) + (1 - p) * Math.logarithm1p(-p)) : 0
    }
}

extension Matrix {
    /// A row in this precision, for sums over millions of samples: converted in code of its own for each type, as a generic conversion
    /// takes 20 times as long.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func doubles(row index: Int) -> [Double] { row(index).map { Double($0) } }
}

/// ln y!, with those of small counts kept.
private struct LogFactorials {
    private var known: [Double: DoubleDouble] = [0: .zero, 1: .zero]

    mutating func of(_ y: Double) -> DoubleDouble {
        if let value = known[y] { return value }
        let value = LogGamma.logGamma(y + 1)
        if known.count < 4096 { known[y] = value }
        return value
    }
}

extension Dataset {
    /// Σ w ℓ of the model without features, where offsets leave it no closed form: a fit on a feature that is 0, or the loss
    /// at 0.
    func nullLoss(_ neuron: some Neuron, hasBias: Bool, threads: Int?) throws(DescentError) -> Double {
        let nothing = try algebra { () throws(AlgebraError) in try Matrix<Element>(rows: 1, columns: samples) }
        let empty = Dataset(
            source: nothing, targets: targets, classes: classes, weights: weights, offsets: offsets,
            survey: Survey(
                features: [Survey.Summary(mean: 0, standardDeviation: 0, minimum: 0, maximum: 0)],
                targets: survey.targets, totalWeight: survey.totalWeight, classCounts: survey.classCounts,
                firstOutside: survey.firstOutside))
        let sweep = try Sweep(empty, neuron: neuron, hasBias: hasBias, risk: .sum, threads: threads)
        guard hasBias else { return try sweep.loss(at: sweep.zero) }
        let fit = try Training(empty, neuron: neuron, by: Newton(), threads: threads).fit()
        return try sweep.loss(at: fit.parameters)
    }
}
