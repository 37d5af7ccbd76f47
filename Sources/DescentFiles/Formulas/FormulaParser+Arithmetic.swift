internal import Descent
internal import DescentAlgebra
internal import DescentSweep

/// What stands in functions: numbers of a sample. It is written in the order that it is computed in, as it is read.
extension FormulaParser {
    mutating func arithmetic(allowingCategory: Bool = false) throws(DescentError) -> Arithmetic {
        // A response may be a category, which is no arithmetic.
        if allowingCategory, case .name(let name) = token.kind, table.isCategory(name) == true,
            following(1).kind == .sign("~")
        {
            advance()
            return Arithmetic([.column(name)])
        }
        var result = Arithmetic([])
        try comparison(&result)
        return result
    }

    private mutating func comparison(_ out: inout Arithmetic) throws(DescentError) {
        try additive(&out)
        let comparisons: [Arithmetic.Operation] = [.equal, .unequal, .below, .atMost, .above, .atLeast]
        guard let operation = comparisons.first(where: { isSign($0.rawValue) }) else { return }
        advance()
        try additive(&out)
        out.append(.operation(operation))
    }

    private mutating func additive(_ out: inout Arithmetic) throws(DescentError) {
        try multiplicative(&out)
        while isSign("+") || isSign("-") {
            let operation: Arithmetic.Operation = isSign("+") ? .plus : .minus
            advance()
            try multiplicative(&out)
            out.append(.operation(operation))
        }
    }

    private mutating func multiplicative(_ out: inout Arithmetic) throws(DescentError) {
        try signed(&out)
        while isSign("*") || isSign("/") {
            let operation: Arithmetic.Operation = isSign("*") ? .times : .over
            advance()
            try signed(&out)
            out.append(.operation(operation))
        }
    }

    /// A sign binds less than a power: −x² is −(x²).
    private mutating func signed(_ out: inout Arithmetic) throws(DescentError) {
        if take("+") { return try nested { parser throws(DescentError) in try parser.signed(&out) } }
        if take("-") {
            try nested { parser throws(DescentError) in try parser.signed(&out) }
            out.append(.negative)
            return
        }
        try primary(&out)
        if take("^") {
            try nested { parser throws(DescentError) in try parser.signed(&out) }
            out.append(.operation(.power))
        }
    }

    private mutating func primary(_ out: inout Arithmetic) throws(DescentError) {
        switch token.kind {
        case .number(let value):
            advance()
            out.append(.number(value))
        case .sign("("):
            advance()
            try nested { parser throws(DescentError) in try parser.comparison(&out) }
            try require(")", or: " or an operator")
        case .name(let name):
            if following(1).kind == .sign("("), !isQuoted { return try call(name, &out) }
            try column(name, &out)
        case .text: throw fault("a text is compared with a category by == or !=, and stands to its right")
        default: throw expected("a number or a column")
        }
    }

    /// The next token is the name, and the bracket stands behind it.
    mutating func call(_ name: String, _ out: inout Arithmetic) throws(DescentError) {
        if let part = CalendarDate.Part(rawValue: name) { return try date(part, &out) }
        guard name == "I" || Arithmetic.Function(rawValue: name) != nil else { throw unknownFunction(name) }
        advance()
        advance()
        try nested { parser throws(DescentError) in try parser.comparison(&out) }
        try require(")", or: " or an operator")
        if let function = Arithmetic.Function(rawValue: name) { out.append(.function(function)) }
    }

    private mutating func date(_ part: CalendarDate.Part, _ out: inout Arithmetic) throws(DescentError) {
        advance()
        advance()
        guard case .name(let name) = token.kind else { throw expected("a column of dates") }
        guard let isCategory = table.isCategory(name) else { throw fault(table.noColumn(name)) }
        guard isCategory else {
            throw fault("'\(name.shown)' is a number, where a date such as 2026-12-31 is needed")
        }
        advance()
        try require(")")
        out.append(.date(part, of: name))
    }

    private mutating func column(_ name: String, _ out: inout Arithmetic) throws(DescentError) {
        guard let isCategory = table.isCategory(name) else { throw fault(table.noColumn(name)) }
        guard isCategory else {
            advance()
            out.append(.column(name))
            return
        }
        let comparison = following(1).kind, isEqual = comparison == .sign("==")
        guard isEqual || comparison == .sign("!="), case .text(let level) = following(2).kind else {
            throw fault(
                "'\(name.shown)' is a category, where a number is needed; one level of it is \(name.asName) == \"…\"")
        }
        for _ in 0..<3 { advance() }
        out.append(.level(level, of: name, isNegated: !isEqual))
    }

    func unknownFunction(_ name: String) -> DescentError {
        fault(
            "there is no function '\(name.shown)'; there are I, C, spline, bs, poly, offset, "
                + (Arithmetic.Function.allCases.map(\.rawValue) + CalendarDate.Part.allCases.map(\.rawValue))
                .joined(separator: ", "))
    }
}
