/// A formula as it is written on one line, `−(y · ln(ŷ) + (1 − y) · ln(1 − ŷ))`, set as MathML: fractions, exponents, indices.
///
/// What it does not understand it sets as it is.
struct Formula {
    /// Parts between which a line may end: the terms of a sum, each with its sign in front.
    let parts: [String]

    init(_ text: String) {
        var reader = FormulaReader(text)
        if let found = reader.terms(), reader.isAtEnd {
            parts = found
        } else {
            parts = ["<mtext>\(written(text))</mtext>"]
        }
    }

    /// Each part an element of its own, so that a narrow page breaks the formula between them.
    func html(after sign: String? = nil) -> String {
        parts.enumerated().map { index, part in
            let sign = index == 0 ? sign.map { "<mo>\($0)</mo>" } ?? "" : ""
            return "<math>\(sign)\(part)</math>"
        }.joined(separator: " ")
    }
}

/// Reads a formula from left to right. Products bind tighter than sums, powers tighter than products.
private struct FormulaReader {
    private let characters: [Character]
    private var place = 0
    private var depth = 0

    /// What was read, and what is between its parentheses where it is in some.
    private struct Piece {
        var html: String
        var inner: String?
        /// As a part of a fraction, whose line keeps it together.
        var bare: String { inner ?? html }
    }

    init(_ text: String) { characters = Array(text) }

    var isAtEnd: Bool { place == characters.count }

    private var next: Character? { place < characters.count ? characters[place] : nil }

    private mutating func skip() { while next == " " { place += 1 } }

    private mutating func take(_ wanted: Character) -> Bool {
        skip()
        guard next == wanted else { return false }
        place += 1
        return true
    }

    /// A sum as its terms; of a comparison one part.
    mutating func terms() -> [String]? {
        var found: [String] = []
        let isNegative = take("−")
        guard let first = product() else { return nil }
        found.append((isNegative ? "<mo>−</mo>" : "") + first.html)
        while true {
            skip()
            guard let sign = next, "+−><≥≤=".contains(sign) else { break }
            place += 1
            guard let term = product() else { return nil }
            found.append("<mo>\(written(String(sign)))</mo>\(term.html)")
        }
        skip()
        return found
    }

    private mutating func sum() -> String? { terms().map { "<mrow>\($0.joined())</mrow>" } }

    private mutating func product() -> Piece? {
        guard var found = power() else { return nil }
        while true {
            if take("·") {
                guard let factor = power() else { return nil }
                found = Piece(html: "\(found.html)<mo>·</mo>\(factor.html)")
            } else if take("÷") || take("/") {
                guard let below = power() else { return nil }
                found = Piece(html: "<mfrac><mrow>\(found.bare)</mrow><mrow>\(below.bare)</mrow></mfrac>")
            } else {
                return found
            }
        }
    }

    private mutating func power() -> Piece? {
        guard var base = atom() else { return nil }
        while true {
            if next == "²" {
                place += 1
                base = Piece(html: "<msup><mrow>\(base.html)</mrow><mn>2</mn></msup>")
            } else if next == "^" {
                place += 1
                guard let exponent = atom() else { return nil }
                base = Piece(html: "<msup><mrow>\(base.html)</mrow><mrow>\(exponent.bare)</mrow></msup>")
            } else {
                return base
            }
        }
    }

    private mutating func atom() -> Piece? {
        // A formula that is nested more deeply is none that anybody reads, and would end the stack.
        depth += 1
        defer { depth -= 1 }
        guard depth < 64 else { return nil }
        skip()
        guard let first = next else { return nil }
        if first == "(" || first == "|" {
            place += 1
            let close: Character = first == "(" ? ")" : "|"
            guard let inner = sum(), take(close) else { return nil }
            return Piece(
                html: "<mrow><mo>\(first)</mo>\(inner)<mo>\(close)</mo></mrow>", inner: first == "(" ? inner : nil)
        }
        if first == "½" || first == "∞" {
            place += 1
            return Piece(html: first == "½" ? "<mfrac><mn>1</mn><mn>2</mn></mfrac>" : "<mi>∞</mi>")
        }
        if first == "Σ" {
            place += 1
            return product().map { Piece(html: "<mo>Σ</mo>\($0.html)") }
        }
        if first.isASCII, first.isNumber { return number() }
        return first.isLetter || "∂".contains(first) ? named() : nil
    }

