internal import Descent
public import DescentAlgebra
public import DescentSweep

extension Terms {
    /// The terms of a formula, by the conventions of R, for a table whose columns it names.
    ///
    ///     let terms = try Terms(
    ///         formula: "bought ~ age * city + spline(income, 5) - 1", for: table)
    ///
    /// | written | means |
    /// |---|---|
    /// | `y ~ …` | what is predicted, and from what; without a `~` all is terms |
    /// | `a + b`, `- a` | both; not that one |
    /// | `a:b`, `a * b`, `(a + b)^2` | the product; `a + b + a:b`; all of up to two factors |
    /// | `a / b` | `a + a:b` |
    /// | `.` | every other column |
    /// | `0`, `- 1` | no bias, which there is without them |
    /// | `log(x)`, `log2`, `log10`, `log1p`, `exp`, `sqrt`, `abs`, `I(x^2 + 1)`, `I(city == "Oslo")` | arithmetic, and comparisons as 0 and 1 |
    /// | `spline(x, 5)`, `bs(x, df=5, degree=3)`, `poly(x, 2)` | bases of curves |
    /// | `C(x)`, `C(x, sum)`, `C(x, ref="b")`, `C(x, na=true)` | a category: its contrast, its reference, whether gaps are a level |
    /// | `offset(x)` | added to the score |
    ///
    /// Names that are not of letters, digits, points and underscores stand in backticks.
    ///
    /// - Throws: `illegalFormula`, with the place and what would be right there, for all that is none of this, for columns that the table
    ///   has not or has of another kind, formulas of more than 100 000 characters, brackets deeper than 200, and more than 4096
    ///   terms, or the same ones so often that more than a million products were looked at.
    public init(formula: String, for table: Table) throws(DescentError) {
        let most = 100_000
        guard formula.unicodeScalars.count <= most else {
            throw .illegalFormula(
                formula: String(formula.prefix(60)) + "…", place: 0..<1,
                reason: "a formula of \(formula.unicodeScalars.count) characters; at most \(most) are read")
        }
        var parser = try FormulaParser(formula, table)
        self = try parser.terms()
    }
}
