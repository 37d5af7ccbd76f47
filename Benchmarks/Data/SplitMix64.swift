import Descent

/// A generator whose n-th number is a function of n: any stretch can be made on its own, by any process, and the loop
/// vectorises.
struct SplitMix64 {
    let seed: UInt64

    /// What the seeds of a data set stand for; every process that makes it uses the same.
    static let features = SplitMix64(seed: 1)
    static let hiddenWeights = SplitMix64(seed: 2)
    static let luck = SplitMix64(seed: 3)
    static let weights = SplitMix64(seed: 4)
    static let offsets = SplitMix64(seed: 5)
    static let scales = SplitMix64(seed: 6)

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

    /// Weights that make scores of a few units, whatever the number of features.
    func weights<Element: Scalar>(features: Int, outputs: Int) -> [Element] {
        numbers(features * outputs, scale: 4 / Double(features).squareRoot())
    }

    /// A matrix whose value for a feature and a sample is the same in both layouts and, rounded, in both precisions.
    func matrix<Element: Scalar>(_ shape: Shape, _ layout: Matrix<Element>.Layout) throws -> Matrix<Element> {
        var X = try Matrix<Element>(rows: shape.features, columns: shape.samples, layout: layout)
        X.withUnsafeMutablePointer { values in
            switch layout {
            case .sampleMajor: fill(values, count: shape.values, from: 0, by: 1)
            case .featureMajor:
                for feature in 0..<shape.features {
                    fill(values + feature * shape.samples, count: shape.samples, from: feature, by: shape.features)
                }
            }
        }
        return X
    }

    /// The two loops are written out, because a generic one that is not specialised takes twenty times as long.
    private func fill<Element: Scalar>(
        _ values: UnsafeMutablePointer<Element>, count: Int, from first: Int, by step: Int
    ) {
        let memory = UnsafeMutableRawPointer(values)
        if Element.self == Double.self {
            let values = memory.assumingMemoryBound(to: Double.self)
            for index in 0..<count { values[index] = number(first &+ index &* step) }
        } else {
            let values = memory.assumingMemoryBound(to: Float.self)
            for index in 0..<count { values[index] = Float(number(first &+ index &* step)) }
        }
    }
}
