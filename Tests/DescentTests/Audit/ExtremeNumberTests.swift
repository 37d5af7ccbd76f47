import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSweep

/// FAULTS 108 and 109, and single precision: nothing is claimed that the numbers cannot hold.
@Suite struct ExtremeNumberTests {
    private static func table(
        _ samples: Int = 60, seed: UInt64 = 4, offset: Double = 0
    ) -> (rows: [[Double]], targets: [Double]) {
        var generator = SplitMix64(seed: seed)
        let rows = (0..<samples).map { _ in (0..<3).map { _ in offset + generator.number() } }
        let targets = rows.map { $0[0] - $0[1] + generator.number() > 0 ? 1.0 : 0 }
        return (rows, targets)
    }

    /// Where weights can be had that are large enough, denormal features are features; else no optimum is claimed.
    @Test(arguments: OptimumSolver.smooth, [0x1p-960, 0x1p-1014, 0x1p-1030, 0x1p-1050, 0x1p-1064])
    func denormalFeaturesAreNoEnd(_ solver: OptimumSolver, _ size: Double) throws {
        let (rows, targets) = Self.table()
        for denormal in [[0], [0, 1, 2]] {
            let small = rows.map { x in x.indices.map { denormal.contains($0) ? x[$0] * size : x[$0] } }
            let data = try Dataset(Matrix(samples: small), targets: targets)
            // Their weights would be larger than any Double, which is an answer, too.
            guard size > 0x1p-1022 else {
                let error = DescentError.nonFinite(
                    .weights, sample: 0, component: 0, value: .infinity, count: denormal.count)
                #expect(throws: error, "\(denormal)") { try solver.fit(data, .logistic) }
                continue
            }
            let fit = try solver.fit(data, .logistic)
            let plain = try solver.fit(Dataset(Matrix(samples: rows), targets: targets), .logistic)
            #expect(
                !fit.outcome.isConverged || !fit.report.aliases.isEmpty || fit.report.risk < plain.report.risk + 1e-4,
                "\(denormal): \(fit.report)")
            #expect(fit.layer.weights.values.allSatisfy { $0.isFinite })
        }
    }

    /// Among numbers of ordinary size they are as good as zeros.
    @Test(arguments: OptimumSolver.smooth) func denormalsAmongOthersAreZeros(_ solver: OptimumSolver) throws {
        let (rows, targets) = Self.table()
        func fit(_ tiny: Double) throws -> Fit<Double> {
            let some = rows.enumerated().map { i, x in i % 3 == 0 ? [tiny, x[1], -tiny] : x }
            return try solver.fit(Dataset(Matrix(samples: some), targets: targets), .logistic)
        }
        let zero = try fit(0), other = try fit(.leastNonzeroMagnitude)
        #expect(zero.outcome.isConverged && other.outcome == zero.outcome)
        #expect(zip(zero.layer.weights.values, other.layer.weights.values).allSatisfy { ($0 - $1).magnitude < 1e-12 })
    }

    /// −0 in features, targets, offsets and weights is 0, to the bit.
    @Test(arguments: OptimumSolver.smooth) func minusZeroIsZero(_ solver: OptimumSolver) throws {
        let (rows, targets) = Self.table()
        func fit(_ zero: Double) throws -> Fit<Double> {
            let some = rows.enumerated().map { i, x in [i % 4 == 0 ? zero : x[0], x[1], i % 2 == 0 ? zero : 1, zero] }
            let offsets = targets.indices.map { $0 % 3 == 0 ? zero : 0.25 }
            let weights = targets.indices.map { $0 % 7 == 0 ? zero : 1 }
            let data = try Dataset(
                Matrix(samples: some), targets: targets.map { $0 == 0 ? zero : $0 }, weights: weights,
                offsets: offsets)
            return try solver.fit(data, .logistic)
        }
        let plus = try fit(0), minus = try fit(-0.0)
        #expect(plus.outcome == minus.outcome && plus.outcome.isConverged, "\(plus.report) \(minus.report)")
        #expect(plus.report.aliases == minus.report.aliases && plus.report.steps == minus.report.steps)
        #expect(plus.layer.weights.values == minus.layer.weights.values && plus.layer.bias == minus.layer.bias)
        #expect(plus.report.risk.bitPattern == minus.report.risk.bitPattern)
    }

    /// A class that no sample is of has no optimum: its bias runs to −∞.
    @Test func aClassWithoutSamples() throws {
        let (rows, targets) = Self.table()
        let data = try Dataset(Matrix(samples: rows), classes: targets.map { Int($0) }, of: 3)
        for solver in OptimumSolver.smooth {
            let fit = try solver.fit(data, Softmax(classes: 3))
            #expect(fit.outcome.isSeparated, "\(solver) \(fit.report)")
        }
    }

    @Test func aClassThatIsAbsentInAFold() throws {
        let (rows, targets) = Self.table()
        let order = targets.indices.sorted { targets[$0] < targets[$1] }
        let data = try Dataset(Matrix(samples: order.map { rows[$0] }), targets: order.map { targets[$0] })
        let zeros = targets.filter { $0 == 0 }.count
        let path = try RegularizationPath([Penalty(l2: 0.1, on: .raw)])
        // Fold 0 is of one class; and of two folds that are each of one class, so is what is beside them.
        let alone = try Folds(ids: order.indices.map { $0 < zeros / 2 ? 0 : $0 % 2 + 1 })
        let split = try Folds(ids: order.indices.map { $0 < zeros ? 0 : 1 })
        let loss = try CrossValidation(folds: alone, path: path).fit(data, .logistic)
        #expect(loss.points[0].value.isFinite && loss.fit.outcome.isConverged)
        func error(_ folds: Folds, _ metric: Metric) -> DescentError? {
            do throws(DescentError) {
                _ = try CrossValidation(folds: folds, path: path, metric: metric).fit(data, .logistic)
                return nil
            } catch { return error }
        }
        guard case .singleClass = error(split, .loss) else {
            Issue.record("\(String(describing: error(split, .loss)))")
            return
        }
        guard case .oneClass = error(alone, .auc) else {
            Issue.record("\(String(describing: error(alone, .auc)))")
            return
        }
    }
}
