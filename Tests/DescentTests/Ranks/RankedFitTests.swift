import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

/// A fit across ranks is the fit of one process: to the bit, whoever shares it.
@Suite struct RankedFitTests {
    /// Fits that go different ways through the library.
    enum Way: String, CaseIterable, Sendable {
        case automatic, newton, newtonCG, lbfgs, descent, adamInBatches, leastSquares, softmax, lasso, wide, wideSoftmax

        func data<T: Scalar>(_: T.Type) throws -> RankedData<T> {
            let isWide = self == .wide || self == .wideSoftmax
            let samples = isWide ? 4000 : T.self == Float.self ? 50_000 : 25_000
            return try RankedData(features: isWide ? 600 : 24, samples: samples)
        }

        func fit<T: Scalar>(_ data: RankedData<T>, across ranks: (any Communicator)?, threads: Int) throws -> Fit<T> {
            let isInClasses = self == .softmax || self == .wideSoftmax
            let binary = try isInClasses ? data.inClasses(across: ranks) : data.binary(across: ranks)
            func fit(_ neuron: some Neuron, _ solver: Solver, _ batches: Batches? = nil) throws -> Fit<T> {
                try Training(binary, neuron: neuron, by: solver, batches: batches, standardised: true, threads: threads)
                    .fit()
            }
            switch self {
            case .automatic: return try binary.fit(neuron: .logistic, threads: threads)
            case .wide:
                return try binary.fit(neuron: .logistic, penalty: try Penalty(l2: 0.1, on: .raw), threads: threads)
            case .newton: return try fit(.logistic, Solver.newton(penalty: try Penalty(l2: 0.01, on: .raw)))
            case .newtonCG: return try fit(.poisson, try Solver.newtonCG())
            case .lbfgs: return try fit(.logistic, try Solver.lbfgs(penalty: try Penalty(l2: 0.01, on: .raw)))
            case .descent:
                return try fit(
                    .sigmoid, try Solver.firstOrder(Nesterov(rate: 1), stopping: try Stopping(iterations: 7)))
            case .adamInBatches:
                return try fit(
                    .logistic, try Solver.firstOrder(Adam(rate: 0.01), stopping: try Stopping(iterations: 90)),
                    try .of(1024, seed: 3))
            case .leastSquares: return try binary.fit(neuron: .linear, threads: threads)
            case .softmax: return try binary.fit(neuron: .softmax(classes: 3), threads: threads)
            case .wideSoftmax:
                return try binary.fit(
                    neuron: .softmax(classes: 3), penalty: try Penalty(l2: 0.1, on: .raw), threads: threads)
            case .lasso:
                return try binary.fit(neuron: .logistic, penalty: try Penalty(l1: 0.01, on: .raw), threads: threads)
            }
        }
    }

    @Test(arguments: Way.allCases, [true, false]) func sameBits(_ way: Way, _ isDouble: Bool) throws {
        if isDouble { try check(way, Double.self) } else { try check(way, Float.self) }
    }

    private func check<T: Scalar>(_ way: Way, _ type: T.Type) throws {
        let data = try way.data(T.self), alone = try way.fit(data, across: nil, threads: 2)
        for (count, threads) in [(2, 2), (3, 1), (7, 1)] {
            for result in ThreadRanks.run(count, { try way.fit(data, across: $0, threads: threads) }) {
                let fit = try result.get()
                #expect(fit.parameters == alone.parameters, "\(count) ranks")
                #expect(fit.outcome == alone.outcome && fit.report.steps == alone.report.steps)
                #expect(fit.report.risk == alone.report.risk && abs(fit.report.reads - alone.report.reads) < 1e-9)
            }
        }
    }

    /// Fewer chunks than ranks, down to one sample: some have nothing to do, and know everything.
    @Test(arguments: [1, 7, 50], [2, 5]) func moreRanksThanChunks(_ samples: Int, _ count: Int) throws {
        let data = try RankedData<Double>(features: 3, samples: samples)
        @Sendable func fit(_ ranks: (any Communicator)?) throws -> Fit<Double> {
            try Dataset(data.X, targets: data.y, across: ranks).fit(
                neuron: .linear, penalty: try Penalty(l2: 0.1, on: .raw))
        }
        let alone = try fit(nil)
        for result in ThreadRanks.run(count, { try fit($0) }) {
            #expect(try result.get().parameters == alone.parameters)
        }
    }

