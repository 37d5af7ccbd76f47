internal import DescentAlgebra
internal import DescentSweep

/// What the likelihood needs beside the fitted losses, from targets, weights and offsets alone: X is not read for it.
struct TargetSums {
    /// n: Σ w of repetitions, the samples with a weight above 0 of precisions.
    let observations: Double
    /// Σ w of the least loss that a prediction can have, that of ŷ = y. Deviances of counts are computed without it.
    let saturated: Double
    /// What ln L has beside −deviance/2: that of ŷ = y, or of the linear neuron ½ Σ ln w of precisions.
    let constant: Double
    /// Half the deviance of the best constant score, or of the score 0 without a bias; offsets added. Nil where that needs a fit.
    let nullHalfDeviance: Double?

    init<Element: Scalar>(
        _ data: Dataset<Element>, _ neuron: any Neuron, hasBias: Bool, weights: Statistics.WeightMeaning
    ) {
        let samples = TargetSamples(data, weights)
        observations = samples.observations
        switch neuron.traits.likelihood {
        case .normal:
            saturated = 0
            constant = samples.logPrecisions / 2
            nullHalfDeviance = samples.squares(hasBias: hasBias) / 2
        case .multinomial:
            saturated = 0
            constant = 0
            nullHalfDeviance = samples.nullLoss(classes: data.classes!, hasBias: hasBias)
        case .poisson:
            saturated = samples.sum { y, _, weight in (y - TargetSamples.xlogx(y)) * weight }
            constant = -samples.sum { y, _, weight in CountLikelihood.leastLoss(of: y) * weight }
            nullHalfDeviance = samples.nullHalfDevianceOfCounts(hasBias: hasBias)
        case .binomial, nil:
            let least = samples.sum { y, _, weight in TargetSamples.entropy(y) * weight }
            saturated = least
            constant = samples.logChoices - least
            nullHalfDeviance = samples.nullLossOfShares(hasBias: hasBias).map { $0 - least }
        }
    }
}

/// Samples without their features.
private struct TargetSamples {
    let targets: [Double]
    let weights: [Double]?
    let offsets: [Double]?
    let meaning: Statistics.WeightMeaning
    let total: Double
    /// The weighted mean of the targets.
    let mean: Double

    init<Element: Scalar>(_ data: Dataset<Element>, _ meaning: Statistics.WeightMeaning) {
        targets = data.targets.doubles(row: 0)
        weights = data.weights?.doubles(row: 0)
        offsets = data.offsets?.doubles(row: 0)
        total = data.survey.totalWeight
        mean = data.survey.targets[0].mean
        self.meaning = meaning
    }

    var observations: Double {
        guard meaning == .precisions, let weights else { return total }
        return Double(weights.reduce(0) { $0 + ($1 > 0 ? 1 : 0) })
    }

    func each(_ body: (_ y: Double, _ offset: Double, _ weight: Double) -> Void) {
        for sample in targets.indices {
            let weight = weights?[sample] ?? 1
            guard weight > 0 else { continue }
            body(targets[sample], offsets?[sample] ?? 0, weight)
        }
    }

    /// Of values that are rounded, in twice the digits.
    func sum(_ value: (_ y: Double, _ offset: Double, _ weight: Double) -> Double) -> Double {
        var sum = DoubleDouble.zero
        each { sum += value($0, $1, $2) }
        return sum.value
    }

    private func average(_ value: (Double, Double) -> Double) -> Double {
        var sum = DoubleDouble.zero
        each { sum += DoubleDouble(product: $2, value($0, $1)) }
        return sum.value / total
    }

    /// Σ ln w, as far as weights say how precise an observation is.
    var logPrecisions: Double {
        guard meaning == .precisions, weights != nil else { return 0 }
        return sum { _, _, weight in Math.logarithm(weight) }
    }

    /// Σ ln of the binomial coefficient of w and w y, where a weight is a number of trials with a share y of successes.
    var logChoices: Double {
        guard meaning == .precisions, weights != nil else { return 0 }
        return sum { y, _, trials in
            guard y > 0, y < 1 else { return 0 }
            let inverse = LogGamma.logBeta(trials * y + 1, trials * (1 - y) + 1)
            return -(inverse + DoubleDouble.log(trials + 1)).value
        }
    }

    /// Σ w (y − ȳ)², offsets taken off, or Σ w y² without a bias.
    func squares(hasBias: Bool) -> Double {
        // From the mean, so that large values leave their digits to the differences.
        let mean = hasBias ? average { $0 - $1 } : 0
        var squares = DoubleDouble.zero, rest = DoubleDouble.zero
        each { y, offset, weight in
            let difference = y - offset - mean
            squares += DoubleDouble(product: difference, difference) * weight
            rest += DoubleDouble(product: difference, weight)
        }
        // What rounding the mean cost.
        let correction = hasBias ? rest.value * rest.value / total : 0
        return (squares + -correction).value
    }

    func nullLoss(classes: Int, hasBias: Bool) -> Double? {
        guard offsets == nil else { return nil }
        guard hasBias else { return total * Math.logarithm(Double(classes)) }
        var shares = [DoubleDouble](repeating: .zero, count: classes)
        each { y, _, weight in shares[Int(y)] += weight }
        return shares.reduce(0) { $0 - Self.xlogx($1.value / total) * total }
    }

    func nullLossOfShares(hasBias: Bool) -> Double? {
        offsets == nil ? total * (hasBias ? Self.entropy(mean) : Math.logarithm(2)) : nil
    }

    func nullHalfDevianceOfCounts(hasBias: Bool) -> Double? {
        guard offsets == nil else { return nil }
        var score = DoubleDouble.zero
        if hasBias {
            var counts = DoubleDouble.zero, weight = DoubleDouble.zero
            each { y, _, w in
                counts += DoubleDouble(product: y, w)
                weight += w
            }
            // Without any count the best rate is 0.
            guard counts.high > 0 else { return 0 }
            score = DoubleDouble.log(counts / weight)
        }
        return sum { y, _, weight in CountLikelihood.halfDeviance(of: y, at: score) * weight }
    }

    static func xlogx(_ x: Double) -> Double { x > 0 ? x * Math.logarithm(x) : 0 }
    static func entropy(_ p: Double) -> Double {
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
