import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSolvers

@Suite struct ManyFitsTests {
    enum Method: String, CaseIterable {
        case newton, newtonCG, lbfgs, automatic, firstOrder

        func solver(_ l2: Double) throws -> Solver {
            let penalty = try Penalty(l2: l2, on: .raw)
            switch self {
            case .newton: return Solver.newton(penalty: penalty)
            case .newtonCG: return try Solver.newtonCG(penalty: penalty)
            case .lbfgs: return try Solver.lbfgs(penalty: penalty)
            case .automatic: return Solver.automatic(penalty: penalty)
            case .firstOrder:
                return try Solver.firstOrder(
                    GradientDescent(rate: 0.15), penalty: penalty,
                    stopping: try Stopping(gradientNorm: 1e-5, iterations: 3000))
            }
        }

        /// Of coefficients, beside the largest.
        var tolerance: Double { self == .firstOrder ? 1e-3 : 1e-6 }
    }

    /// As an ordinary fit of the samples that count.
    @Test(arguments: NeuronCase.manyInTime, Method.allCases)
    func agreesWithMaterialised(_ instance: NeuronCase, _ method: Method) throws {
        try check(Double.self, instance, method, method.tolerance)
        try check(Float.self, instance, method, max(method.tolerance, 5e-3))
    }

    private func check<T: Scalar>(
        _ type: T.Type, _ instance: NeuronCase, _ method: Method, _ tolerance: Double
    ) throws {
        // Enough samples for L-BFGS to take a part of them first; descent takes many steps, and all of them every time.
        let many = try ManyCase<T>(instance, features: 4, samples: method == .firstOrder ? 701 : 9001)
        let members = many.members(8), solvers = try members.indices.map { try method.solver(0.01 * Double($0 + 1)) }
        // A rule of descent penalises in the coordinates of the fit, which are those of all data.
        let standardised = method != .firstOrder
        func fit(_ neuron: some Neuron) throws {
            let fits = try many.data.memberFits(
                neuron: neuron, members, folds: many.folds, by: solvers, standardised: standardised)
            for (index, member) in members.enumerated() {
                let alone = try Training(
                    try many.materialised(member), neuron: neuron, by: solvers[index], standardised: standardised
                ).fit()
                let found = try fits[index], a = found.layer.parameters.values, b = alone.layer.parameters.values
                if instance.neuron.isConvex, T.self == Double.self {
                    guard case .converged = found.outcome else {
                        Issue.record("\(member) \(found.outcome)")
                        continue
                    }
                }
                let size = b.reduce(0) { max($0, abs($1)) }
                for (x, y) in zip(a, b) {
                    #expect(abs(x - y) <= tolerance * size, "\(member) \(T.self) \(method) \(x) \(y)")
                }
            }
        }
        try fit(instance.neuron)
    }

    /// The same bits alone, beside others and on any number of threads.
    @Test(arguments: [Method.newton, .newtonCG, .lbfgs, .firstOrder])
    func sameBits(_ method: Method) throws {
        try checkBits(Double.self, method, features: 5)
        try checkBits(Float.self, method, features: 5)
        #if !DEBUG
            // Wide enough for a metric that all members share at their start.
            if method == .lbfgs { try checkBits(Double.self, method, features: 170, isCorrelated: true) }
            // So wide that a read has room for some of the Hessians only.
            if method == .newton { try checkBits(Double.self, method, features: 170) }
        #endif
    }

