/// A page for `man`, written line by line. Every character beyond ASCII is written by its number, so that no encoding has to be guessed.
struct Roff {
    private(set) var source = ""

    /// A line of the language itself, with words as they are meant to be read.
    mutating func request(_ name: String, _ words: [String] = []) {
        let quoted = words.map {
            "\"" + Self.escaped($0).split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\(dq")
                + "\""
        }
        source += ([name] + quoted).joined(separator: " ") + "\n"
    }

    mutating func section(_ title: String) { request(".SH", [title]) }
    mutating func subsection(_ title: String) { request(".SS", [title]) }

    /// A paragraph.
    mutating func text(_ words: String) {
        source += ".PP\n"
        line(words)
    }

    /// A line of use, whose words stay on it while they fit.
    mutating func usage(_ words: String) {
        source += ".PP\n.nh\n"
        line(words)
        source += ".hy\n"
    }

    /// What is described, and how, further in.
    mutating func item(_ name: String, _ words: String) {
        source += ".TP\n"
        request(".B", [name])
        line(words)
    }

    mutating func option(_ flag: String, _ value: String?, _ help: String) {
        source += ".TP\n"
        if let value { request(".BI", [flag, " " + value]) } else { request(".B", [flag]) }
        line(help)
    }

    /// What is typed, as it is typed.
    mutating func example(_ words: String) {
        source += ".PP\n.RS 4\n.nf\n"
        line(words)
        source += ".fi\n.RE\n"
    }

    /// A line of text, which begins with no mark of the language.
    private mutating func line(_ words: String) {
        source += (words.hasPrefix(".") || words.hasPrefix("'") ? "\\&" : "") + Self.escaped(words) + "\n"
    }

    private static func escaped(_ words: String) -> String {
        words.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\e"
            case "-": "\\-"
            case "'": "\\(aq"
            case "`": "\\(ga"
            case "^": "\\(ha"
            case "~": "\\(ti"
            case _ where scalar.isASCII: String(scalar)
            default: "\\[u" + hexadecimal(scalar.value) + "]"
            }
        }.joined()
    }

    /// Of four digits at least.
    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
