import Descent

/// What the command line asks for, checked.
struct Options {
    var isQuick = false
    var threads: Int?
    var filter: String?
    var action = Action.measure

    enum Action {
        case measure, list, help
    }

    init(_ words: some Sequence<String>) throws(BenchError) {
        var words = Array(words)[...]
        while let word = words.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let flag = Flag.all.first(where: { $0.name == parts.first }) else {
                throw .usage("unknown option '\(word)'")
            }
            var value = parts.count > 1 ? parts[1] : nil
            if flag.value == nil, value != nil { throw .usage("\(flag.name) takes no value, but has '\(value!)'") }
            if let kind = flag.value {
                value = value ?? words.popFirst()
                if value == nil { throw .usage("\(flag.name) needs a value: \(kind)") }
            }
            try flag.apply(&self, value ?? "")
        }
    }
}

/// One option of the command line. Parsing and help both come from `all`.
struct Flag {
    let name: String
    /// The placeholder of its value, for options that take one.
    let value: String?
    let help: String
    let apply: @Sendable (inout Options, String) throws(BenchError) -> Void

    init(
        _ name: String, _ value: String? = nil, _ help: String,
        apply: @escaping @Sendable (inout Options, String) throws(BenchError) -> Void
    ) {
        self.name = name
        self.value = value
        self.help = help
        self.apply = apply
    }

    static let all = [
        Flag("--quick", nil, "small shapes and short runs, for a look or a check; they fit in caches") {
            (options, _) throws(BenchError) in options.isQuick = true
        },
        Flag("--threads", "N", "threads of the sweep, 1 to \(ThreadBudget.maximum); default: one per core") {
            (options, word) throws(BenchError) in
            guard let count = Int(word), (1...ThreadBudget.maximum).contains(count) else {
                throw .usage("--threads needs a whole number from 1 to \(ThreadBudget.maximum), but got '\(word)'")
            }
            options.threads = count
        },
        Flag("--filter", "TEXT", "only the cases whose name contains TEXT") { (options, word) throws(BenchError) in
            options.filter = word
        },
        Flag("--list", nil, "print the names of the cases and their questions, and measure nothing") {
            (options, _) throws(BenchError) in options.action = .list
        },
        Flag("--help", nil, "print this") { (options, _) throws(BenchError) in options.action = .help },
    ]

    static var help: String {
        let left = all.map { [$0.name, $0.value ?? ""].joined(separator: " ") }
        let width = left.map(\.count).max() ?? 0
        let lines = zip(all, left).map { flag, left in
            "  " + left + String(repeating: " ", count: width - left.count + 2) + flag.help
        }
        return """
            How fast does this machine train a neuron?

            usage: swift run -c release bench [options]

            \(lines.joined(separator: "\n"))

            The table goes to stdout, everything else to stderr.
            Exit status: 0 done, 1 a wrong answer or a failure, 2 a wrong command line.
            """
    }
}
