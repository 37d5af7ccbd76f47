import TestSupport

import Descent
@testable import DescentAlgebra
@testable import DescentSweep

/// Random data that suit a neuron, a point to evaluate at, and the obvious slow answer.
struct Problem<Element: Scalar>: Sendable {
    let instance: NeuronCase
    let X: Matrix<Element>
    let targets: Matrix<Element>
    let weights: [Element]?
    let offsets: Matrix<Element>?
    let point: Parameters

    struct Options: Sendable {
        var features = 5
        var samples = 33
        var layout = Matrix<Element>.Layout.sampleMajor
        var hasWeights = false
        var hasOffsets = false
        var hasBias = true
        var seed: UInt64 = 1
        /// Applied to every feature, if any.
        var transform: (@Sendable (Double) -> Double)?
    }

    /// Features are in ±1 and weights such that scores stay within a few units, where every neuron has a slope.
    init(_ instance: NeuronCase, _ options: Options = Options()) {
        var generator = SplitMix64(seed: options.seed)
        let (n, m, outputs) = (options.features, options.samples, instance.outputs)
        func uniform(_ count: Int, _ size: Double) -> [Double] { generator.numbers(count, in: -size...size) }
        let plain = uniform(n * m, 1)
        let values: [Element] = Self.rounded(options.transform.map(plain.map) ?? plain)
        self.instance = instance
        self.X = try! Matrix(rows: n, columns: m, layout: options.layout, values)
        let targetRows = instance.isSoftmax ? 1 : outputs
        self.targets = try! Matrix(
            rows: targetRows, columns: m, layout: options.layout,
            (0..<targetRows * m).map { _ in Element(instance.target(using: &generator)) })
        // A zero and whole numbers among the weights.
        self.weights =
            options.hasWeights
            ? (0..<m).map { $0 % 7 == 3 ? 0 : Element(Double.random(in: 0...3, using: &generator)) } : nil
        self.offsets =
            options.hasOffsets ? try! Matrix(rows: outputs, columns: m, Self.rounded(uniform(outputs * m, 0.5))) : nil
        var point = Parameters(features: n, outputs: outputs, hasBias: options.hasBias)
        for index in point.values.indices {
            // Exactly representable in both precisions, so that references need not follow a conversion.
            point.values[index] = Double(Float.random(in: -1...1, using: &generator)) / Double(n).squareRoot().binade
        }
        self.point = point
    }

    private static func rounded(_ values: [Double]) -> [Element] {
        values as? [Element] ?? values.map { Float($0) } as! [Element]
    }

    var features: Int { X.rows }
    var samples: Int { X.columns }
    var outputs: Int { instance.outputs }

    func dataset(threads: Int? = nil) throws -> Dataset<Element> {
        if instance.isSoftmax {
            return try Dataset(
                X, classes: targets.values.map { Int($0) }, of: outputs, weights: weights, offsets: offsets,
                threads: threads)
        }
        return try Dataset(X, targets: targets, weights: weights, offsets: offsets, threads: threads)
    }

    /// - Parameter widestFused: the number of features above which X is read twice; `nil` for the plan's.
    func sweep(
        risk: Risk = .mean, standardised: Bool = false, threads: Int? = nil, widestFused: Int? = nil
    ) throws -> Sweep<Element> {
        func open(_ neuron: some Neuron) throws -> Sweep<Element> {
            try Sweep(
                dataset(threads: threads), neuron: neuron, hasBias: point.hasBias, risk: risk,
                standardised: standardised, threads: threads, widestFused: widestFused)
        }
        return try open(instance.neuron)
    }
}

extension Problem {
    /// One sample's losses and derivatives at a score per output, by the neuron on a tile of one.
    struct PointResult {
        var losses: [Double]
        var residuals: [Double]
        var curvatures: [Double]
    }

    func pointwise(
        _ scores: [Element], _ targets: [Element], order: Pointwise<Element>.Order = .gaussNewton
    ) -> PointResult {
        var losses = [Element](repeating: 0, count: outputs)
        var residuals = losses, curvatures = losses
        let perCall = instance.isSoftmax ? outputs : 1
        scores.withUnsafeBufferPointer { z in
            targets.withUnsafeBufferPointer { y in
                losses.withUnsafeMutableBufferPointer { l in
                    residuals.withUnsafeMutableBufferPointer { r in
                        curvatures.withUnsafeMutableBufferPointer { c in
                            for k in stride(from: 0, to: outputs, by: perCall) {
                                instance.neuron.evaluate(
                                    Pointwise(
                                        count: 1, outputs: perCall, stride: 1, order: order,
                                        scores: z.baseAddress! + k, targets: y.baseAddress! + k,
                                        losses: l.baseAddress! + k, residuals: r.baseAddress! + k,
                                        curvatures: c.baseAddress! + k))
                            }
                        }
                    }
                }
            }
        }
        return PointResult(
            losses: losses.prefix(instance.isSoftmax ? 1 : outputs).map { Double($0) },
            residuals: residuals.map { Double($0) }, curvatures: curvatures.map { Double($0) })
    }

    /// The scores of a sample at a point by a plain loop in Double.
    func scores(_ sample: Int, at point: Parameters, withOffsets: Bool = true) -> [Double] {
        (0..<outputs).map { k in
            var z = point.bias(k)
            if withOffsets, let offsets { z += Double(offsets[offsets.rows == 1 ? 0 : k, sample]) }
            for i in 0..<features { z += point[i, k] * Double(X[i, sample]) }
            return z
        }
    }

    func weight(_ sample: Int) -> Double { weights.map { Double($0[sample]) } ?? 1 }
    var totalWeight: Double { (0..<samples).reduce(0) { $0 + weight($1) } }

    /// The mean loss and its gradient, sample by sample, with the sums of absolute terms that bound their rounding.
    func reference() -> (loss: Double, gradient: Parameters, lossSize: Double, gradientSize: Parameters) {
        var gradient = Parameters(features: features, outputs: outputs, hasBias: point.hasBias)
        var size = gradient, loss = 0.0, lossSize = 0.0
        let totalWeight = totalWeight
        for j in 0..<samples {
            let y = (0..<targets.rows).map { targets[$0, j] }
            let result = pointwise(scores(j, at: point).map { Element($0) }, y, order: .residual)
            let share = weight(j) / totalWeight
            for value in result.losses {
                loss += share * value
                lossSize += share * max(value.magnitude, 1)
            }
            for k in 0..<outputs {
                for i in 0..<features {
                    gradient[i, k] += share * result.residuals[k] * Double(X[i, j])
                    size[i, k] += share * max(result.residuals[k].magnitude, 1)
                }
                guard point.hasBias else { continue }
                gradient.setBias(gradient.bias(k) + share * result.residuals[k], output: k)
                size.setBias(size.bias(k) + share * max(result.residuals[k].magnitude, 1), output: k)
            }
        }
        return (loss, gradient, lossSize, size)
    }
}
