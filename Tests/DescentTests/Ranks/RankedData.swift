import TestSupport

import Descent

/// Samples in several chunks, whose scores are no secret: every solver finds them in a few steps.
struct RankedData<Element: Scalar>: Sendable {
    let X: Matrix<Element>
    let y: [Element]
    let classes: [Int]
    let weights: [Element]

    init(features: Int, samples: Int, seed: UInt64 = 1) throws {
        var generator = SplitMix64(seed: seed), values: [Element] = []
        values.reserveCapacity(features * samples)
        var y: [Element] = [], classes: [Int] = [], weights: [Element] = []
        let size = 1 / Double(features).squareRoot()
        for _ in 0..<samples {
            var score = 0.3
            for feature in 0..<features {
                let x = generator.number(in: -2...2)
                score += x * (feature % 3 == 0 ? size : -size / 2)
                values.append(Element(x))
            }
            y.append(score + generator.number(in: -1...1) > 0 ? 1 : 0)
            let noisy = score + generator.number(in: -1...1)
            classes.append(noisy < -0.5 ? 0 : noisy < 0.5 ? 1 : 2)
            weights.append(Element(generator.number(in: 0.5...2)))
        }
        X = try Matrix(rows: features, columns: samples, values)
        (self.y, self.classes, self.weights) = (y, classes, weights)
    }

    func binary(across ranks: (any Communicator)? = nil) throws -> Dataset<Element> { try binary(X, across: ranks) }

    func binary(
        _ source: some SampleSource<Element>, across ranks: (any Communicator)? = nil
    ) throws -> Dataset<Element> {
        try Dataset(source, targets: y, weights: weights, threads: 2, across: ranks)
    }

    func inClasses(across ranks: (any Communicator)? = nil) throws -> Dataset<Element> {
        try Dataset(X, classes: classes, of: 3, threads: 2, across: ranks)
    }
}
