import Descent
import DescentFiles
import Testing

@testable import DescentSweep

/// What is printed of terms is a formula of the same terms, whatever columns and levels are called.
@Suite struct FormulaTextTests {
    static let names = [
        "age", "a b", "", ".", "._", ".5", ".\u{663}", "2x", "x\u{b2}", "\u{e9}", "e\u{301}", "\u{301}", "e\u{20dd}",
        "a\u{200d}b",
        "`", "`\u{301}", "\\", "\\\u{301}`", "\"", "\"\u{301}", "\r\n", "log", "\u{1f600}",
    ]

    @Test(arguments: names) func isReadAsTheSameTerms(_ name: String) throws {
        let table = try Table(
            names: [name, "other" + name], columns: [.numbers([1, 2, 3]), .texts([name, "b" + name, nil])])
        let terms =
            Terms.number(Arithmetic(stringLiteral: name))
            + .category("other" + name, reference: name, hasGaps: true)
            + .number(.indicator(of: name, in: "other" + name)) + .offset(.exp(Arithmetic(stringLiteral: name)))
        let printed = terms.description
        let again = try Terms(formula: printed, for: table)
        #expect(again.factors == terms.factors && again.products == terms.products, "\(printed)")
        #expect(again.offsets == terms.offsets, "\(printed)")
    }
}
