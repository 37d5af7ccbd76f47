extension Arithmetic: CustomStringConvertible {
    /// As a formula has it: `log(visits + 1)`.
    public var description: String {
        var stack: [(text: String, strength: Strength)] = []
        for step in steps {
            switch step {
            case .column(let name): stack.append((name.asName, .atom))
            case .number(let value): stack.append((value.asWritten, value < 0 ? .sign : .atom))
            case .level(let level, let column, let isNegated):
                stack.append(("\(column.asName) \(isNegated ? "!=" : "==") \(level.asQuoted)", .comparison))
            case .date(let part, let column): stack.append(("\(part)(\(column.asName))", .atom))
            case .negative:
                let (text, strength) = stack.removeLast()
                stack.append(("-" + (strength < .sign ? "(\(text))" : text), .sign))
            case .function(let function):
                stack.append(("\(function)(\(stack.removeLast().text))", .atom))
            case .operation(let operation):
                let own = operation.strength, isPower = own == .power
                let right = stack.removeLast()
                // The left is taken out before it is added to, so that long sums are not copied at every sign.
                var (text, strength) = stack.removeLast()
                if strength < own || strength == own && (isPower || own == .comparison) { text = "(\(text))" }
                text +=
                    isPower || own == .product && operation == .over ? operation.rawValue : " \(operation.rawValue) "
                text +=
                    right.strength <= own && !isPower || isPower && right.strength < .sign
                    ? "(\(right.text))" : right.text
                stack.append((text, own))
            }
        }
        return stack.last?.text ?? ""
    }

    fileprivate enum Strength: Int, Comparable {
        case comparison, sum, product, sign, power, atom

        static func < (a: Strength, b: Strength) -> Bool { a.rawValue < b.rawValue }
    }

    /// As a term of its own: what is no column and no function stands in `I(…)`, since signs outside it join terms.
    package var asTerm: String {
        switch steps.last {
        case .function, .column, .date: description
        default: "I(\(description))"
        }
    }
}

extension Arithmetic.Operation {
    fileprivate var strength: Arithmetic.Strength {
        switch self {
        case .plus, .minus: .sum
        case .times, .over: .product
        case .power: .power
        default: .comparison
        }
    }
}

extension String {
    /// As a name in a formula: in backticks where it would be read as something else.
    package var asName: String {
        let scalars = unicodeScalars, second = scalars.dropFirst().first
        let isPlain =
            scalars.first?.beginsName == true && scalars.allSatisfy(\.continuesName) && self != "."
            && !(scalars.first == "." && second.map { ("0"..."9").contains($0) } == true)
        return isPlain ? self : marked("`")
    }

    /// As a text in a formula.
    package var asQuoted: String { marked("\"") }

    /// Between two marks. By scalars, as it is read: a mark that an accent follows is a character of its own, and an end all the same.
    private func marked(_ mark: Unicode.Scalar) -> String {
        var result = String(mark)
        for scalar in unicodeScalars {
            if scalar == mark || scalar == "\\" { result.unicodeScalars.append("\\") }
            result.unicodeScalars.append(scalar)
        }
        result.unicodeScalars.append(mark)
        return result
    }
}

/// Which names need no backticks, for those who write a formula as for those who read it.
extension Unicode.Scalar {
    package var beginsName: Bool {
        properties.isAlphabetic || self == "_" || self == "." || properties.generalCategory == .nonspacingMark
    }

    package var continuesName: Bool { beginsName || properties.numericType != nil }
}
