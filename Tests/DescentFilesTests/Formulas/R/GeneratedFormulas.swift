import TestSupport

/// Formulas by chance, of all that joins terms: what each is made of is looked at, and nothing fitted.
struct GeneratedFormulas {
    private static let set = "quine", names = ["Eth", "Sex", "Age", "Days"]
    private var generator: SplitMix64

    /// Of three categories, of two and four levels, and a number.
    static func formulas(_ count: Int, seed: UInt64, from first: Int) -> [FormulaOfR] {
        var generated = GeneratedFormulas(generator: SplitMix64(seed: seed)), found: Set<String> = []
        return (first..<first + count).map { index in
            var formula = generated.whole()
            while !found.insert(formula).inserted { formula = generated.whole() }
            return FormulaOfR(
                index: index, set: set, family: .none, weights: nil, formula: "~ " + formula, own: "~ " + formula)
        }
    }

    private mutating func choice<Element>(_ elements: [Element]) -> Element {
        elements.randomElement(using: &generator)!
    }

    private mutating func whole() -> String {
        let sum = sum(depth: 0)
        return choice([sum, sum, "0 + " + sum, sum + " - 1"])
    }

    /// Nothing is taken away within brackets: where they hold no term, R takes them times another for nothing, but another times them
    /// for the other.
    private mutating func sum(depth: Int) -> String {
        var text = product(depth)
        let signs = depth == 0 ? [" + ", " + ", " - "] : [" + "]
        for _ in 0..<choice([0, 1, 1, 2]) { text += choice(signs) + product(depth) }
        return text
    }

    private mutating func product(_ depth: Int) -> String {
        let text = interaction(depth)
        return choice([true, false]) ? text : text + choice([" * ", "/"]) + interaction(depth)
    }

    private mutating func interaction(_ depth: Int) -> String {
        let text = power(depth)
        return choice([true, true, false]) ? text : text + ":" + power(depth)
    }

    private mutating func power(_ depth: Int) -> String {
        guard depth < 2, choice([true, false, false, false]) else { return choice(Self.names) }
        return "(" + sum(depth: depth + 1) + ")" + choice(["", "", "^2", "^3"])
    }
}
