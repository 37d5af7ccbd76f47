import Descent
import DescentFiles
import Testing

@testable import DescentSweep

/// Formulas make the columns that another program makes of them, under R's names.
@Suite struct FormulaReferenceTests {
    static func table() throws -> Table {
        let columns = FormulaReferences.table
        return try Table(
            names: columns.map(\.name),
            columns: columns.map { column in
                let numbers = column.values.compactMap { Double($0) }
                return numbers.isEmpty ? .texts(column.values) : .numbers(numbers)
            })
    }

    @Test(arguments: FormulaReferences.designs.indices) func columnsAreThoseOfTheReference(_ index: Int) throws {
        let formula = FormulaReferences.designs[index].formula, expected = FormulaReferences.designs[index].columns
        let table = try Self.table()
        let learned = try Terms(formula: formula, for: table).learned(from: table)
        #expect(learned.featureNames == expected.map(\.name), "\(formula)")
        guard learned.featureCount == expected.count else { return }
        let columns = try learned.columns(of: table)
        for (column, reference) in zip(columns, expected) {
            let name = reference.name, values = reference.values.map { Double($0)! }
            let scale = values.reduce(0) { max($0, $1.magnitude) }
            for (sample, value) in values.enumerated() {
                // Both have a few roundings; the references keep 15 digits.
                #expect(
                    (column[sample] - value).magnitude <= 1e-12 * max(scale, 1e-3), "\(formula): \(name), \(sample)")
            }
        }
    }

    /// What a formula is written as again means the same.
    private static let age: Arithmetic = "age"
    // One by one, since a compiler takes long over many operators at once.
    private static func pairs() -> [(String, Terms)] {
        var pairs: [(String, Terms)] = []
        let ages = Terms.number("age"), cities = Terms.category("city")
        pairs.append(("age * city", ages * cities))
        let curve = Terms.spline("income", degreesOfFreedom: 5)
        pairs.append(("(age + city)^2 + spline(income, 5)", ages * cities + curve))
        let visits: Arithmetic = "visits"
        let logarithm = Terms.number(.log(visits + 1)), heights = Terms.polynomial("height", degree: 2)
        pairs.append(("log(visits + 1) + poly(height, 2)", logarithm + heights))
        let shifted = ages.interaction(with: cities) + Terms.offset(.log("exposure"))
        pairs.append(("age:city + offset(log(exposure)) - 1", shifted.withoutBias))
        let sum = Terms.category("city", .sum, reference: "Oslo"), third = Terms.number(age.raised(to: 2) / 3)
        pairs.append(("C(city, sum, ref=\"Oslo\") + I(age^2 / 3)", sum + third))
        let other: Arithmetic = 1, nothing: Arithmetic = 0
        let elsewhere = Terms.number(other - Arithmetic.indicator(of: "Oslo", in: "city"))
        pairs.append(("I(city != \"Oslo\" ) + I(-age)", elsewhere + Terms.number(nothing - age)))
        return pairs
    }

    @Test(arguments: 0..<6) func formulasAndSwiftSayTheSame(_ index: Int) throws {
        let (formula, terms) = Self.pairs()[index]
        let table = try Self.table()
        let read = try Terms(formula: formula, for: table).learned(from: table), own = try terms.learned(from: table)
        #expect(try read.columns(of: table) == own.columns(of: table))
        #expect(read.hasBias == own.hasBias)
        #expect(try read.offsets(of: table) == own.offsets(of: table))
    }

    @Test(arguments: [
        "y ~ a + b", "y ~ b + a", "y ~ a:b + a", "y ~ .", "y ~ (a + 1) * b", "y ~ a - 1 + 1", "log(y) ~ a",
        "y ~ 0 + .^2",
        "y ~ a + b - a", "y ~ `b c` * a", "y ~ -1 + a", "y ~ a + a:a + a", "y ~ a * b * y2 - a:b:y2", "~ a", "a",
        "y ~ + a + (+ b)",
    ]) func namesOfTerms(_ formula: String) throws {
        let expected: [String: ([String], Bool)] = [
            "y ~ a + b": (["a", "b"], true), "y ~ + a + (+ b)": (["a", "b"], true), "y ~ b + a": (["b", "a"], true),
            // The order of variables is that of their first appearance, and that of terms by the number of their factors.
            "y ~ a:b + a": (["a", "a:b"], true), "y ~ .": (["a", "b", "y2", "`b c`"], true),
            "y ~ (a + 1) * b": (["a", "b", "a:b"], true), "y ~ a - 1 + 1": (["a"], true), "log(y) ~ a": (["a"], true),
            "y ~ 0 + .^2": (
                ["a", "b", "y2", "`b c`", "a:b", "a:y2", "a:`b c`", "b:y2", "b:`b c`", "y2:`b c`"], false
            ),
            "y ~ a + b - a": (["b"], true), "y ~ `b c` * a": (["`b c`", "a", "`b c`:a"], true),
            "y ~ -1 + a": (["a"], false), "y ~ a + a:a + a": (["a"], true),
            "y ~ a * b * y2 - a:b:y2": (["a", "b", "y2", "a:b", "a:y2", "b:y2"], true), "~ a": (["a"], true),
            "a": (["a"], true),
        ]
        let values = [1.0, 2, 4]
        let table = try Table(names: ["y", "a", "b", "y2", "b c"], columns: [_](repeating: .numbers(values), count: 5))
        let learned = try Terms(formula: formula, for: table).learned(from: table)
        #expect(learned.terms.map(\.name) == expected[formula]?.0)
        #expect(learned.hasBias == expected[formula]?.1)
        #expect((learned.response == nil) == ["~ a", "a"].contains(formula))
    }

    /// A logistic fit by a formula: the data are made so that its curve is known.
    @Test func aFormulaIsFitted() throws {
        let table = try Self.table()
        let terms = try Terms(formula: "visits ~ age + color + offset(log(exposure))", for: table)
        let learned = try terms.learned(from: table)
        let fit = try learned.dataset(of: table).fit(neuron: .poisson)
        #expect(learned.featureNames == ["age", "colorred"])
        // At the optimum the residuals are orthogonal to every column and to the bias.
        let predictions = try fit.layer.predict(
            samples: learned.samples(of: table), offsets: Matrix(rows: 1, columns: 14, learned.offsets(of: table)))
        let visits = FormulaReferences.table.first { $0.name == "visits" }!.values.map { Double($0)! }
        for column in try learned.columns(of: table) + [[Double](repeating: 1, count: 14)] {
            let product = column.indices.reduce(0.0) { $0 + column[$1] * (predictions[0, $1] - visits[$1]) }
            #expect(product.magnitude < 1e-7)
        }
    }
}

