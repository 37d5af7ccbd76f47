import Descent
import TestSupport

/// Data for a neuron, and the weights that fit it best.
struct OptimumProblem {
    /// Samples without and with weights, offsets and a penalty, and features far from 0 and of unlike sizes, which need
    /// standardised coordinates; by a rule each.
    enum Variant: Int, CaseIterable, Sendable {
        case plain, weighted, standardised
    }

    let instance: OptimumCase
    let variant: Variant
    let features: Int
    let samples: Int
    /// Feature values are centre + spread · (−1.5 … 1.5).
    let centres: [Double]
    let spreads: [Double]
    let X: [[Double]]
    let weights: [Double]
    let offsets: [Double]
    let targets: [Double]
    /// Where a convex risk is penalised.
    let l2: Double
    /// Coefficients of output 0, of output 1, …, each with its bias last.
    private let truth: [Double]

    init(_ instance: OptimumCase, _ variant: Variant) {
        var generator = SplitMix64(seed: 100 + UInt64(variant.rawValue))
        let (n, m) = [(2, 100), (4, 250), (6, 400)][variant.rawValue]
        // Numbers that both precisions hold, so that both have the same optimum.
        func number(_ range: ClosedRange<Double> = -1...1) -> Double { Double(Float(generator.number(in: range))) }
        let centres = (0..<n).map { _ in variant == .standardised ? number(-20...20) : 0 }
        let spreads = (0..<n).map { _ in variant == .standardised ? number(0.5...10) : 1 }
        let X = (0..<m).map { _ in (0..<n).map { Double(Float(centres[$0] + spreads[$0] * number(-1.5...1.5))) } }
        self.weights = (0..<m).map { variant == .weighted ? $0 % 7 == 3 ? 0 : number(0.5...2) : 1 }
        let offsets = (0..<m).map { _ in variant == .weighted ? number(-0.5...0.5) : 0 }
        // Scores of about ±2: slopes of ±1 by spread that shrink with the number of features, around a bias of 0.3.
        let truth = (0..<instance.outputs).flatMap { _ in
            let slopes = (0..<n).map {
                number(0.5...1) * (number() < 0 ? -1 : 1) / Double(n).squareRoot() / spreads[$0]
            }
            return slopes + [0.3 - zip(slopes, centres).reduce(0) { $0 + $1.0 * $1.1 }]
        }
        self.targets = X.indices.map { j in
            let scores = Self.scores(X[j], offsets[j], truth)
            return switch instance.optimum {
            case .newton(let target, _): Double(Float(target(scores, [number(), number()])))
            case .truth(let curve): curve(scores[0])
            }
        }
        self.l2 = variant == .weighted && instance.isConvex ? 0.01 : 0
        (self.instance, self.variant, self.features, self.samples) = (instance, variant, n, m)
        (self.centres, self.spreads, self.X, self.offsets, self.truth) = (centres, spreads, X, offsets, truth)
    }

    private static func scores(_ x: [Double], _ offset: Double, _ coefficients: [Double]) -> [Double] {
        let stride = x.count + 1
        return (0..<coefficients.count / stride).map { k in
            x.indices.reduce(offset + coefficients[k * stride + x.count]) { $0 + x[$1] * coefficients[k * stride + $1] }
        }
    }

    func optimum() -> [Double]? {
        guard case .newton(_, let sample) = instance.optimum else { return truth }
        return NewtonReference(
            X: X.map { $0 + [1] }, weights: weights, offsets: offsets, outputs: instance.outputs, l2: l2,
            isRedundant: instance.outputs > 1, neuron: { [targets] j, scores in sample(scores, targets[j]) }
        ).minimum()
    }

    func dataset<T: Scalar>(_: T.Type) throws -> Dataset<T> {
        let X = try Matrix(samples: X.map { $0.map { T($0) } })
        let isWeighted = variant == .weighted
        let weights = isWeighted ? weights.map { T($0) } : nil
        if case .softmax(let classes) = instance.neuron.coupling {
            let offsets = isWeighted ? try Matrix(rows: 1, columns: samples, offsets.map { T($0) }) : nil
            return try Dataset(X, classes: targets.map { Int($0) }, of: classes, weights: weights, offsets: offsets)
        }
        return try Dataset(
            X, targets: targets.map { T($0) }, weights: weights, offsets: isWeighted ? offsets.map { T($0) } : nil)
    }

    /// In the order of a reference, by the spread of their feature, biases where the features are at their centres: numbers
    /// of about one size.
    func scaled(_ coefficients: [Double]) -> [Double] {
        let stride = features + 1
        return coefficients.indices.map { index in
            let (k, i) = index.quotientAndRemainder(dividingBy: stride)
            guard i == features else { return coefficients[index] * spreads[i] }
            return (0..<features).reduce(coefficients[index]) { $0 + centres[$1] * coefficients[k * stride + $1] }
        }
    }

    func scaled(_ parameters: Parameters) -> [Double] {
        scaled(
            (0..<instance.outputs).flatMap { k in
                (0..<features).map { parameters[$0, k] } + [parameters.bias(k)]
            })
    }
}
