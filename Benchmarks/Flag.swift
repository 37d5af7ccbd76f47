import Descent

/// One option of the command line. Parsing and help both come from `all`.
struct Flag {
    let name: String
    let short: String?
    /// The placeholder of its value, for options that take one.
    let value: String?
    let help: String
    let subjects: Set<Options.Subject>
    let apply: @Sendable (inout Options, String) throws(BenchError) -> Void

    init(
        _ name: String, short: String? = nil, _ value: String? = nil, _ help: String,
        of subjects: Set<Options.Subject> = [.neurons],
        apply: @escaping @Sendable (inout Options, String) throws(BenchError) -> Void
    ) {
        self.name = name
        self.short = short
        self.value = value
        self.help = help
        self.subjects = subjects
        self.apply = apply
    }

    static let all = [
        Flag("--quick", nil, "small shapes and short runs, for a look or a check; they fit in caches", of: both) {
            (options, _) throws(BenchError) in options.isQuick = true
        },
        Flag("--filter", "TEXT", "only the cases whose name contains TEXT, such as gradient or many") {
            (options, word) throws(BenchError) in
            options.filter = word
        },
        Flag("--shape", "NxM", "N features, M samples instead of the suite's own shapes; may be repeated", of: both) {
            (options, word) throws(BenchError) in
            guard let shape = Shape(word) else {
                throw .usage("--shape needs features x samples, such as 28x1000000, but got '\(word)'")
            }
            options.shapes.append(shape)
        },
        Flag("--threads", "N", "threads, 1 to \(ThreadBudget.maximum); default: one per core; of a rank: one", of: both)
        {
            (options, word) throws(BenchError) in
            options.threads = try count(word, "--threads")
        },
        Flag("--json", "FILE", "the results for programs, too", of: both) { (options, word) throws(BenchError) in
            options.json = try path(word, "--json")
        },
        Flag("--plot", "FILE.svg", "the gradients as a picture, too") { (options, word) throws(BenchError) in
            options.plot = try path(word, "--plot")
        },
        Flag("--list", nil, "print the names of the cases and their questions, and measure nothing") {
            (options, _) throws(BenchError) in options.action = .list
        },
        Flag("--ranks", "N", "ranks, at most; default: one per core", of: [.mpi]) {
            (options, word) throws(BenchError) in
            options.ranks = try count(word, "--ranks")
        },
        Flag("--launcher", "WORDS", "what starts ranks, before -np N; default: \(Options.launcher)", of: [.mpi]) {
            (options, word) throws(BenchError) in options.launcher = word
        },
        Flag("--latency", "US", "microseconds of a message, for the prediction; default: as measured here", of: [.mpi])
        {
            (options, word) throws(BenchError) in options.latency = try number(word, "--latency") * 1e-6
        },
        Flag("--bandwidth", "GB/S", "of the network, for the prediction; default: as measured here", of: [.mpi]) {
            (options, word) throws(BenchError) in options.bandwidth = try number(word, "--bandwidth") * 1e9
        },
        Flag("--help", short: "-h", nil, "print this", of: both) { (options, _) throws(BenchError) in
            options.action = .help
        },
    ]

    private static let both = Set(Options.Subject.allCases)

    private static func count(_ word: String, _ flag: String) throws(BenchError) -> Int {
        guard let count = Int(word), (1...ThreadBudget.maximum).contains(count) else {
            throw .usage("\(flag) needs a whole number from 1 to \(ThreadBudget.maximum), but got '\(word)'")
        }
        return count
    }

    private static func number(_ word: String, _ flag: String) throws(BenchError) -> Double {
        guard let number = Double(word), number > 0, number.isFinite else {
            throw .usage("\(flag) needs a number above 0, but got '\(word)'")
        }
        return number
    }

    private static func path(_ word: String, _ flag: String) throws(BenchError) -> String {
        if word.isEmpty { throw .usage("\(flag) needs the name of a file") }
        return word
    }

    static var help: String {
        let left = all.map {
            ([$0.short.map { "\($0)," }, $0.name, $0.value].compactMap { $0 }).joined(separator: " ")
        }
        let width = left.map(\.count).max() ?? 0
        func lines(_ isWanted: (Flag) -> Bool) -> String {
            zip(all, left).filter { isWanted($0.0) }.map { flag, left in
                "  " + left + String(repeating: " ", count: width - left.count + 2) + flag.help
            }.joined(separator: "\n")
        }
        return """
            How fast does this machine train a neuron, and how far is that from the machine's limit?
            With the word mpi: what do ranks cost each other, and how far would many of them scale?

            usage: swift run -c release bench [options]
                   swift run -c release bench compare A.json B.json
                   swift run -c release --traits MPI bench mpi [options]

            \(lines { $0.subjects == both })

            without a word
            \(lines { $0.subjects == [.neurons] })

            of mpi
            \(lines { $0.subjects == [.mpi] })

            The table goes to stdout, everything else to stderr.
            Exit status: 0 done, 1 a wrong answer or a failure, 2 a wrong command line.
            """
    }
}
