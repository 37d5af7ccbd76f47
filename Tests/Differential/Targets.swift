import Foundation
import TestSupport

/// Targets that suit a neuron, made so that separation is known where it can be.
///
/// Truth is decided on the base columns, before columns that follow from them are added; scales and offsets with a bias
/// do not change it. Where numbers are rounded on the way, margins are wide enough to survive, or nothing is claimed.
struct Targets {
    var values: [Double] = []
    var weights: [Double]?
    var truth = RandomProblem.Truth.unknown
    var ingredients: [String] = []

    private let neuron: NeuronKind
    private let hasBias: Bool
    private var isFractional: Bool { ingredients.contains("fractions") }

    init(
        _ neuron: NeuronKind, _ table: inout FeatureTable, hasBias: Bool, isPenalised: Bool,
        _ generator: inout SplitMix64
    ) {
        self.neuron = neuron
        self.hasBias = hasBias
        let features = table.base + (generator.chance(0.5) ? 0 : generator.integer(0...8 - table.base))
        if neuron.maySeparate || neuron == .hinge {
            makeClasses(&table, &generator)
        } else {
            makeNumbers(table, &generator)
        }
        if generator.chance(0.3) {
            ingredients.append("weights")
            let zero = generator.chance(0.3) ? 0.2 : 0
            // Of twins, whose opposite labels prove that classes overlap, none has the weight 0.
            weights = values.indices.map { _ in
                truth != .overlapping && generator.chance(zero) ? 0 : Double(generator.integer(1...24)) / 8
            }
            if weights!.allSatisfy({ $0 == 0 }) { weights![0] = 1 }
        }
        // A class without samples that count has no optimum even with a penalty, as no penalty holds its bias.
        let needed = neuron == .softmax ? neuron.outputs : neuron.maySeparate && neuron != .poisson ? 2 : 0
        if isPenalised, needed > 0 {
            for k in 0..<min(needed, values.count) where !values.contains(Double(k)) && !isFractional {
                values[k] = Double(k)
            }
            let present = Set(values.indices.filter { weights?[$0] != 0 }.map { values[$0] })
            if present.count < needed { weights = nil }
        }
        let lessThanAll = weights?.contains(0) ?? false
        // Without some of its samples, a separated problem may have one class alone, about which nothing is promised.
        if lessThanAll, truth == .separated {
            let present = Set(values.indices.filter { weights![$0] > 0 }.map { values[$0] })
            if present.count < 2 { truth = .unknown }
        }
        table.finish(features: features, &generator)
        // An offset of rounded numbers may move a sample across the plane; without a bias, every offset is another problem.
        let hasOffset = table.ingredients.contains { $0.hasPrefix("offset") }
        if truth == .separated, hasOffset, !hasBias || !table.isGrid { truth = .unknown }
    }

    // MARK: numbers

    private mutating func makeNumbers(_ table: FeatureTable, _ generator: inout SplitMix64) {
        let scores = plane(table, &generator), stored = table.isFloat
        let size = generator.power(of: 10, in: -3...3)
        let noise = generator.chance(0.15) ? 0 : generator.power(of: 10, in: -3...0.5)
        let isConstant = generator.chance(0.03)
        values = scores.map { score in
            let value = score + noise * generator.normal()
            switch neuron {
            case .sigmoid: return stored.stored(1 / (1 + exp(-value)) > generator.number(in: 0...1) ? 1 : 0)
            default: return stored.stored(isConstant ? size : value * size)
            }
        }
        // Some far-off values are what absolute and Huber costs are for.
        if neuron == .absolute || neuron.name == "huber" {
            for i in values.indices where generator.chance(0.1) { values[i] = stored.stored(values[i] * 20) }
        }
        if isConstant { ingredients.append("constant target") }
        if noise == 0 { ingredients.append("perfect") }
    }

    /// Scores of a random plane.
    private func plane(_ table: FeatureTable, _ generator: inout SplitMix64) -> [Double] {
        let coefficients = table.rows.map { _ in generator.normal() }
        let shift = hasBias ? generator.normal() : 0
        return (0..<table.samples).map { i in
            table.rows.indices.reduce(shift) { $0 + coefficients[$1] * table.rows[$1][i] }
        }
    }

    // MARK: classes and counts

    private mutating func makeClasses(_ table: inout FeatureTable, _ generator: inout SplitMix64) {
        let choice = generator.number(in: 0...1)
        noisy(table, &generator)
        switch choice {
        case ..<0.35: ingredients.append("noisy")
        case ..<0.55: overlap(&table, &generator)
        case ..<0.7 where neuron != .poisson: complete(table, &generator)
        case ..<0.8: rareIndicator(&table, &generator)
        case ..<0.9 where table.isGrid: quasi(&table, &generator)
        case ..<0.95: oneEvent(table, &generator)
        default: if neuron == .logistic { fractions(table, &generator) }
        }
        ensureSeveralClasses()
    }

