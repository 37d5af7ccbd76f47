import Foundation
import TestSupport

/// A small problem that one seed decides: data with the usual troubles, a neuron and a penalty.
struct RandomProblem: Sendable {
    let seed: UInt64
    let neuron: NeuronKind
    let isFloat: Bool
    let hasBias: Bool
    /// On the scale of the data, or of features divided by their deviations.
    let l1: Double
    let l2: Double
    let isOnDeviations: Bool
    /// A row per feature, of the numbers as they are stored in the data's precision.
    var features: [[Double]]
    var targets: [Double]
    var weights: [Double]?
    /// A row per output.
    var offsets: [[Double]]?
    /// What is known of separation from how the data were made.
    var truth = Truth.unknown
    /// Where the fit of a neuron whose risk is not convex begins.
    var start: [Double]?
    /// What the data were made of, for messages.
    var ingredients: [String] = []

    enum Truth: Sendable { case separated, overlapping, unknown }

    var samples: Int { targets.count }
    var isPenalised: Bool { l1 > 0 || l2 > 0 }
    var isExtreme: Bool { ingredients.contains("extreme") }
    func weight(_ sample: Int) -> Double { weights?[sample] ?? 1 }

    init(seed: UInt64) {
        var generator = SplitMix64(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ 0x5DEE_CE66)
        self.seed = seed
        neuron = Self.neuron(&generator)
        isFloat = generator.chance(1 / 6)
        hasBias = !generator.chance(0.12)
        (l1, l2) = Self.penalty(&generator)
        isOnDeviations = generator.chance(0.5)
        var table = FeatureTable(isFloat: isFloat, using: &generator)
        let made = Targets(neuron, &table, hasBias: hasBias, isPenalised: l1 > 0 || l2 > 0, &generator)
        features = table.rows
        targets = made.values
        weights = made.weights
        truth = isPenalised ? .unknown : made.truth
        ingredients = table.ingredients + made.ingredients
        let precise = isFloat
        if generator.chance(0.3) {
            offsets = (0..<neuron.outputs).map { _ in
                targets.map { _ in precise.stored(generator.number(in: -1...1)) }
            }
            ingredients.append("offsets")
        }
        if !neuron.isConvex {
            start = (0..<features.count + (hasBias ? 1 : 0)).map { _ in generator.number(in: -1...1) }
        }
    }

    private static func neuron(_ generator: inout SplitMix64) -> NeuronKind {
        switch generator.number(in: 0...1) {
        case ..<0.27: .logistic
        case ..<0.42: .poisson
        case ..<0.56: .linear
        case ..<0.68: .softmax
        case ..<0.76: .huber(generator.chance(0.5) ? 1 : 0.1)
        case ..<0.82: .absolute
        case ..<0.88: .hinge
        case ..<0.94: .relu
        default: .sigmoid
        }
    }

    private static func penalty(_ generator: inout SplitMix64) -> (l1: Double, l2: Double) {
        let l1 = generator.power(of: 10, in: -5...1), l2 = generator.power(of: 10, in: -8...8)
        switch generator.number(in: 0...1) {
        case ..<0.5: return (0, 0)
        case ..<0.75: return (0, l2)
        case ..<0.9: return (l1, 0)
        default: return (l1, generator.power(of: 10, in: -6...1))
        }
    }
}

extension Bool {
    /// A number in single precision, if this is what is asked for.
    func stored(_ value: Double) -> Double { self ? Double(Float(value)) : value }
}

extension SplitMix64 {
    mutating func chance(_ probability: Double) -> Bool { number(in: 0...1) < probability }

    mutating func integer(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// With a standard deviation of 1, from −6 to 6.
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + number(in: 0...1) } }

    /// Log-uniform.
    mutating func power(of base: Double, in exponents: ClosedRange<Double>) -> Double {
        pow(base, number(in: exponents))
    }
}
