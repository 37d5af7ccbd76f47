import TestSupport

import Descent
@testable import DescentAlgebra
@testable import DescentFit

/// Random data for a linear fit, by sample, with what may come along.
struct LinearProblem {
    var x: [[Double]]
    var y: [[Double]]
    var weights: [Double]?
    var offsets: [[Double]]?

    /// Features in ±1 of different sizes and means; targets from whole weights and noise.
    init(features: Int, samples: Int, outputs: Int = 1, noise: Double = 1, seed: UInt64 = 1) {
        var generator = SplitMix64(seed: seed)
        let sizes = (0..<features).map { Double($0 % 5 + 1) }
        x = (0..<samples).map { _ in sizes.map { $0 * (generator.number() + 0.5) } }
        y = x.map { row in
            (0..<outputs).map { output in
                let z = row.indices.reduce(Double(output)) { $0 + row[$1] * Double(($1 + output) % 7 - 3) }
                return z + noise * generator.number()
            }
        }
    }

    /// Values that Float holds, for comparisons between precisions.
    var single: LinearProblem {
        var result = self
        result.x = x.map { $0.map { Double(Float($0)) } }
        result.y = y.map { $0.map { Double(Float($0)) } }
        return result
    }

    func dataset<T: Scalar>(
        _: T.Type, layout: Matrix<T>.Layout = .sampleMajor, threads: Int? = nil
    ) throws -> Dataset<T> {
        func matrix(_ rows: [[Double]]) throws -> Matrix<T> {
            let byColumn = rows.map { $0.map { T($0) } }
            guard layout == .featureMajor else { return try Matrix(samples: byColumn) }
            let byRow = (rows.first ?? []).indices.flatMap { index in byColumn.map { $0[index] } }
            return try Matrix(rows: rows.first?.count ?? 0, columns: rows.count, layout: .featureMajor, byRow)
        }
        return try Dataset(
            matrix(x), targets: matrix(y), weights: weights?.map { T($0) }, offsets: try offsets.map(matrix),
            threads: threads)
    }

    func fit(
        hasBias: Bool = true, ridge: Double = 0, factors: [Double]? = nil, threads: Int? = nil
    ) throws -> LeastSquares.Solution {
        try LeastSquares.solve(
            dataset(Double.self, threads: threads), hasBias: hasBias, ridge: ridge, factors: factors, threads: threads)
    }
}

/// The furthest that two runs of numbers are apart, in steps from one Double to the next.
func worstUlps(_ a: [Double], _ b: [Double]) -> Double {
    a.count == b.count ? zip(a, b).map { ulps($0, $1) }.max() ?? 0 : .infinity
}
