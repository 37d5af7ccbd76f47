import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentFit

@Suite struct ManySweepTests {
    /// A point per member, in the coordinates of the sweep.
    private func points<T: Scalar>(_ members: [Member], _ context: ManySweep<T>.Context) -> [Parameters] {
        members.indices.map { index in
            var generator = SplitMix64(seed: UInt64(100 + index)), point = context.zero
            for i in point.values.indices { point.values[i] = Double.random(in: -0.5...0.5, using: &generator) }
            return point
        }
    }

    private func evaluate<T: Scalar>(
        _ context: ManySweep<T>.Context, _ members: [Member], _ points: [Parameters]
    ) throws -> [Evaluation?] {
        try ManySweep(context, capacity: members.count).evaluate(
            zip(members, points).map { .init(member: $0, point: $1) })
    }

    /// As an ordinary sweep over the samples that count.
    @Test(arguments: NeuronCase.manyInTime, [Matrix<Double>.Layout.sampleMajor, .featureMajor])
    func agreesWithMaterialised(_ instance: NeuronCase, _ layout: Matrix<Double>.Layout) throws {
        try check(Double.self, instance, layout: layout == .sampleMajor ? .sampleMajor : .featureMajor, 1e-12)
        try check(Float.self, instance, layout: layout == .sampleMajor ? .sampleMajor : .featureMajor, 2e-4)
    }

    private func check<T: Scalar>(
        _ type: T.Type, _ instance: NeuronCase, layout: Matrix<T>.Layout, _ tolerance: Double
    ) throws {
        for (hasWeights, offset) in [(true, 0.0), (false, 0.0), (true, 300.0)] {
            let many = try ManyCase<T>(
                instance, layout: layout, hasWeights: hasWeights, hasOffsets: hasWeights, transform: { $0 + offset })
            let context = try many.context(), members = many.members(13)
            let points = points(members, context), found = try evaluate(context, members, points)
            for (member, (point, found)) in zip(members, zip(points, found)) {
                let sweep = try context.sweep(of: try many.materialised(member), threads: 1)
                let expected = try sweep.lossGradient(at: point), found = try #require(found)
                #expect(abs(found.loss - expected.loss) <= tolerance * max(1, expected.loss))
                for (a, b) in zip(found.gradient.values, expected.gradient.values) {
                    #expect(abs(a - b) <= tolerance * max(1, expected.loss), "\(member) \(T.self) \(layout)")
                }
            }
        }
    }

    /// A member has the same bits alone, beside 7 and beside 49 others, in any place, on any number of threads.
    @Test(arguments: NeuronCase.manyInTime)
    func sameBits(_ instance: NeuronCase) throws {
        try checkBits(Double.self, instance)
        try checkBits(Float.self, instance)
    }

    private func checkBits<T: Scalar>(_ type: T.Type, _ instance: NeuronCase) throws {
        for (layout, features) in [(Matrix<T>.Layout.sampleMajor, 29), (.featureMajor, 29), (.sampleMajor, 3)] {
            let many = try ManyCase<T>(instance, features: features, samples: 20_003, layout: layout)
            let context = try many.context(threads: 1), members = many.members(50)
            let points = points(members, context)
            let all = try evaluate(context, members, points)
            for threads in [2, 7] {
                #expect(try evaluate(many.context(threads: threads), members, points) == all, "\(threads) threads")
            }
            let eight = [3, 49, 17, 0, 30, 31, 32, 8]
            let some = try evaluate(context, eight.map { members[$0] }, eight.map { points[$0] })
            #expect(some == eight.map { all[$0] }, "eight members, \(layout)")
            for index in [0, 1, 2, 3, 49] {
                #expect(try evaluate(context, [members[index]], [points[index]]) == [all[index]], "alone, \(layout)")
            }
        }
    }

    /// What is not finite in one member is not seen by the others.
    @Test func failuresAreOnesOwn() throws {
        let many = try ManyCase<Double>(NeuronCase("poisson", .poisson), hasOffsets: false)
        let context = try many.context(), members = many.members(6)
        var points = points(members, context)
        let all = try evaluate(context, members, points)
        points[1].values[0] = .nan
        points[4].values[0] = 1e5
        let found = try evaluate(context, members, points)
        #expect(found[1] == nil && found[4] == nil)
        for index in [0, 2, 3, 5] { #expect(found[index] == all[index]) }
    }

    @Test func oneRead() throws {
        let many = try ManyCase<Double>(NeuronCase("logistic", .logistic))
        let context = try many.context(), members = many.members(50), points = points(members, context)
        let sweep = try ManySweep(context, capacity: 50)
        _ = try sweep.evaluate(zip(members, points).map { .init(member: $0, point: $1) })
        #expect(sweep.reads == 1)
    }
}