    private func checkBits<T: Scalar>(
        _ type: T.Type, _ method: Method, features: Int, isCorrelated: Bool = false
    ) throws {
        let many = try ManyCase<T>(
            NeuronCase("logistic", .logistic), features: features, samples: 9001, hasOffsets: false,
            transform: { isCorrelated ? $0 + 0.5 : $0 })
        let members = many.members(features > 100 ? 10 : 50)
        // Of descent, as many steps as show where sums meet.
        let solvers: [Solver] = try members.indices.map { index in
            method == .firstOrder
                ? try Solver.firstOrder(
                    GradientDescent(rate: 0.15), stopping: try Stopping(gradientNorm: 1e-9, iterations: 60))
                : try method.solver(0.01 * Double(index + 1))
        }
        func fits(_ indices: [Int], threads: Int) throws -> [Parameters] {
            let fits = try many.data.memberFits(
                neuron: .logistic, indices.map { members[$0] }, folds: many.folds, by: indices.map { solvers[$0] },
                threads: threads)
            return try indices.indices.map { try fits[$0].parameters }
        }
        let all = try fits(Array(members.indices), threads: 1)
        for threads in [2, 7] { #expect(try fits(Array(members.indices), threads: threads) == all) }
        let eight = [3, 9, 7, 0, 1, 2, 8, 5]
        #expect(try fits(eight, threads: 2) == eight.map { all[$0] })
        for index in 0..<4 { #expect(try fits([index], threads: 2) == [all[index]], "\(members[index])") }
    }

    /// Members that want a gradient and members that want the Hessian beside it read the data together.
    @Test func mixedQueriesShareReads() throws {
        let many = try ManyCase<Double>(NeuronCase("logistic", .logistic), features: 5, samples: 9001)
        let members = many.members(12)
        let solvers = try members.indices.map { try ($0 % 2 == 0 ? Method.newton : .lbfgs).solver(0.01) }
        let together = try many.data.memberFits(neuron: .logistic, members, folds: many.folds, by: solvers)
        var most = 0.0
        for (index, member) in members.enumerated() {
            let alone = try many.data.memberFits(neuron: .logistic, [member], folds: many.folds, by: [solvers[index]])
            #expect(try together[index].parameters == alone[0].parameters, "\(member)")
            most = max(most, alone.reads)
        }
        #expect(together.reads == most)
    }

    /// A member that cannot be fitted says why; the others do not notice.
    @Test func failuresAreOnesOwn() throws {
        let many = try ManyCase<Double>(
            NeuronCase("logistic", .logistic), samples: 600, hasWeights: false, hasOffsets: false)
        // All of fold 1 is one class.
        let ids = (0..<600).map { many.problem.targets[0, $0] > 0.5 && $0 % 2 == 0 ? 1 : $0 % 2 * 2 }
        let labels = (0..<600).map { many.problem.targets[0, $0] > 0.5 ? 1.0 : 0.0 }
        let data = try Dataset(many.problem.X, targets: labels), folds = try Folds(ids: ids)
        let members = [Member(counts: .all), Member(counts: .only(fold: 1)), Member(counts: .allBut(fold: 1))]
        let fits = try data.memberFits(neuron: .logistic, members, folds: folds)
        #expect(throws: DescentError.singleClass(neuron: "logistic", value: 1)) { try fits[1] }
        for index in [0, 2] {
            let alone = try data.memberFits(neuron: .logistic, [members[index]], folds: folds)
            #expect(try fits[index].parameters == alone[0].parameters)
        }
    }

    /// Data that a plane separates, in one member of two.
    @Test func separated() throws {
        var generator = SplitMix64(seed: 4)
        let samples = (0..<400).map { _ in (0..<3).map { _ in Double.random(in: -1...1, using: &generator) } }
        // Fold 0 is noise, fold 1 is not.
        let ids = samples.indices.map { $0 % 2 }
        let targets = samples.indices.map { index in
            ids[index] == 0 ? Double(index / 2 % 2) : samples[index][0] + samples[index][1] > 0 ? 1 : 0
        }
        let data = try Dataset(try Matrix(samples: samples), targets: targets), folds = try Folds(ids: ids)
        let fits = try data.memberFits(
            neuron: .logistic, [Member(counts: .only(fold: 0)), Member(counts: .only(fold: 1))], folds: folds)
        if case .converged = try fits[0].outcome {} else { Issue.record("\(try fits[0].outcome)") }
        if case .separated = try fits[1].outcome {} else { Issue.record("\(try fits[1].outcome)") }
    }

    @Test func oneClass() throws {
        let many = try ManyCase<Double>(NeuronCase("softmax of 3", try Softmax(classes: 3)), hasOffsets: false)
        let members = (0..<3).map { Member(.oneClass($0), counts: .allBut(fold: $0)) }
        let solver = Solver.automatic(penalty: try Penalty(l2: 0.01, on: .raw))
        let fits = try many.data.memberFits(neuron: .logistic, members, folds: many.folds, by: [solver])
        for (index, member) in members.enumerated() {
            let alone = try many.materialised(member).fit(neuron: .logistic, by: solver)
            for (x, y) in zip(try fits[index].layer.parameters.values, alone.layer.parameters.values) {
                #expect(abs(x - y) <= 1e-6)
            }
        }
    }

    @Test func refused() throws {
        let many = try ManyCase<Double>(NeuronCase("logistic", .logistic))
        func refuses(_ member: Member, _ folds: Folds?, _ name: String, _ value: String) {
            expectIllegal(name, value) { try many.data.memberFits(neuron: .logistic, [member], folds: folds) }
        }
        refuses(Member(counts: .only(fold: 0)), nil, "a fold", "0")
        refuses(Member(counts: .only(fold: 5)), many.folds, "a fold", "5")
        refuses(Member(.row(1)), nil, "a member's target", "row 1")
        refuses(Member(.oneClass(0)), nil, "a member's target", "class 0")
        refuses(Member(.classes), nil, "a member's target", "classes")
        let few = try Folds(5, samples: 7, seed: 1)
        #expect(throws: DescentError.mismatch(.folds, .samples, expected: 3001, found: 7)) {
            try many.data.memberFits(neuron: .logistic, [Member(counts: .only(fold: 0))], folds: few)
        }
        expectIllegal("the number of members", 0) { try many.data.memberFits(neuron: .logistic, []) }
    }
}