    private mutating func noisy(_ table: FeatureTable, _ generator: inout SplitMix64) {
        let strength = generator.power(of: 10, in: -1.5...0.7)
        let planes = (0..<neuron.outputs).map { _ in plane(table, &generator) }
        values = (0..<table.samples).map { i in
            switch neuron {
            case .poisson:
                // Counts by inversion; large means are cut, as the counts of small samples are.
                var count = 0.0, product = generator.number(in: 0...1)
                let limit = exp(-min(exp(strength * planes[0][i] / 2), 200))
                while product > limit, count < 400 {
                    count += 1
                    product *= generator.number(in: 0...1)
                }
                return count
            case .softmax:
                let noisy = planes.map { strength * $0[i] - log(-log(generator.number(in: 1e-9...1 - 1e-9))) }
                return Double(noisy.indices.max { noisy[$0] < noisy[$1] }!)
            default: return generator.number(in: 0...1) < 1 / (1 + exp(-strength * planes[0][i])) ? 1 : 0
            }
        }
    }

    /// Every sample has twins of the other labels, or a count above 0, so that no direction can please all.
    private mutating func overlap(_ table: inout FeatureTable, _ generator: inout SplitMix64) {
        ingredients.append("overlap")
        truth = .overlapping
        if neuron == .poisson { return values = values.map { max($0, 1) } }
        let classes = max(2, neuron.outputs), kept = max(2, min(table.samples, 60 / classes))
        table.makeTwins(of: kept, copies: classes)
        let originals = values.prefix(kept)
        values = (0..<classes).flatMap { shift in originals.map { Double((Int($0) + shift) % classes) } }
    }

    /// By a plane that leaves a gap.
    private mutating func complete(_ table: FeatureTable, _ generator: inout SplitMix64) {
        ingredients.append("complete")
        let planes = (0..<neuron.outputs).map { _ in plane(table, &generator) }
        let margins: [Double]
        if neuron == .softmax {
            values = (0..<table.samples).map { i in Double((0..<3).max { planes[$0][i] < planes[$1][i] }!) }
            margins = (0..<table.samples).map { i in
                let sorted = planes.map { $0[i] }.sorted()
                return sorted[2] - sorted[1]
            }
        } else {
            values = planes[0].map { $0 > 0 ? 1 : 0 }
            margins = planes[0].map(\.magnitude)
        }
        // A margin above what any rounding of numbers of this size does.
        if margins.min()! > 1e-4, Set(values).count > 1, !table.isFloat || margins.min()! > 1e-2 { truth = .separated }
    }

    /// A feature that is 1 for a few samples of one class, and 0 for the others.
    private mutating func rareIndicator(_ table: inout FeatureTable, _ generator: inout SplitMix64) {
        ingredients.append("rare indicator")
        let label = neuron == .poisson ? 0 : Double(generator.integer(0...max(1, neuron.outputs - 1)))
        let few = generator.integer(1...3), column = generator.integer(0...table.rows.count - 1)
        for i in values.indices { table.rows[column][i] = i < few ? 1 : 0 }
        for i in 0..<few { values[i] = label }
        if Set(values).count > 1, few < values.count { truth = .separated }
    }

    /// The sign of one feature decides, and where it is 0 both labels stand; then it is hidden in a combination.
    private mutating func quasi(_ table: inout FeatureTable, _ generator: inout SplitMix64) {
        ingredients.append("quasi")
        let x = table.rows[0]
        values = values.indices.map { i in
            if generator.chance(0.3) { table.rows[0][i] = 0 }
            let x = table.rows[0][i]
            return switch neuron {
            case .poisson: x < 0 ? 0 : x > 0 ? -1 : max(values[i], 1)
            case .softmax: x > 0 ? 0 : x < 0 ? Double(generator.integer(1...2)) : values[i]
            default: x > 0 ? 1 : x < 0 ? 0 : values[i]
            }
        }
        if neuron == .poisson {
            // Counts fix the scores of their samples, so only those of count 0 may be off the plane.
            for i in values.indices where values[i] < 0 {
                table.rows[0][i] = -x[i].magnitude
                values[i] = 0
            }
        }
        let isDecisive = table.rows[0].contains { $0 != 0 }
        if isDecisive, Set(values).count > 1 { truth = .separated }
        if table.rows.count > 1 {
            for i in values.indices { table.rows[0][i] += 2 * table.rows[1][i] }
        }
    }

    private mutating func oneEvent(_ table: FeatureTable, _ generator: inout SplitMix64) {
        ingredients.append("one event")
        let event = generator.integer(0...values.count - 1)
        values = values.indices.map { $0 == event ? 1 : 0 }
    }

    /// Targets between 0 and 1 bind their samples as both labels together would.
    private mutating func fractions(_ table: FeatureTable, _ generator: inout SplitMix64) {
        ingredients.append("fractions")
        truth = .overlapping
        values = values.map { _ in table.isFloat.stored(generator.number(in: 0.05...0.95)) }
    }

    /// A classifier's fit is refused where all samples are of one class, which has tests of its own.
    private mutating func ensureSeveralClasses() {
        guard neuron != .poisson, Set(values).count < 2 else { return }
        values[0] = values[0] == 0 ? 1 : 0
        truth = .unknown
    }
}