    /// Sums in another order: nearly the same, and on every rank alike.
    @Test func fastSums() throws {
        let data = try RankedData<Double>(features: 24, samples: 25_000)
        let alone = try data.binary().fit(neuron: .logistic).parameters.values
        let found = try ThreadRanks.run(3, ordersSums: false) {
            try data.binary(across: $0).fit(neuron: .logistic).parameters
        }
        .map { try $0.get() }
        #expect(found[0] == found[1] && found[1] == found[2])
        for (one, other) in zip(found[0].values, alone) { #expect(abs(one - other) < 1e-12) }
    }

    /// Statistics ask for more than a fit does.
    @Test func statistics() throws {
        @Sendable func table(_ ranks: (any Communicator)?) throws -> String {
            try RankedData<Double>(features: 5, samples: 70_000).binary(across: ranks).fit(neuron: .logistic)
                .statistics()
                .description
        }
        let alone = try table(nil)
        for result in ThreadRanks.run(3, { try table($0) }) { #expect(try result.get() == alone) }
    }

    /// A class that every sample of one rank lacks, and complete separation.
    @Test func separated() throws {
        let samples = 60_000
        var values: [Double] = []
        for sample in 0..<samples {
            values.append(Double(sample))
            for feature in 1..<8 { values.append(Double((sample * 31 + feature * 17) % 101)) }
        }
        let X = try Matrix(rows: 8, columns: samples, values)
        let y = (0..<samples).map { $0 < 45_000 ? 0.0 : 1 }
        @Sendable func fit(_ ranks: (any Communicator)?) throws -> Fit<Double> {
            try Dataset(X, targets: y, across: ranks).fit(neuron: .logistic)
        }
        let alone = try fit(nil)
        guard case .separated = alone.outcome else {
            Issue.record("\(alone.outcome)")
            return
        }
        for result in ThreadRanks.run(4, { try fit($0) }) {
            #expect(try result.get().outcome == alone.outcome && result.get().parameters == alone.parameters)
        }
    }

    /// Data that are read twice, by slabs of features, of which each rank has a share.
    @Test(
        .enabled(if: Plan.mayReadTwice, "This BLAS has its tiles copied, so that nothing is read twice."),
        arguments: [2, 3, 9], [true, false])
    func wideData(_ count: Int, _ isDouble: Bool) throws {
        for layout in ["sample-major", "feature-major"] {
            if isDouble { try wide(Double.self, count, layout) } else { try wide(Float.self, count, layout) }
        }
    }

    private func wide<T: Scalar>(_ type: T.Type, _ count: Int, _ layout: String) throws {
        let data = try RankedData<T>(features: 9000, samples: 150)
        let X =
            layout == "sample-major"
            ? data.X : try Matrix(rows: 9000, columns: 150, layout: .featureMajor, data.X.transposed.values)
        let targets = try Matrix(rows: 2, columns: 150, layout: .featureMajor, data.y + data.y.reversed())
        @Sendable func evaluate(_ ranks: (any Communicator)?) throws -> Evaluation {
            let all = try Dataset(X, targets: targets, weights: data.weights, across: ranks)
            let sweep = try Sweep(
                all, neuron: .logistic, hasBias: true, risk: .mean, standardised: false, threads: 2, widestFused: 0)
            try #require(sweep.plan.readsPerEvaluation == 2)
            var point = sweep.zero
            for index in point.values.indices { point.values[index] = Double(index % 7) / 128 - 0.03125 }
            let evaluation = try sweep.lossGradient(at: point)
            #expect(sweep.reads == 2)
            return evaluation
        }
        let alone = try evaluate(nil)
        for result in ThreadRanks.run(count, { try evaluate($0) }) {
            let found = try result.get()
            #expect(found.loss == alone.loss && found.gradient.values == alone.gradient.values, "\(layout)")
        }
        for result in ThreadRanks.run(count, ordersSums: false, { try evaluate($0) }) {
            let found = try result.get(), tolerance = T.self == Double.self ? 1e-12 : 1e-4
            #expect(abs(found.loss - alone.loss) < tolerance)
            for (one, other) in zip(found.gradient.values, alone.gradient.values) {
                #expect(abs(one - other) < tolerance)
            }
        }
    }

    /// A layer's scores of shared samples: one process's, on every rank, though each reads only its own.
    @Test(arguments: [1, 2, 3, 9]) func scores(_ count: Int) throws {
        let data = try RankedData<Float>(features: 500, samples: 5000)
        let weights = try Matrix<Float>(rows: 500, columns: 2, (0..<1000).map { Float($0 % 13) / 100 - 0.06 })
        let layer = try Layer<Float>(neuron: .logistic, weights: weights, bias: [0.25, -1])
        try #require(data.X.columns > 3 * layer.piece)
        let rows = try Matrix<Float>(rows: 2, columns: 5000, layout: .featureMajor, data.y + data.y)
        let offsets = try Matrix<Float>(rows: 2, columns: 5000, layout: .featureMajor, data.weights + data.y)
        let alone = try layer.scores(samples: data.X, offsets: offsets)
        let results = ThreadRanks.run(count) { ranks in
            let all = try Dataset(data.X, targets: rows, offsets: offsets, across: ranks)
            return try layer.scores(of: all)
        }
        for result in results { #expect(try result.get() == alone) }
    }

    @Test func crossValidation() throws {
        @Sendable func choose(_ ranks: (any Communicator)?) throws -> ([Double], [Double]) {
            let data = try RankedData<Double>(features: 12, samples: 40_000).binary(across: ranks)
            let found = try CrossValidation(
                folds: try Folds(4, samples: data.sampleCount, seed: 1),
                path: try RegularizationPath(count: 5, on: .raw),
                metric: .loss
            ).fit(data, .logistic)
            return (found.points.map { $0.value }, found.fit.parameters.values)
        }
        let alone = try choose(nil)
        for result in ThreadRanks.run(3, { try choose($0) }) {
            let found = try result.get()
            #expect(found.0 == alone.0 && found.1 == alone.1)
        }
    }
}
