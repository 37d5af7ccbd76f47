import Descent
import DescentFiles
import Testing

@testable import DescentSweep

/// Where formulas differ from R, by intent: what the article says of it.
@Suite struct FormulaDifferencesTests {
    private static let numbers: [Double] = [1, 4, 2, 7, 3, 9, 5, 8]

    private func table(_ more: KeyValuePairs<String, Table.Column> = [:]) throws -> Table {
        let flags = Self.numbers.map { $0 > 4 }
        let own: KeyValuePairs = [
            "y": Table.Column.numbers([3, 1, 4, 1, 5, 9, 2, 6]), "x": .numbers(Self.numbers), "flag": .numbers(flags),
        ]
        return try Table(names: own.map(\.key) + more.map(\.key), columns: own.map(\.value) + more.map(\.value))
    }

    /// R has a column for FALSE and one for TRUE where the rest of a formula leaves room for both.
    @Test(arguments: [
        ("y ~ 0 + flag", ["flag"]), ("y ~ x:flag", ["x:flag"]), ("y ~ 0 + I(x > 4)", ["I(x > 4)"]),
        ("y ~ 0 + C(flag)", ["C(flag)0", "C(flag)1"]), ("y ~ x:C(flag)", ["x:C(flag)0", "x:C(flag)1"]),
    ]) func truthValuesAreNumbers(_ formula: String, _ names: [String]) throws {
        let table = try table()
        #expect(try Terms(formula: formula, for: table).learned(from: table).featureNames == names)
    }

    /// `lm` leaves it out; its coefficient is one that the samples do not determine.
    @Test func aLevelWithoutSamplesHasAColumn() throws {
        let table = try table(["size": .categories([0, 1, 3, 0, 1, 3, 0, 1], levels: ["S", "M", "L", "XL"])])
        let learned = try Terms(formula: "y ~ size", for: table).learned(from: table)
        #expect(learned.featureNames == ["sizeM", "sizeL", "sizeXL"])
        let statistics = try learned.dataset(of: table).fit(neuron: .linear).statistics()
        #expect(statistics.coefficients.map { $0.dependence != nil } == [false, false, true, false])
        #expect(statistics.residualDegreesOfFreedom == 5)
    }

    /// By their bytes, and not by the language of the machine.
    @Test func levelsOfTexts() throws {
        let table = try table(["word": .texts(["é", "a", "B", "b", "a", "é", "B", "b"])])
        let learned = try Terms(formula: "y ~ word - 1", for: table).learned(from: table)
        #expect(learned.featureNames == ["wordB", "worda", "wordb", "wordé"])
    }

    /// R calls a column dependent whose distance from others is 1e-7 of its length.
    @Test func nearlyDependentColumns() throws {
        let near = Self.numbers.enumerated().map { 2 * $1 + ($0 % 3 == 0 ? 1e-8 : 0) }
        let table = try table(["near": .numbers(near), "twice": .numbers(Self.numbers.map { 2 * $0 })])
        func dependences(_ formula: String) throws -> [Bool] {
            let learned = try Terms(formula: formula, for: table).learned(from: table)
            let fit = try learned.dataset(of: table).fit(neuron: .linear)
            return try fit.statistics().coefficients.map { $0.dependence != nil }
        }
        #expect(try dependences("y ~ x + near") == [false, false, false])
        #expect(try dependences("y ~ x + twice") == [false, false, true])
    }

    /// R's binomial family takes all levels but the first together.
    @Test func aResponseOfThreeLevelsIsClasses() throws {
        let table = try table(["size": .categories([0, 1, 2, 0, 1, 2, 0, 1], levels: ["S", "M", "L"])])
        let learned = try Terms(formula: "size ~ x", for: table).learned(from: table)
        #expect(try learned.dataset(of: table).classes == 3)
    }
}
