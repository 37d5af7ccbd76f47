import Foundation
import Synchronization
import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentSweep

/// FAULTS 103: data that are no longer what the survey saw are to blame themselves, by their sample, and not their scale.
@Suite struct ChangedDataTests {
    /// Numbers that turn NaN after so many tiles.
    private final class Turning: SampleSource {
        let matrix: Matrix<Double>, spoilt: Matrix<Double>
        let tiles = Atomic(0)
        let after: Int
        let featureCount: Int, sampleCount: Int
        let layout = Matrix<Double>.Layout.sampleMajor
        let needsStaging = false

        init(_ rows: [[Double]], sample: Int, after: Int) throws {
            matrix = try Matrix(samples: rows)
            var other = rows
            other[sample][1] = .nan
            spoilt = try Matrix(samples: other)
            (featureCount, sampleCount, self.after) = (matrix.featureCount, matrix.sampleCount, after)
        }

        func tile(
            _ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Double>
        ) throws -> SampleBlock<Double> {
            let isSpoilt = tiles.add(1, ordering: .relaxed).newValue > after
            return try (isSpoilt ? spoilt : matrix).tile(range, into: staging)
        }
    }

    @Test(arguments: OptimumSolver.smooth, [1, 2, 4]) func theSampleIsNamed(_ solver: OptimumSolver, _ after: Int)
        throws
    {
        var generator = SplitMix64(seed: 3)
        let rows = (0..<50).map { _ in [generator.number(), generator.number()] }
        let targets = rows.map { $0[0] + generator.number() > 0 ? 1.0 : 0 }
        let data = try Dataset(Turning(rows, sample: 17, after: after), targets: targets)
        let error = #expect(throws: DescentError.self) { try solver.fit(data, .logistic) }
        guard case .nonFinite(let quantity, sample: 17, component: 1, let value, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(quantity == .features && value.isNaN)
    }
}
