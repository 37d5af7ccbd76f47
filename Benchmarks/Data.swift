import Descent

/// A generator whose n-th number is a function of n: any stretch can be made on its own, and the loop vectorises.
struct SplitMix64 {
    let seed: UInt64

    @inline(__always)
    func bits(_ index: Int) -> UInt64 {
        var z = seed &+ UInt64(truncatingIfNeeded: index &+ 1) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z &>> 31)
    }

    /// In [−1, 1).
    @inline(__always)
    func number(_ index: Int) -> Double {
        Double(Int64(bitPattern: bits(index)) &>> 11) * 0x1p-52
    }

    func numbers<Element: Scalar>(_ count: Int, scale: Double) -> [Element] {
        (0..<count).map { Element(number($0) * scale) }
    }

    /// Fills memory of either precision. The two loops are written out, because a generic one that is not specialised
    /// takes twenty times as long.
    func fill<Element: Scalar>(_ values: UnsafeMutablePointer<Element>, count: Int) {
        let memory = UnsafeMutableRawPointer(values)
        if Element.self == Double.self {
            let values = memory.assumingMemoryBound(to: Double.self)
            for index in 0..<count { values[index] = number(index) }
        } else {
            let values = memory.assumingMemoryBound(to: Float.self)
            for index in 0..<count { values[index] = Float(number(index)) }
        }
    }
}

/// One data set, with a neuron half-way trained: what the cases of a shape and precision share.
///
/// Features are uniform in [−1, 1); a hidden neuron draws the classes, so that loss and gradient are those of a
/// problem that has an answer. The same seeds serve both precisions, so their answers agree to rounding.
final class Workload<Element: Scalar> {
    let X: Matrix<Element>
    let y: [Element]
    let layer: Layer<Element>
    let residuals: Matrix<Element>
    let data: Dataset<Element>
    let sweep: Sweep<Element>

    init(_ shape: Shape, threads: Int?) throws {
        var X = try Matrix<Element>(rows: shape.features, columns: shape.samples)
        X.withUnsafeMutablePointer { SplitMix64(seed: 1).fill($0, count: shape.values) }
        // Scores of a few units, whatever the number of features.
        let scale = 4 / Double(shape.features).squareRoot()
        let hidden = try Layer<Element>(
            .logistic, weights: SplitMix64(seed: 2).numbers(shape.features, scale: scale), bias: 0.25)
        let chances = try hidden.predict(X).values
        let luck = SplitMix64(seed: 3)
        y = chances.indices.map { Double(chances[$0]) > 0.5 * (luck.number($0) + 1) ? 1 : 0 }
        layer = try Layer(
            .logistic, weights: SplitMix64(seed: 4).numbers(shape.features, scale: scale), bias: -0.125)
        let targets = try Matrix(rows: 1, columns: shape.samples, layout: .featureMajor, y)
        residuals = try layer.residuals(layer.forward(X), targets)
        data = try Dataset(X, targets: y, threads: threads)
        sweep = try Sweep(data, neuron: .logistic, threads: threads)
        self.X = X
    }

    /// X, at most sixteen values per sample beside it, and the sweep's partials.
    static func bytes(_ shape: Shape) -> Int {
        (shape.values + 16 * shape.samples) * MemoryLayout<Element>.stride + (64 << 20)
    }
}
