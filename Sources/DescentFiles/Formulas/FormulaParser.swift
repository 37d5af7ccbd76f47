internal import Descent
internal import DescentAlgebra
internal import DescentSweep

/// Reads a formula by recursive descent: a function per strength of signs, from the weakest, `+`, to names and brackets.
struct FormulaParser {
    let formula: String
    let table: Table
    private let tokens: [FormulaToken]
    private var next = 0
    private var depth = 0
    private var hasIntercept = true
    /// Whether a sum is being read that is taken away.
    private var isRemoving = false
    /// Columns that `.` leaves out.
    private var ofResponse: Set<String> = []
    /// Where factors first stand.
    private var places: [Factor: Range<Int>] = [:]

    static let deepest = 200

    init(_ formula: String, _ table: Table) throws(DescentError) {
        (self.formula, self.table) = (formula, table)
        tokens = try FormulaScanner.tokens(of: formula)
    }

    // MARK: Tokens

    var token: FormulaToken { tokens[next] }

    /// The one after the next, or the end.
    func following(_ steps: Int) -> FormulaToken { tokens[min(next + steps, tokens.count - 1)] }

    mutating func advance() { next = min(next + 1, tokens.count - 1) }

    func fault(_ reason: String, at place: Range<Int>? = nil) -> DescentError {
        let place = place ?? token.place
        return .illegalFormula(
            formula: formula, place: place.isEmpty ? place.lowerBound..<place.lowerBound + 1 : place, reason: reason)
    }

    func expected(_ what: String) -> DescentError {
        let found = token.place.isEmpty ? "the formula ends" : "'\(formula.scalars(token.place).shown)' stands"
        return fault("\(found) where \(what) is expected")
    }

    func isSign(_ sign: String) -> Bool { token.kind == .sign(sign) }

    mutating func take(_ sign: String) -> Bool {
        guard isSign(sign) else { return false }
        advance()
        return true
    }

    mutating func require(_ sign: String, or others: String = "") throws(DescentError) {
        guard take(sign) else { throw expected("'\(sign)'\(others)") }
    }

    /// From a place to the end of the token before the next.
    func range(from start: Int) -> Range<Int> { start..<max(start + 1, tokens[max(0, next - 1)].place.upperBound) }

