internal import Descent
internal import DescentFiles

/// The probability from which on a sample is of class 1, chosen so that predictions of samples that no fit has seen are best.
struct ChosenThreshold: Sendable {
    let value: Double
    let rule: ThresholdRule
    /// What the rule makes of the predictions, at the threshold and at one half.
    let score: Double
    let scoreAtHalf: Double

    /// What there is on either side of a threshold, as sums of weights.
    private struct Sides {
        /// Of class 1 and of class 0, where class 1 is predicted.
        var hits = 0.0, alarms = 0.0
    }

    /// - Parameters:
    ///   - probabilities: of class 1.
    ///   - isOne: whether each sample is of class 1.
    ///   - weights: nil for 1 each.
    /// - Throws: `run` without samples of both classes.
    init<Element: Scalar>(
        _ rule: ThresholdRule, _ probabilities: [Element], _ isOne: [Bool], weights: [Double]?
    ) throws(Failure) {
        let order = probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }
        func weight(_ sample: Int) -> Double { weights?[sample] ?? 1 }
        var ones = 0.0, zeros = 0.0
        for sample in isOne.indices { if isOne[sample] { ones += weight(sample) } else { zeros += weight(sample) } }
        guard ones > 0, zeros > 0 else {
            throw .run("--threshold \(rule.words) needs samples of both classes, and there are those of one alone")
        }
        func score(_ sides: Sides) -> Double { rule.score(hits: sides.hits, alarms: sides.alarms, ones, zeros) }
        var sides = Sides(), half = Sides(), best: (threshold: Double, score: Double)?
        // A threshold between a probability and the next larger one: class 1 is all above.
        func consider(_ low: Element, _ high: Element) {
            var middle = low + (high - low) / 2
            // Of neighbours the larger is its own threshold.
            if middle <= low { middle = high }
            let threshold = Double(middle), found = score(sides)
            guard threshold > 0, threshold < 1 else { return }
            let isNearer = best.map { abs(threshold - 0.5) < abs($0.threshold - 0.5) } ?? true
            if best == nil || found > best!.score || found == best!.score && isNearer { best = (threshold, found) }
        }
        if let first = order.first { consider(probabilities[first], 1) }
        for (place, sample) in order.enumerated() {
            if isOne[sample] { sides.hits += weight(sample) } else { sides.alarms += weight(sample) }
            if probabilities[sample] >= 0.5 { half = sides }
            let next: Element = place + 1 < order.count ? probabilities[order[place + 1]] : 0
            if place + 1 == order.count || next < probabilities[sample] { consider(next, probabilities[sample]) }
        }
        guard let best else {
            throw .run("--threshold \(rule.words): all predictions are 0 or 1, and no threshold is between them")
        }
        (value, self.rule) = (best.threshold, rule)
        (self.score, scoreAtHalf) = (best.score, score(half))
    }

    /// For people, with the label of class 1.
    func text(_ label: String) -> String {
        "class \(label.shown) from a probability of \(value.text(digits: 4)) on, chosen out of fold by \(rule.words): "
            + "\(rule.name) \(rule.shown(score).text(digits: 4)), \(rule.shown(scoreAtHalf).text(digits: 4)) from one half on"
    }

    var json: JSON {
        .object([
            ("value", .number(value)), ("rule", .string(rule.words)), ("score", .number(rule.shown(score))),
            ("scoreAtHalf", .number(rule.shown(scoreAtHalf))),
        ])
    }
}
