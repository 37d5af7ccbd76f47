internal import Descent
internal import DescentFiles
internal import DescentReport

/// A derivation line by line: for people, for a page, and for programs.
struct DerivationLines {
    enum Line {
        /// A step, or what is within one.
        case heading(String, isStep: Bool)
        case remark(String)
        case equation(name: String, values: [String])
    }

    let text: String
    private let title: String
    private let lines: [Line]

    /// - Parameter text: as a `Derivation` writes it: two blanks before what is within a step, four before an equation, six before a remark.
    init(_ text: String) {
        self.text = text
        let rows = text.split(separator: "\n").map(String.init)
        title = rows.first ?? ""
        lines = rows.dropFirst().map { row in
            let indent = row.prefix { $0 == " " }.count, words = String(row.dropFirst(indent))
            switch indent {
            case 0: return .heading(words, isStep: true)
            case 2: return .heading(words, isStep: false)
            case 4:
                let parts = words.components(between: " = ")
                return .equation(name: parts[0].withoutEnd, values: Array(parts.dropFirst()))
            default: return .remark(words)
            }
        }
    }

    var page: ReportPage {
        var sections: [(heading: String, blocks: [ReportBlock])] = []
        for line in lines {
            if case .heading(let words, isStep: true) = line {
                sections.append((words.capital, []))
                continue
            }
            if sections.isEmpty { sections.append(("", [])) }
            let block: ReportBlock =
                switch line {
                case .heading(let words, _): .heading(words.capital)
                case .remark(let words): .note(words.capital)
                case .equation(let name, let values): .equation(Equation(name, values))
                }
            sections[sections.count - 1].blocks.append(block)
        }
        return ReportPage(
            title: title.capital, subtitle: "Gradient descent by hand, number by number",
            sections: sections.map { ReportSection($0.heading, $0.blocks) }, footer: "descent \(Command.version)")
    }

    func json(of derivation: Derivation) -> JSON {
        func values(_ point: Parameters) -> JSON {
            let weights = (0..<point.outputCount).map { output in
                JSON.array((0..<point.featureCount).map { .number(point[$0, output]) })
            }
            let bias = point.hasBias ? JSON.array((0..<point.outputCount).map { .number(point.bias($0)) }) : .null
            return .object([("weights", .array(weights)), ("bias", bias)])
        }
        let steps = derivation.steps.map { step in
            JSON.object([
                ("loss", .number(step.before.loss)), ("at", values(step.before.parameters)),
                ("gradient", values(step.before.gradient)), ("change", values(step.change)),
                ("lossAfter", .number(step.after.loss)), ("after", values(step.after.parameters)),
            ])
        }
        let rows = lines.map { line -> JSON in
            switch line {
            case .heading(let words, _): .object([("heading", .string(words))])
            case .remark(let words): .object([("remark", .string(words))])
            case .equation(let name, let values):
                .object([("name", .string(name)), ("equals", .array(values.map { .string($0) }))])
            }
        }
        return .told([
            ("title", .string(title)), ("rate", .number(derivation.rate)), ("steps", .array(steps)),
            ("lines", .array(rows)),
        ])
    }
}

extension String {
    fileprivate var capital: String { prefix(1).uppercased() + dropFirst() }

    fileprivate var withoutEnd: String {
        var words = self
        while words.last == " " { words.removeLast() }
        return words
    }

    /// What is between the marks, of which none is in a part.
    fileprivate func components(between mark: String) -> [String] {
        var parts: [String] = [], rest = self[...]
        while let found = rest.firstRange(of: mark) {
            parts.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        return parts + [String(rest)]
    }
}