    mutating func nested<Result>(
        _ body: (inout FormulaParser) throws(DescentError) -> Result
    ) throws(DescentError) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw fault("brackets and signs are more than \(Self.deepest) deep") }
        return try body(&self)
    }

    // MARK: Terms

    mutating func terms() throws(DescentError) -> Terms {
        var response: Factor?
        if tokens.contains(where: { $0.kind == .sign("~") }), !take("~") {
            let start = token.place.lowerBound
            let value = try arithmetic(allowingCategory: true)
            ofResponse = Set(value.columns)
            response = .number(value)
            places[.number(value)] = range(from: start)
            try require("~")
        }
        var result = try sum()
        guard token.kind == .end else { throw expected("one of + - * : ^, or the end,") }
        result.hasIntercept = hasIntercept
        result.response = response
        result.written = (formula, places)
        return result
    }

    private mutating func sum() throws(DescentError) -> Terms {
        try nested { parser throws(DescentError) in
            var result = Terms()
            var isMinus = parser.take("-")
            if !isMinus { _ = parser.take("+") }
            while true {
                let start = parser.token.place.lowerBound
                if isMinus { parser.isRemoving.toggle() }
                let operand = try parser.product()
                if isMinus {
                    parser.isRemoving.toggle()
                    guard operand.offsets.isEmpty else {
                        throw parser.fault("an offset is added, and not taken away", at: parser.range(from: start))
                    }
                    result.remove(operand)
                } else {
                    result.add(operand)
                    try parser.checkLength(result, from: start)
                }
                if parser.take("+") { isMinus = false } else if parser.take("-") { isMinus = true } else { break }
            }
            return result
        }
    }

    private func checkLength(_ terms: Terms, from start: Int) throws(DescentError) {
        guard !terms.isTooLong else { throw fault(terms.excess, at: range(from: start)) }
    }

    /// Refuses what is no term but stands between + and − only.
    private func requireFactor(_ operand: Operand) throws(DescentError) -> Terms {
        if operand.isAlone {
            throw fault(
                "'\(formula.scalars(operand.place).shown)' stands between + and - only, and not in products",
                at: operand.place)
        }
        return operand.terms
    }

    /// Terms, and whether they were a bias or an offset, which have no products.
    private struct Operand {
        var terms: Terms
        var isAlone: Bool
        let place: Range<Int>
    }

    private mutating func product() throws(DescentError) -> Terms {
        let start = token.place.lowerBound
        let first = try interaction()
        guard isSign("*") || isSign("/") else { return first.terms }
        var result = try requireFactor(first)
        var levels = 0
        while isSign("*") || isSign("/") {
            let isNested = isSign("/")
            if isNested { levels += 1 }
            guard levels <= 100 else { throw fault("more than 100 levels within each other") }
            advance()
            let other = try requireFactor(interaction())
            if isNested {
                // Within the levels of all that stands before.
                var within = result.productOfAll
                within.multiply(by: other, keepingBoth: false)
                result.add(within)
            } else {
                result.multiply(by: other, keepingBoth: true)
            }
            try checkLength(result, from: start)
        }
        return result
    }

    private mutating func interaction() throws(DescentError) -> Operand {
        let start = token.place.lowerBound
        let first = try power()
        guard isSign(":") else { return first }
        var result = try requireFactor(first)
        while take(":") {
            result.multiply(by: try requireFactor(power()), keepingBoth: false)
            try checkLength(result, from: start)
        }
        return Operand(terms: result, isAlone: false, place: range(from: start))
    }

    private mutating func power() throws(DescentError) -> Operand {
        var result = try atom()
        while isSign("^") {
            let base = try requireFactor(result)
            advance()
            guard case .number(let value) = token.kind, let exponent = Int(exactly: value), (1...100).contains(exponent)
            else { throw expected("a whole number from 1 to 100; powers of numbers stand in I( ): it") }
            advance()
            // Each term of the base with each of the power before, a term times itself being the term: so they come in R's order where
            // the base has products already.
            for _ in 1..<exponent {
                let before = result.terms.products
                var next = base
                next.multiply(by: result.terms, keepingBoth: false)
                result.terms = next
                try checkLength(result.terms, from: result.place.lowerBound)
                if result.terms.products == before { break }
            }
        }
        return result
    }

    private mutating func atom() throws(DescentError) -> Operand {
        let start = token.place.lowerBound
        func operand(_ terms: Terms, isAlone: Bool = false, _ parser: FormulaParser) -> Operand {
            Operand(terms: terms, isAlone: isAlone, place: parser.range(from: start))
        }
        switch token.kind {
        case .sign("("):
            advance()
            let inner = try sum()
            try require(")", or: " or another term")
            return operand(inner, self)
        case .number(let value):
            guard value == 0 || value == 1 else { throw expected("a term, or 0 or 1 for the bias,") }
            advance()
            hasIntercept = (value == 1) != isRemoving
            return operand(Terms(), isAlone: true, self)
        case .name(".") where !isQuoted:
            advance()
            return operand(others(at: range(from: start)), self)
        case .name(let name):
            if following(1).kind == .sign("("), !isQuoted { return try call(name, start) }
            let factor = try column(name)
            advance()
            return operand(term(factor, from: start), self)
        default: throw expected("a term")
        }
    }

    /// A function's value.
    private mutating func call(_ name: String, _ start: Int) throws(DescentError) -> Operand {
        let terms = try nested { parser throws(DescentError) in
            if name == "offset" {
                parser.advance()
                parser.advance()
                let value = try parser.arithmetic()
                try parser.require(")")
                if parser.places[.number(value)] == nil { parser.places[.number(value)] = parser.range(from: start) }
                return Terms.offset(value)
            }
            let factor = try parser.function(name)
            return parser.term(factor, from: start)
        }
        return Operand(terms: terms, isAlone: name == "offset", place: range(from: start))
    }

    private mutating func term(_ factor: Factor, from start: Int) -> Terms {
        if places[factor] == nil { places[factor] = range(from: start) }
        return Terms(factor)
    }

    private mutating func others(at place: Range<Int>) -> Terms {
        var result = Terms()
        for name in table.columnNames where !ofResponse.contains(name) {
            let factor: Factor =
                table.isCategory(name) == true ? .category(name, Coding()) : .number(Arithmetic([.column(name)]))
            if places[factor] == nil { places[factor] = place }
            result.add(Terms(factor))
        }
        return result
    }

    /// A column as it is.
    private func column(_ name: String) throws(DescentError) -> Factor {
        guard let isCategory = table.isCategory(name) else { throw fault(table.noColumn(name)) }
        return isCategory ? .category(name, Coding()) : .number(Arithmetic([.column(name)]))
    }

    var isQuoted: Bool { token.isQuoted }
}

extension Terms {
    /// One product of all that stands in any.
    fileprivate var productOfAll: Terms {
        var result = Terms()
        for place in Set(products.joined()).sorted() {
            if result.productCount == 0 {
                result.add(Terms(factors[place]))
            } else {
                result.multiply(by: Terms(factors[place]), keepingBoth: false)
            }
        }
        return result
    }
}
