internal import DescentAlgebra

/// Lines of a derivation: name = formula in symbols = formula in numbers = result.
///
/// Results have as many digits as are asked for, six if nobody asks. Operands have as many as it takes to compute the result from what is printed, to a unit of
/// its last digit: as many, or more where a difference cancels.
struct Lines {
    let digits: Int
    /// Longer sums are written without their terms, and of more parameters the first.
    static let longest = 12
    /// How many steps are written, and how many samples of each.
    static let mostBlocks = 4
    private var lines: [(name: String?, rest: String)] = []

    init(digits: Int) { self.digits = digits }

    /// Names all in one width.
    var text: String {
        let width = lines.reduce(0) { Swift.max($0, $1.name?.count ?? 0) }
        return lines.map { name, rest in
            guard let name else { return rest }
            return "    \(name)\(String(repeating: " ", count: width - name.count)) = \(rest)"
        }.joined(separator: "\n")
    }

    /// A heading, or a remark.
    mutating func say(_ line: String) { lines.append((nil, line)) }

    /// A value by the first of the formulas that gives it. What those before it give is shown too.
    ///
    /// `symbols` are for formulas that are too long in symbols.
    mutating func add(_ name: String, _ value: Double, _ formulas: [Node], symbols: String? = nil) {
        func write(_ parts: [String?]) {
            var shown: [String] = []
            for case let part? in parts where part != shown.last && part != name { shown.append(part) }
            lines.append((name, shown.joined(separator: " = ")))
        }
        for formula in formulas {
            let isRight = digits(of: formula, for: value) != nil
            let found = isRight ? value : formula.number ?? .nan
            let needed = self.digits(of: formula, for: found) ?? 17
            write([
                symbols ?? formula.written { $0.name ?? $0.constant },
                formula.written { $0.name == nil ? $0.constant : ($0.number ?? .nan).written(digits: needed) },
                found.written(digits: digits),
            ])
            if isRight { return }
            say("      \(found.isNaN ? "0 · ∞ has no value" : "rounding has taken the digits"); the fused form:")
        }
        write([symbols, value.written(digits: digits)])
    }

    static func sum(_ terms: [Node]) -> Node { terms.dropFirst().reduce(terms[0]) { $0 + $1 } }

    /// How many digits of the named numbers give the value to six digits; `nil` where even all do not.
    func digits(of formula: Node, for value: Double) -> Int? {
        let named = Node.order(to: [formula]).filter { $0.operands.isEmpty && $0.name != nil }
        return (self.digits...16).first { digits in
            var rounded: [ObjectIdentifier: Node] = [:]
            for leaf in named {
                rounded[ObjectIdentifier(leaf)] = .constant(.init((leaf.number ?? .nan).rounded(toDigits: digits)))
            }
            guard let found = formula.replacing(rounded).number else { return false }
            return found == value || found.isNaN && value.isNaN
                || (found - value).magnitude <= 0.5 * value.unit(ofDigits: self.digits)
        }
    }
}

extension Node {
    fileprivate var number: Double? { (try? value)?.number }

    fileprivate var constant: String {
        let number = number ?? .nan
        return number == 0.5 ? "½" : number.written(digits: 17)
    }
}
