internal import Descent
internal import DescentAlgebra
internal import DescentSweep

/// Functions whose value is a factor of terms.
extension FormulaParser {
    /// The next token is the name, and the bracket stands behind it.
    mutating func function(_ name: String) throws(DescentError) -> Factor {
        switch name {
        case "spline", "bs": return try spline()
        case "poly": return try polynomial()
        case "C": return try category()
        default:
            // The function alone: what follows joins terms.
            var value = Arithmetic([])
            try call(name, &value)
            return .number(value)
        }
    }

    private mutating func spline() throws(DescentError) -> Factor {
        let (value, given) = try curve(["df", "degree"], defaults: [nil, 3])
        return .spline(value, degreesOfFreedom: given[0], degree: given[1])
    }

    private mutating func polynomial() throws(DescentError) -> Factor {
        let (value, given) = try curve(["degree"], defaults: [nil])
        return .polynomial(value, degree: given[0])
    }

    /// What a curve is of, and whole numbers by their names, or in order.
    private mutating func curve(
        _ names: [String], defaults: [Int?]
    ) throws(DescentError) -> (value: Arithmetic, given: [Int]) {
        advance()
        advance()
        let value = try arithmetic()
        var given = [Int?](repeating: nil, count: names.count)
        while take(",") {
            var place = given.firstIndex { $0 == nil }
            if case .name(let name) = token.kind {
                place = names.firstIndex(of: name)
                guard place != nil else {
                    throw expected(names.map { "\($0)=" }.joined(separator: " or ") + " or a number")
                }
                advance()
                try require("=")
            }
            guard let place, given[place] == nil else { throw expected("')'") }
            guard case .number(let number) = token.kind, let whole = Int(exactly: number) else {
                throw expected("a whole number")
            }
            advance()
            given[place] = whole
        }
        if let missing = names.indices.first(where: { given[$0] == nil && defaults[$0] == nil }) {
            throw expected(
                "a comma and a whole number, the \(missing == 0 && names[0] == "df" ? "degrees of freedom" : "degree"),"
            )
        }
        try require(")")
        return (value, names.indices.map { given[$0] ?? defaults[$0]! })
    }

    private mutating func category() throws(DescentError) -> Factor {
        advance()
        advance()
        guard case .name(let column) = token.kind else { throw expected("a column") }
        guard table.isCategory(column) != nil else { throw fault(table.noColumn(column)) }
        advance()
        var coding = Coding()
        while take(",") {
            guard case .name(let word) = token.kind else { throw expected(Self.choices) }
            switch (word, following(1).kind == .sign("=")) {
            case ("ref", true):
                for _ in 0..<2 { advance() }
                switch token.kind {
                case .text(let level): coding.reference = level
                // Levels of a column of numbers.
                case .number(let level): coding.reference = level.asWritten
                default: throw expected("a level in quotes")
                }
            case ("na", true):
                for _ in 0..<2 { advance() }
                guard case .name(let answer) = token.kind, let hasGaps = Self.answers[answer] else {
                    throw expected("true or false")
                }
                coding.hasGaps = hasGaps
            case (_, false):
                guard let contrast = Contrast(rawValue: word.hasPrefix("contr.") ? String(word.dropFirst(6)) : word)
                else {
                    throw expected(Self.choices)
                }
                coding.contrast = contrast
            default: throw expected(Self.choices)
            }
            advance()
        }
        try require(")", or: " or a comma")
        return .category(column, coding)
    }

    private static let choices = "treatment, sum, none, ref=\"…\" or na=true"
    private static let answers = ["true": true, "TRUE": true, "false": false, "FALSE": false]
}

extension String {
    /// A range of the Unicode scalars.
    func scalars(_ range: Range<Int>) -> String {
        String(unicodeScalars.dropFirst(range.lowerBound).prefix(range.count))
    }
}