    /// 0.07 and 4.2e−18; `1[z > 0]` is 1 where that holds.
    private mutating func number() -> Piece? {
        var digits = ""
        while let digit = next, digit.isASCII, digit.isNumber || digit == "." {
            digits.append(digit)
            place += 1
        }
        if take("[") {
            guard let condition = sum(), take("]") else { return nil }
            return Piece(html: "<mrow><mn>\(digits)</mn><mo>[</mo>\(condition)<mo>]</mo></mrow>")
        }
        guard next == "e", place + 1 < characters.count, characters[place + 1].isNumber || characters[place + 1] == "−"
        else { return Piece(html: "<mn>\(digits)</mn>") }
        place += 1
        var exponent = ""
        while let digit = next, digit.isNumber || digit == "−" && exponent.isEmpty {
            exponent.append(digit)
            place += 1
        }
        return Piece(html: "<mrow><mn>\(digits)</mn><mo>×</mo><msup><mn>10</mn><mn>\(exponent)</mn></msup></mrow>")
    }

    /// z, w₀,₁, Δw₁, ∂ℓ/∂z, ln(…), max(…, …), not a number.
    private mutating func named() -> Piece? {
        let start = place
        guard let top = symbol() else { return nil }
        // A derivative is one name: its bar is no division by what comes first in a product.
        if characters[start] == "∂", next == "/", place + 1 < characters.count, characters[place + 1] == "∂" {
            place += 1
            guard let below = symbol() else { return nil }
            return Piece(html: "<mfrac><mrow>\(top)</mrow><mrow>\(below)</mrow></mfrac>")
        }
        guard next == "(" else { return Piece(html: top) }
        place += 1
        var arguments: [String] = []
        repeat {
            guard let argument = sum() else { return nil }
            arguments.append(argument)
        } while take(",")
        guard take(")") else { return nil }
        return Piece(
            html: "<mrow>\(top)<mo>(</mo>\(arguments.joined(separator: "<mo>,</mo>"))<mo>)</mo></mrow>")
    }

    /// Letters with an index below.
    private mutating func symbol() -> String? {
        var sign = "", letters = "", index = ""
        while let letter = next, "∂Δ".contains(letter) {
            sign.append(letter)
            place += 1
        }
        while let letter = next, letter.isLetter && Self.index(letter) == nil || letter == "1" && letters == "log" {
            letters.append(letter)
            place += 1
            // log1p is one name.
            if letters == "log1", next == "p" { continue }
        }
        if letters == "not", characters[place...].starts(with: " a number") {
            place += " a number".count
            return "<mtext>not a number</mtext>"
        }
        while let letter = next {
            if let digit = Self.index(letter) {
                index.append(digit)
            } else if letter == ",", !index.isEmpty, place + 1 < characters.count,
                Self.index(characters[place + 1]) != nil
            {
                index.append(",")
            } else {
                break
            }
            place += 1
        }
        guard !letters.isEmpty else { return nil }
        let name = "<mi>\(written(letters))</mi>"
        let whole = index.isEmpty ? name : "<msub>\(name)<mtext>\(index)</mtext></msub>"
        return sign.isEmpty ? whole : "<mo>\(sign)</mo>\(whole)"
    }

    /// ₁ is 1.
    private static func index(_ character: Character) -> Character? {
        guard let scalar = character.unicodeScalars.first else { return nil }
        if scalar == "ₖ" { return "k" }
        guard (0x2080...0x2089).contains(scalar.value) else { return nil }
        return Character(Unicode.Scalar(scalar.value - 0x2080 + 48)!)
    }
}
