import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentSweep

/// Columns that tell nothing new: they are named, they get the weight 0, and all else is as without them.
@Suite struct AliasTests {
    /// Features and targets of a neuron, of which the risk has an optimum or has none.
    struct Table: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let neuron: any Neuron
        let rows: [[Double]]
        let targets: [Double]

        func dataset(_ rows: [[Double]]) throws -> Dataset<Double> {
            let X = try Matrix(samples: rows)
            guard neuron.coupling != .independent else { return try Dataset(X, targets: targets) }
            return try Dataset(X, classes: targets.map { Int($0) }, of: 3)
        }

        func fit(_ rows: [[Double]], _ solver: OptimumSolver, hasBias: Bool = true) throws -> Fit<Double> {
            func fit(_ neuron: some Neuron) throws -> Fit<Double> {
                try solver.fit(dataset(rows), neuron, hasBias: hasBias)
            }
            return try fit(neuron)
        }
    }

    private static func table(
        _ name: String, _ neuron: some Neuron, _ target: ([Double], inout SplitMix64) -> Double
    ) -> Table {
        var generator = SplitMix64(seed: 11)
        let rows = (0..<90).map { i in [generator.number(), generator.number(in: 1...3), i % 5 == 0 ? 1.0 : 0] }
        return Table(
            testDescription: name, neuron: neuron, rows: rows, targets: rows.map { target($0, &generator) })
    }

    static let separated = [
        table("logistic, complete", .logistic) { x, _ in x[0] + x[1] > 2 ? 1 : 0 },
        table("logistic, quasi-complete", .logistic) { x, g in x[2] == 1 || x[0] + g.number() > 0 ? 1 : 0 },
        table("poisson, a group of zeros", .poisson) { x, g in x[2] == 1 ? 0 : (x[1] + g.number()).rounded() },
        table("softmax, complete", try! Softmax(classes: 3)) { x, _ in x[0] > 0.2 ? 2 : x[1] > 2 ? 1 : 0 },
        table("softmax, a class of its own", try! Softmax(classes: 3)) { x, g in
            x[2] == 1 ? 2 : x[0] + g.number() > 0 ? 1 : 0
        },
    ]

    static let overlapping = [
        table("logistic", .logistic) { x, g in x[0] + x[1] - 2 + 2 * g.number() > 0 ? 1 : 0 },
        table("poisson", .poisson) { x, g in (x[1] + x[0] + 1 + g.number()).rounded() },
        table("huber", try! Composed(.identity, .huber(delta: 0.5))) { x, g in x[0] - x[1] + g.number() },
        table("linear", .linear) { x, g in x[0] - x[1] + g.number() },
        table("softmax", try! Softmax(classes: 3)) { x, g in
            x[0] + 2 * g.number() > 0.7 ? 2 : x[1] + 2 * g.number() > 2 ? 1 : 0
        },
    ]

    /// FAULTS 83: as without the column, which is named by every solver, and has the weight 0.
    @Test(arguments: separated, IdleColumn.allCases)
    func separatedDataStaySeparated(_ table: Table, _ column: IdleColumn) throws {
        for solver in OptimumSolver.smooth {
            let plain = try table.fit(table.rows, solver)
            let fit = try table.fit(column.beside(table.rows), solver)
            #expect(plain.outcome.isSeparated, "\(solver) \(plain.report)")
            #expect(Self.infinite(fit) == Self.infinite(plain), "\(solver) \(fit.report)")
            expectNamed(column, fit, "\(solver)")
        }
    }

    /// What runs to infinity, and where; the word "complete" for everything.
    private static func infinite(_ fit: Fit<Double>) -> [String] {
        guard case .separated(let verdict, let output) = fit.outcome else { return ["not separated: \(fit.outcome)"] }
        guard case .quasiComplete(let infinity) = verdict else {
            if case .complete = verdict { return ["complete, \(output)"] }
            return ["\(verdict)"]
        }
        return infinity.coefficients.map { "\($0.place) \($0.sign as Any)" }.sorted()
    }

    /// The last column is set apart, as the one that comes after all it depends on, and nothing else.
    private func expectNamed(
        _ column: IdleColumn, _ fit: Fit<Double>, _ what: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let aliases = fit.report.aliases
        #expect(aliases.map(\.feature.index) == [3], "\(what) \(fit.report)", sourceLocation: sourceLocation)
        #expect(
            aliases.first?.features.map(\.index) == column.others, "\(what) \(fit.report)",
            sourceLocation: sourceLocation)
        for output in 0..<fit.layer.weights.columns {
            #expect(fit.layer.weights[3, output] == 0, "\(what)", sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: overlapping, IdleColumn.allCases)
    func overlappingDataConverge(_ table: Table, _ column: IdleColumn) throws {
        for solver in OptimumSolver.smooth {
            let plain = try table.fit(table.rows, solver)
            let fit = try table.fit(column.beside(table.rows), solver)
            expectNamed(column, fit, "\(solver)")
            for outcome in [plain.outcome, fit.outcome] where !outcome.isConverged {
                guard case .localMinimum = outcome, !table.neuron.isConvex else {
                    Issue.record("\(solver) \(outcome)")
                    continue
                }
            }
            for output in 0..<plain.layer.weights.columns {
                for feature in 0..<3 {
                    let (found, wanted) = (fit.layer.weights[feature, output], plain.layer.weights[feature, output])
                    #expect((found - wanted).magnitude < 1e-8, "\(solver) feature \(feature): \(found) \(wanted)")
                }
                #expect((fit.layer.bias![output] - plain.layer.bias![output]).magnitude < 1e-8, "\(solver)")
            }
        }
    }

    /// Without a bias a constant is as good a column as others; only zeros say nothing.
    @Test(arguments: OptimumSolver.smooth) func withoutABiasAConstantIsNoAlias(_ solver: OptimumSolver) throws {
        let table = Self.overlapping[0]
        let fit = try table.fit(IdleColumn.constant.beside(table.rows), solver, hasBias: false)
        let plain = try table.fit(table.rows, solver)
        #expect(fit.outcome.isConverged && fit.report.aliases.isEmpty, "\(fit.report)")
        #expect((3 * fit.layer.weights[3, 0] - plain.layer.bias![0]).magnitude < 1e-8)
        let zero = try table.fit(IdleColumn.zero.beside(table.rows), solver, hasBias: false)
        #expect(zero.outcome.isConverged && zero.report.aliases.map(\.feature.index) == [3], "\(zero.report)")
    }

    /// A risk that is not convex has the same end beside an alias as without.
    @Test(arguments: OptimumSolver.smooth, IdleColumn.allCases)
    func anAliasIsNoPlateau(_ solver: OptimumSolver, _ column: IdleColumn) throws {
        var generator = SplitMix64(seed: 11)
        let rows = (0..<90).map { _ in [generator.number(), generator.number()] }
        let targets = rows.map { 0.5 + 0.2 * $0[0] + 0.2 * generator.number() }
        let plain = try solver.fit(Dataset(Matrix(samples: rows), targets: targets), .sigmoid)
        let fit = try solver.fit(Dataset(Matrix(samples: column.beside(rows)), targets: targets), .sigmoid)
        #expect(fit.outcome == plain.outcome, "\(fit.report)")
    }

    /// With a penalty every weight has a value of its own, and twins have the same.
    @Test(arguments: OptimumSolver.smooth) func withAPenaltyNothingIsSetApart(_ solver: OptimumSolver) throws {
        let table = Self.overlapping[0], data = try table.dataset(IdleColumn.duplicate.beside(table.rows))
        let fit = try solver.fit(data, .logistic, penalty: try Penalty(l2: 0.01, on: .raw))
        #expect(fit.outcome.isConverged && fit.report.aliases.isEmpty, "\(fit.report)")
        #expect((fit.layer.weights[0, 0] - fit.layer.weights[3, 0]).magnitude < 1e-8 && fit.layer.weights[0, 0] != 0)
    }
}
