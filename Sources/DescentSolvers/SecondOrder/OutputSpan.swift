internal import DescentAlgebra

/// The points whose outputs' weights are all combinations of the same few: W = B T, with B those of one point and the constant.
///
/// Scores of such points need no more of a sample than its products with B, so whatever is asked of them is asked of as many
/// features as there are outputs.
package struct OutputSpan: Sendable, Hashable {
    /// B as the weights of so many outputs, orthonormal in the coordinates of the fit; the constant comes last, if there is one.
    package private(set) var basis: Parameters
    /// BᵀΛB of the ridge that penalises every output's weights: rank × rank.
    package private(set) var ridge: [Double]

    package var rank: Int { basis.outputCount }
    /// Numbers of a combination: features and the constant.
    var order: Int { basis.featureCount + (basis.hasBias ? 1 : 0) }

    /// - Parameters:
    ///   - point: whose outputs span it. What they have in common is left out, and so are those that others are near to.
    ///   - l2: of each feature.
    init(of point: Parameters, l2: [Double]) {
        let features = point.featureCount, outputs = point.outputCount
        var columns: [[Double]] = []
        for output in 0..<outputs {
            var column = (0..<features).map { feature in
                point[feature, output] - (0..<outputs).reduce(0) { $0 + point[feature, $1] } / Double(outputs)
            }
            let size = norm(column, features)
            // Twice, so that rounding leaves nothing of the others.
            for _ in 0..<2 {
                for other in columns {
                    Double.axpy(features, alpha: -Double.dot(features, other, column), other, &column)
                }
            }
            let rest = norm(column, features)
            guard rest > Self.leastDistance * size else { continue }
            columns.append(column.map { $0 / rest })
        }
        let weights = columns.count, rank = weights + (point.hasBias ? 1 : 0)
        basis = Parameters(features: features, outputs: rank, hasBias: point.hasBias)
        for (index, column) in columns.enumerated() {
            basis.values.replaceSubrange(index * features..<(index + 1) * features, with: column)
        }
        if point.hasBias { basis.setBias(1, output: weights) }
        ridge = [Double](repeating: 0, count: rank * rank)
        for i in 0..<weights {
            for j in 0..<weights {
                ridge[i + j * rank] = (0..<features).reduce(0) { $0 + columns[i][$1] * l2[$1] * columns[j][$1] }
            }
        }
    }

    private static var leastDistance: Double { 0x1p-20 }

    /// What the weights are at some coordinates T, rank × outputs.
    func point(at coordinates: Parameters) -> Parameters {
        var result = Parameters(
            features: basis.featureCount, outputs: coordinates.outputCount, hasBias: basis.hasBias)
        for output in 0..<coordinates.outputCount {
            for index in 0..<rank {
                let share = coordinates[index, output]
                for feature in 0..<basis.featureCount { result[feature, output] += share * basis[feature, index] }
                if basis.hasBias { result.setBias(result.bias(output) + share * basis.bias(index), output: output) }
            }
        }
        return result
    }

    mutating func code<Coder: StateCoder>(with coder: inout Coder, like point: Parameters) throws(Coder.Failure) {
        var rank = self.rank
        try coder.count(&rank, "the combinations of a span", in: 0...point.outputCount + 1)
        try coder.require(
            coder.hasRoom(for: rank * (order + rank)), "it ends before a span of \(rank) combinations")
        if rank != self.rank {
            basis = Parameters(features: point.featureCount, outputs: rank, hasBias: point.hasBias)
            ridge = [Double](repeating: 0, count: rank * rank)
        }
        try coder.numbers(&basis.values, "a span")
        try coder.numbers(&ridge, "the penalty within a span")
    }

    /// Nothing, in the shape of a point: to be read into.
    init(like point: Parameters) {
        basis = Parameters(features: point.featureCount, outputs: 0, hasBias: point.hasBias)
        ridge = []
    }
}
