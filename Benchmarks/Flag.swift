import Descent

/// One option of the command line. Parsing and help both come from `all`.
struct Flag {
    let name: String
    let short: String?
    /// The placeholder of its value, for options that take one.
    let value: String?
    let help: String
    let apply: @Sendable (inout Options, String) throws(BenchError) -> Void

    init(
        _ name: String, short: String? = nil, _ value: String? = nil, _ help: String,
        apply: @escaping @Sendable (inout Options, String) throws(BenchError) -> Void
    ) {
        self.name = name
        self.short = short
        self.value = value
        self.help = help
        self.apply = apply
    }

    static let all = [
        Flag("--quick", nil, "small shapes and short runs, for a look or a check; they fit in caches") {
            (options, _) throws(BenchError) in options.isQuick = true
        },
        Flag("--filter", "TEXT", "only the cases whose name contains TEXT, such as gradient or many") {
            (options, word) throws(BenchError) in
            options.filter = word
        },
        Flag("--shape", "NxM", "N features, M samples instead of the suite's own shapes; may be repeated") {
            (options, word) throws(BenchError) in
            guard let shape = Shape(word) else {
                throw .usage("--shape needs features x samples, such as 28x1000000, but got '\(word)'")
            }
            options.shapes.append(shape)
        },
        Flag("--threads", "N", "threads, 1 to \(ThreadBudget.maximum); default: one per core") {
            (options, word) throws(BenchError) in
            guard let count = Int(word), (1...ThreadBudget.maximum).contains(count) else {
                throw .usage("--threads needs a whole number from 1 to \(ThreadBudget.maximum), but got '\(word)'")
            }
            options.threads = count
        },
        Flag("--json", "FILE", "the results for programs, too") { (options, word) throws(BenchError) in
            options.json = try path(word, "--json")
        },
        Flag("--plot", "FILE.svg", "the gradients as a picture, too") { (options, word) throws(BenchError) in
            options.plot = try path(word, "--plot")
        },
        Flag("--list", nil, "print the names of the cases and their questions, and measure nothing") {
            (options, _) throws(BenchError) in options.action = .list
        },
        Flag("--help", short: "-h", nil, "print this") { (options, _) throws(BenchError) in options.action = .help },
    ]

    private static func path(_ word: String, _ flag: String) throws(BenchError) -> String {
        if word.isEmpty { throw .usage("\(flag) needs the name of a file") }
        return word
    }

    static var help: String {
        let left = all.map {
            ([$0.short.map { "\($0)," }, $0.name, $0.value].compactMap { $0 }).joined(separator: " ")
        }
        let width = left.map(\.count).max() ?? 0
        let lines = zip(all, left).map { flag, left in
            "  " + left + String(repeating: " ", count: width - left.count + 2) + flag.help
        }
        return """
            How fast does this machine train a neuron, and how far is that from the machine's limit?

            usage: swift run -c release bench [options]

            \(lines.joined(separator: "\n"))

            The table goes to stdout, everything else to stderr.
            Exit status: 0 done, 1 a wrong answer or a failure, 2 a wrong command line.
            """
    }
}
