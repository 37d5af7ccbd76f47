import Descent
import TestSupport
import Testing

@testable import DescentSweep

/// What was learned from one table makes the columns of others.
@Suite struct LearnedTermsTests {
    private static let crossed = Terms.number("age") * Terms.category("city")

    private func table(_ age: [Double], _ city: [String?]) throws -> Table {
        try Table(["age": .numbers(age), "city": .texts(city)])
    }

    private func columns(_ learned: LearnedTerms, _ table: Table, _ unknown: UnknownLevel = .refuse) throws
        -> [[Double]]
    {
        let source = try learned.samples(of: table, unknown: unknown), count = source.sampleCount
        var room = [Double](repeating: -7, count: source.featureCount * count)
        return try room.withUnsafeMutableBufferPointer { room in
            let block = try source.tile(0..<count, into: room)
            return (0..<source.featureCount).map { feature in
                (0..<count).map { block.base[$0 * block.stride + feature] }
            }
        }
    }

    private func reason<Result>(_ body: () throws -> Result) -> String {
        do {
            _ = try body()
            return "taken"
        } catch DescentError.illegalFormula(_, _, let reason) { return reason } catch { return "\(error)" }
    }

    /// Splines and polynomials of a sample are the same alone as among those that they were learned from, and levels keep their places.
    @Test func aSampleAloneIsItselfAmongOthers() throws {
        let instances = try TermInstances(samples: 100, seed: 4)
        let curves = Terms.spline("age", degreesOfFreedom: 5) * Terms.category("city", .sum)
        let terms = curves + Terms.polynomial("age", degree: 3) + Terms.category("color")
        let learned = try terms.learned(from: instances.table), whole = try columns(learned, instances.table)
        for sample in [0, 7, 99] {
            let alone = try Table([
                "color": .texts([["red", "green", "blue"][Int(instances.color[sample])]]),
                "city": .texts([instances.city[sample]]), "age": .numbers([instances.age[sample]]),
            ])
            #expect(try columns(learned, alone) == whole.map { [$0[sample]] })
        }
    }

    @Test func unknownLevels() throws {
        let known = try table([1, 2, 3, 5], ["a", "b", "c", "a"])
        let learned = try Self.crossed.learned(from: known)
        #expect(learned.featureNames == ["age", "cityb", "cityc", "age:cityb", "age:cityc"])
        let other = try table([7, 8, 9], ["c", "x", nil])
        #expect(
            reason { try learned.samples(of: other) }
                == "'x' in sample 1 is none of the 3 levels of 'city' that were learned from")
        #expect(
            try columns(learned, other, .reference) == [[7, 8, 9], [0, 0, 0], [1, 0, 0], [0, 0, 0], [7, 0, 0]])
        let blank = try columns(learned, other, .blank)
        #expect(blank.map { $0[0] } == [7, 0, 1, 0, 7])
        for sample in 1...2 { #expect(blank.map { $0[sample].isNaN } == [false, true, true, true, true]) }
        #expect(reason { try learned.samples(of: table([1], [nil])) } == "'city' is missing in sample 0")
        // A gap in numbers has no reference.
        let gap = try table([.nan, 4], ["a", "b"])
        #expect(reason { try learned.samples(of: gap, unknown: .reference) } == "'age' is missing in sample 0")
        let rows = try columns(learned, gap, .blank)
        #expect(rows[0][0].isNaN && rows.map { $0[1] } == [4, 1, 0, 4, 0])
        let summed = try Terms.category("city", .sum).learned(from: known)
        #expect(try columns(summed, other, .reference) == [[-1, -1, -1], [-1, -1, -1]])
        #expect(try columns(summed, other, .blank).map { $0[1].isNaN } == [true, true])
        // A level of its own.
        let gaps = try Terms.category("city", hasGaps: true).learned(from: other)
        #expect(gaps.featureNames == ["cityx", "cityNA"])
        #expect(try columns(gaps, other) == [[0, 1, 0], [0, 0, 1]])
    }

    @Test func blankSamplesHaveBlankPredictions() throws {
        let known = try table([1, 2, 3, 5], ["a", "b", "c", "a"])
        let learned = try (Terms.number("age") + Terms.category("city")).learned(from: known)
        let layer = try Dataset(learned.samples(of: known), targets: [1, 2, 3, 4]).fit(
            neuron: .linear, penalty: .ridge(0.1, on: .raw)
        ).layer
        let predictions = try layer.predict(samples: learned.samples(of: table([1, 2], ["a", "?"]), unknown: .blank))
        #expect(predictions[0, 0].isFinite && predictions[0, 1].isNaN)
    }

    /// A column of numbers as a category: levels in the order of the numbers.
    @Test func numbersAsLevels() throws {
        let years = try Table(["year": .numbers([1999, 10, 2001, 10]), "x": .numbers([1, 2, 3, 4])])
        let learned = try (Terms.category("year") + .number("x")).learned(from: years)
        #expect(learned.featureNames == ["C(year)1999", "C(year)2001", "x"])
        let again = try Table(["year": .numbers([2001.0, 1999]), "x": .numbers([0, 0])])
        #expect(try columns(learned, again) == [[0, 1], [1, 0], [0, 0]])
    }

    private static func cubic(_ x: Double) -> Double {
        let square = x * x
        return 1 + x - square + 0.2 * square * x
    }

    /// Beyond the outer knots the outer cubics go on: a cubic of x is one of the columns' sums there too.
    @Test func splinesGoOn() throws {
        let x = (0..<40).map { Double($0) / 10 }
        let table = try Table(["x": .numbers(x), "y": .numbers(x.map(Self.cubic))])
        let learned = try Terms.spline("x", degreesOfFreedom: 6).predicting("y").learned(from: table)
        let layer = try learned.dataset(of: table).fit(neuron: .linear).layer
        for value in [-1.0, 0, 2.2, 3.9, 5] {
            let there = try layer.predict(samples: learned.samples(of: Table(["x": .numbers([value])])))
            #expect((there[0, 0] - Self.cubic(value)).magnitude < 1e-8)
        }
    }

    /// Of every other shape and place: far from 0, tiny, and huge.
    @Test(arguments: [(1e9, 1.0), (0, 1e-200), (0, 1e200), (-5e5, 3.0)]) func polynomialsAreOrthogonal(
        _ centre: Double, _ scale: Double
    ) throws {
        var generator = SplitMix64(seed: 12)
        let x = (0..<500).map { _ in centre + scale * generator.number() }
        let table = try Table(["x": .numbers(x)])
        let columns = try columns(Terms.polynomial("x", degree: 10).learned(from: table), table)
        for (i, a) in columns.enumerated() {
            #expect(a.reduce(0, +).magnitude < 1e-11)
            for (j, b) in columns.enumerated() {
                let product = zip(a, b).reduce(0.0) { $0 + $1.0 * $1.1 }
                #expect((product - (i == j ? 1 : 0)).magnitude < 1e-11)
            }
        }
    }

    @Test func columnsKnowTheirTerms() throws {
        let known = try table([1, 2, 3, 5], ["a", "b", "c", "a"])
        let learned = try Self.crossed.learned(from: known)
        #expect(learned.terms.map(\.name) == ["age", "city", "age:city"])
        #expect(learned.terms.map(\.columns) == [0..<1, 1..<3, 3..<5])
    }
}
