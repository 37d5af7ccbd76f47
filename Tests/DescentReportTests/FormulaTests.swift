import Testing

@testable import DescentReport

/// Formulas as they are written on one line, set as MathML.
@Suite struct FormulaTests {
    private static func html(_ text: String) -> String { Formula(text).parts.joined() }

    /// Whatever is written, each part is well-formed, and what was understood has no text as it was.
    @Test(arguments: [
        "w₁ · x₁ + w₂ · x₂ + b", "1 ÷ (1 + e^(−z))", "−(y · ln(ŷ) + (1 − y) · ln(1 − ŷ))",
        "max(0, z) − y · z + log1p(e^(−|z|))", "e^(−|z|) ÷ (1 + e^(−|z|))²", "½ · (ŷ − y)²", "∂ℓ/∂ŷ · ∂ŷ/∂z",
        "1[z > 0]", "Δw₀,₁", "∂zₖ/∂wₖ,₁", "2.04162e−44", "−1e−5 · 1.5", "½ · sign(ŷ − y)", "∞ · 2.5",
        "(2.04162e−44 + 201.6) ÷ 2", "−(−0.393224)", "w · x + b",
    ]) func isUnderstood(_ text: String) throws {
        let html = Formula(text).html(after: "=")
        _ = try Markup("<p>\(html)</p>")
        #expect(!html.contains("<mtext>\(text)"), "\(html)")
    }

    @Test func partsStandWhereTheyBelong() {
        #expect(Self.html("y ÷ ŷ") == "<mfrac><mrow><mi>y</mi></mrow><mrow><mi>ŷ</mi></mrow></mfrac>")
        // The line of a fraction keeps together what parentheses did.
        #expect(Self.html("1 ÷ (1 + z)").hasSuffix("<mrow><mrow><mn>1</mn><mo>+</mo><mi>z</mi></mrow></mrow></mfrac>"))
        #expect(
            Self.html("e^(−z)") == "<msup><mrow><mi>e</mi></mrow><mrow><mrow><mo>−</mo><mi>z</mi></mrow></mrow></msup>")
        #expect(Self.html("w₀,₁") == "<msub><mi>w</mi><mtext>0,1</mtext></msub>")
        #expect(Self.html("∂ℓ/∂z").hasPrefix("<mfrac><mrow><mo>∂</mo><mi>ℓ</mi></mrow>"))
        #expect(Self.html("2e−5").contains("<msup><mn>10</mn><mn>−5</mn></msup>"))
        // A product before a division is above its line.
        #expect(Self.html("a · b ÷ c").hasPrefix("<mfrac><mrow><mi>a</mi><mo>·</mo><mi>b</mi></mrow>"))
    }

    /// A narrow page breaks a sum between its terms.
    @Test func aSumHasParts() { #expect(Formula("a · b + c − d").parts.count == 3) }

    @Test(arguments: ["", "a +", "(a", "<script>", "a b c", "½½", String(repeating: "(", count: 100_000)])
    func whatIsNotUnderstoodIsSetAsItIs(_ text: String) throws {
        let html = Formula(text).html()
        #expect(html.hasPrefix("<math><mtext>") && !html.contains("<script>"))
        _ = try Markup("<p>\(html)</p>")
    }
}