extension LearnedTerms {
    /// All columns, written out.
    func columns(of table: Table) throws -> [[Double]] {
        let source = try TermSource<Double>(self, of: table, layout: .featureMajor)
        var values = [Double](repeating: -7, count: source.featureCount * source.sampleCount)
        try values.withUnsafeMutableBufferPointer { _ = try source.tile(0..<source.sampleCount, into: $0) }
        return (0..<source.featureCount).map { Array(values[$0 * source.sampleCount..<($0 + 1) * source.sampleCount]) }
    }
}

extension FormulaReferences {
    struct Column: Sendable {
        let name: String
        let values: [String]

        init(_ line: Substring) {
            let parts = line.split(separator: ";")
            name = String(parts[0])
            values = parts[1].split(separator: ",").map { String($0.drop { $0 == " " }) }
        }
    }

    private static let lines = text.split(separator: "\n")
    static let table = lines.prefix { !$0.hasPrefix("~") }.map { Column($0) }

    static let designs: [(formula: String, columns: [Column])] = {
        var designs: [(formula: String, columns: [Column])] = []
        for line in lines.drop(while: { !$0.hasPrefix("~") }) {
            if line.hasPrefix("~ ") {
                designs.append((formula: String(line.dropFirst(2)), columns: []))
            } else {
                designs[designs.count - 1].columns.append(Column(line))
            }
        }
        return designs
    }()
}
