import Descent
import DescentFiles
import Testing

@testable import DescentSweep

/// What is wrong with a formula is said, with the place.
@Suite struct FormulaFaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let formula: String
        /// What carets stand under.
        let place: String
        let reason: String

        init(_ formula: String, _ place: String, _ reason: String) {
            (self.formula, self.place, self.reason) = (formula, place, reason)
        }

        var testDescription: String { formula }
    }

    static func table() throws -> Table {
        try Table([
            "y": .numbers([0, 1, 1, 0, 1]), "age": .numbers([31, 42, 53, 24, 35]), "visits": .numbers([2, 0, 1, 4, 3]),
            "gap": .numbers([1, 2, .nan, 4, 5] as [Double]), "same": .numbers([7, 7, 7, 7, 7]),
            "two": .numbers([1, 2, 1, 2, 1]), "city": .texts(["Rome", "Oslo", "Rome", "Bonn", "Oslo"]),
            "holes": .texts(["a", nil, "b", "a", "b"]), "one": .texts(["a", "a", "a", "a", "a"]),
        ])
    }

    static let unread = [
        Case("y ~ age +", "", "the formula ends where a term is expected"),
        Case("y ~ age + * visits", "*", "'*' stands where a term is expected"),
        Case("y ~ (age + visits", "", "the formula ends where ')' or another term is expected"),
        Case("y ~ age) + visits", ")", "')' stands where one of + - * : ^, or the end, is expected"),
        Case("y ~ age visits", "visits", "'visits' stands where one of + - * : ^, or the end, is expected"),
        Case("y ~ agee", "agee", "there is no column 'agee'; the nearest is 'age'"),
        Case("y ~ log(visit + 1)", "visit", "there is no column 'visit'; the nearest is 'visits'"),
        Case(
            "y ~ log(city)", "city", "'city' is a category, where a number is needed; one level of it is city == \"…\""),
        Case("y ~ foo(age)", "foo", "there is no function 'foo'; there are I, C, spline"),
        Case("y ~ days(age)", "age", "'age' is a number, where a date such as 2026-12-31 is needed"),
        Case("y ~ year(1)", "1", "'1' stands where a column of dates is expected"),
        Case("y ~ I(age + sin(age))", "sin", "there is no function 'sin'"),
        Case("y ~ 2 * age", "2", "'2' stands where a term, or 0 or 1 for the bias, is expected"),
        Case("y ~ 1 * age", "1", "'1' stands between + and - only, and not in products"),
        Case("y ~ age:offset(age)", "offset(age)", "'offset(age)' stands between + and - only, and not in products"),
        Case("y ~ age - offset(age)", "offset(age)", "an offset is added, and not taken away"),
        Case("y ~ age^2.5", "2.5", "'2.5' stands where a whole number from 1 to 100"),
        Case("y ~ age^city", "city", "'city' stands where a whole number from 1 to 100"),
        Case(
            "y ~ spline(age)", ")", "')' stands where a comma and a whole number, the degrees of freedom, is expected"),
        Case("y ~ spline(age, df)", ")", "')' stands where '=' is expected"),
        Case("y ~ spline(age, knots=3)", "knots", "'knots' stands where df= or degree= or a number is expected"),
        Case("y ~ poly(age, 2, 3)", "3", "'3' stands where ')' is expected"),
        Case("y ~ C(city, helmert)", "helmert", "'helmert' stands where treatment, sum, none, ref=\"…\" or na=true"),
        Case("y ~ C(city, ref=Rome)", "Rome", "'Rome' stands where a level in quotes is expected"),
        Case("y ~ C(log(age))", "log", "there is no column 'log'"),
        Case("y ~ age | city", "|", "'|' is no sign of formulas; groups of their own are categories"),
        Case("y ~ age %in% city", "%", "'%' is no sign of formulas"),
        Case("y ~ age & city", "&", "'&' is no sign of formulas; names with signs or spaces stand in backticks"),
        Case("y ~ `age", "`", "the ` has no other to end it"),
        Case("y ~ I(age == \"x\")", "\"x\"", "a text is compared with a category by == or !=, and stands to its right"),
        Case("y ~ age ~ city", "~", "'~' stands where one of + - * : ^, or the end, is expected"),
        Case("y + ~ age", "~", "'~' stands where a number or a column is expected"),
        Case("", "", "the formula ends where a term is expected"),
        Case("y ~ 1.2.3", "1.2.3", "'1.2.3' is not a number"),
    ]

    static let unlearned = [
        Case("y ~ age + log(visits)", "log(visits)", "log of 0 is not finite in sample 1"),
        Case("y ~ I(age / visits)", "I(age / visits)", "42 / 0 is not finite in sample 1"),
        Case("y ~ sqrt(visits - 2)", "sqrt(visits - 2)", "sqrt of -2 is not finite in sample 1"),
        Case("y ~ age + gap", "gap", "'gap' is missing in sample 2"),
        Case("y ~ age * holes", "holes", "'holes' is missing in sample 1; C(holes, na=true) makes gaps a level"),
        Case("y ~ spline(same, 4)", "spline(same, 4)", "a spline of a constant: all values are 7"),
        Case("y ~ spline(two, 6)", "spline(two, 6)", "too few different values for 3 knots: more than one falls on 1"),
        Case(
            "y ~ spline(age, 2)", "spline(age, 2)", "a spline of degree 3 has from 3 to 1000 degrees of freedom, not 2"),
        Case("y ~ poly(two, 2)", "poly(two, 2)", "a polynomial of degree 2 needs 3 different values, and there are 2"),
        Case("y ~ age + one", "one", "a category of one level, which differs from nothing"),
        Case(
            "y ~ C(city, ref=\"Paris\")", "C(city, ref=\"Paris\")",
            "'Paris' is no level of 'city'; there are 'Bonn', 'Oslo', 'Rome'"),
        Case("y ~ y + age", "y", "the response cannot be a term too"),
        Case("y ~ month(city)", "month(city)", "'city' has 'Bonn', which is no date such as 2026-12-31"),
        Case("y ~ 1", "y ~ 1", "no term but the bias, where a fit needs one"),
        Case("y ~ age + offset(log(visits))", "offset(log(visits))", "log of 0 is not finite in sample 1"),
        Case("log(visits) ~ age", "log(visits)", "log of 0 is not finite in sample 1"),
    ]

    private func check(_ wanted: Case, _ body: () throws -> Void) {
        do {
            try body()
            Issue.record("\(wanted.formula) was taken")
        } catch let error as DescentError {
            guard case .illegalFormula(let formula, let place, let reason) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(formula == wanted.formula)
            let scalars = Array(formula.unicodeScalars)
            let marked = scalars[min(place.lowerBound, scalars.count)..<min(place.upperBound, scalars.count)]
            #expect(marked.map { String($0) }.joined() == wanted.place)
            #expect(reason.hasPrefix(wanted.reason), "\(reason)")
        } catch { Issue.record("\(error)") }
    }

    @Test(arguments: unread) func whatCannotBeRead(_ wanted: Case) throws {
        let table = try Self.table()
        check(wanted) { _ = try Terms(formula: wanted.formula, for: table) }
    }

    @Test(arguments: unlearned) func whatCannotBeLearned(_ wanted: Case) throws {
        let table = try Self.table()
        let terms = try Terms(formula: wanted.formula, for: table)
        check(wanted) { _ = try terms.learned(from: table) }
    }

    @Test func carets() throws {
        let table = try Self.table()
        do {
            _ = try Terms(formula: "y ~ age + log(visit)", for: table)
            Issue.record("taken")
        } catch {
            #expect(
                "\(error)" == """
                    there is no column 'visit'; the nearest is 'visits'
                      y ~ age + log(visit)
                                    ^^^^^
                    """)
        }
        #expect("a\tb".marked(2..<3) == "  a\\tb\n     ^")
        let long = String(repeating: "x", count: 300)
        let lines = long.marked(200..<202).split(separator: "\n").map(Array.init)
        #expect(lines[0].count < 120 && lines[1].filter { $0 == "^" }.count == 2)
        #expect(lines[0].firstIndex(of: "x") == 3 && lines[1].firstIndex(of: "^") == 53)
    }

    @Test func sizesHaveLimits() throws {
        let table = try Self.table()
        func reason(_ formula: String) -> String {
            do {
                _ = try Terms(formula: formula, for: table).learned(from: table)
                return "taken"
            } catch DescentError.illegalFormula(_, _, let reason) { return reason } catch { return "\(error)" }
        }
        func brackets(_ depth: Int) -> String {
            "y ~ " + String(repeating: "(", count: depth) + "age" + String(repeating: ")", count: depth)
        }
        #expect(reason(brackets(150)) == "taken")
        #expect(reason(brackets(90_000 / 2)) == "brackets and signs are more than 200 deep")
        #expect(
            reason("y ~ I(" + String(repeating: "-", count: 50_000) + "age)")
                == "brackets and signs are more than 200 deep")
        #expect(reason("y ~ " + String(repeating: "age+", count: 24_000) + "age") == "taken")
        #expect(reason("y ~ I(" + String(repeating: "age+", count: 24_000) + "age)") == "taken")
        #expect(
            reason("y ~ I(2" + String(repeating: "^2", count: 24_000) + ")")
                == "brackets and signs are more than 200 deep")
        #expect(
            reason("y ~ " + String(repeating: "x", count: 100_000))
                == "a formula of 100004 characters; at most 100000 are read")
        let many = (1...13).map { "I(age * \($0))" }.joined(separator: " * ")
        #expect(reason("y ~ " + many) == "more than 4096 terms")
        #expect(
            reason("y ~ (" + (1...100).map { "I(age * \($0))" }.joined(separator: " + ") + ")^3")
                == "more than 4096 terms")
        let twelve = "(" + (1...12).map { "I(age * \($0))" }.joined(separator: " + ") + ")^12"
        #expect(reason("y ~ " + twelve) == "taken")
        #expect(
            reason("y ~ " + [String](repeating: twelve, count: 300).joined(separator: " * "))
                == "the same terms over and over: too many products to look at")
    }

    @Test func columnsHaveALimit() throws {
        let indices = (0..<2000).map { UInt16($0) }, levels = indices.map { "\($0)" }
        let table = try Table(["a": .categories(indices, levels: levels), "b": .categories(indices, levels: levels)])
        let terms = try Terms(formula: "a * b", for: table)
        #expect(
            throws: DescentError.illegalFormula(
                formula: "a * b", place: 4..<5, reason: "the term a:b makes the columns more than 1048576")
        ) { try terms.learned(from: table) }
    }
}
