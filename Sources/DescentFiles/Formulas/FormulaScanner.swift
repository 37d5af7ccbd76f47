internal import Descent
internal import DescentAlgebra
internal import DescentSweep

/// A word, number, text or sign of a formula, and where it stands.
struct FormulaToken {
    enum Kind: Equatable {
        case name(String)
        case number(Double)
        case text(String)
        case sign(String)
        case end
    }

    let kind: Kind
    /// Of the formula's Unicode scalars.
    let place: Range<Int>
    /// Whether it is a name in backticks, which is never a function or the point.
    var isQuoted = false
}

/// Cuts a formula into tokens, in one pass.
struct FormulaScanner {
    private let formula: String
    private let scalars: [Unicode.Scalar]
    private var place = 0

    /// - Throws: `illegalFormula` for what is no token.
    static func tokens(of formula: String) throws(DescentError) -> [FormulaToken] {
        var scanner = FormulaScanner(formula: formula, scalars: Array(formula.unicodeScalars))
        var tokens: [FormulaToken] = []
        repeat { tokens.append(try scanner.token()) } while tokens.last!.kind != .end
        return tokens
    }

    private init(formula: String, scalars: [Unicode.Scalar]) {
        (self.formula, self.scalars) = (formula, scalars)
    }

    private func fault(_ reason: String, from start: Int) -> DescentError {
        .illegalFormula(formula: formula, place: start..<max(place, start + 1), reason: reason)
    }

    private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private func digit(at place: Int) -> Bool { place < scalars.count && ("0"..."9").contains(scalars[place]) }

    private mutating func token() throws(DescentError) -> FormulaToken {
        while let next, next.properties.isWhitespace { place += 1 }
        let start = place
        guard let first = next else { return FormulaToken(kind: .end, place: start..<start) }
        let kind: FormulaToken.Kind
        if digit(at: place) || first == "." && digit(at: place + 1) {
            kind = .number(try number())
        } else if first.beginsName {
            while let next, next.continuesName { place += 1 }
            kind = .name(text(start..<place))
        } else if first == "`" {
            kind = .name(try quoted("`"))
        } else if first == "\"" || first == "'" {
            kind = .text(try quoted(first))
        } else {
            kind = .sign(try sign())
        }
        return FormulaToken(kind: kind, place: start..<place, isQuoted: first == "`")
    }

    private func text(_ range: Range<Int>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[range])
        return text
    }

    private mutating func number() throws(DescentError) -> Double {
        let start = place
        while digit(at: place) || next == "." { place += 1 }
        if next == "e" || next == "E" {
            let signed = place + 1 < scalars.count && (scalars[place + 1] == "+" || scalars[place + 1] == "-")
            if digit(at: place + (signed ? 2 : 1)) {
                place += signed ? 2 : 1
                while digit(at: place) { place += 1 }
            }
        }
        let written = text(start..<place)
        guard let value = Double(written.hasSuffix(".") ? written + "0" : written), value.isFinite else {
            throw fault("'\(written.shown)' is not a number", from: start)
        }
        return value
    }

    /// What stands between two marks, where a backslash makes the next one a letter.
    private mutating func quoted(_ mark: Unicode.Scalar) throws(DescentError) -> String {
        let start = place
        var content = ""
        place += 1
        while let scalar = next {
            place += 1
            if scalar == mark { return content }
            if scalar == "\\", let escaped = next, escaped == mark || escaped == "\\" {
                content.unicodeScalars.append(escaped)
                place += 1
            } else {
                content.unicodeScalars.append(scalar)
            }
        }
        place = start + 1
        throw fault("the \(mark) has no other to end it", from: start)
    }

    private mutating func sign() throws(DescentError) -> String {
        let start = place
        if place + 1 < scalars.count, scalars[place + 1] == "=", "=!<>".unicodeScalars.contains(scalars[place]) {
            place += 2
            return text(start..<place)
        }
        place += 1
        let sign = text(start..<place)
        guard "~+-*/:^(),=<>".contains(sign) else {
            if sign == "%" {
                throw fault("'%' is no sign of formulas; for products there are ':' and '*'", from: start)
            }
            if sign == "|" {
                throw fault("'|' is no sign of formulas; groups of their own are categories", from: start)
            }
            throw fault(
                "'\(sign.shown)' is no sign of formulas; names with signs or spaces stand in backticks: `a b`",
                from: start)
        }
        return sign
    }
}
