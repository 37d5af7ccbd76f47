/// An option of the command line. What is accepted and what the help says both come from `Flag.all`.
struct Flag: Sendable {
    let name: Name
    /// What its value looks like; nil for a flag without one.
    let value: String?
    let help: String
    let section: Section
    let commands: Set<Subcommand>

    /// As it is typed, without the dashes.
    enum Name: String, Sendable, CaseIterable {
        case features, targets, target, columns, labels, missing, separator, format, offset, precision
        case exclude, na, decimal, encoding, formula, unknown
        case oneHot = "one-hot"
        case contrast
        case sampleWeights = "sample-weights"
        case weightsAre = "weights-are"
        case noHeader = "no-header"
        case noMap = "no-mmap"
        case dense
        case neuron, activation, cost, delta, sum
        case noBias = "no-bias"
        case classWeights = "class-weights"
        case l1, l2
        case penaltyOn = "penalty-on"
        case solver, rate, schedule, clip, batch, epochs, seed, tolerance, iterations, raw, validation, patience
        case warmUp = "warm-up"
        case timeLimit = "time-limit"
        case folds, path, mixing, metric, choose
        case checkpoint, every, resume
        case carry, threshold
        case model, classes, output, report, json, quiet, threads, onnx, help
        case dryRun = "dry-run"
        case allRows = "all-rows"
        case withoutOffset = "without-offset"
        case classesAtMost = "classes-at-most"
        case missingLevel = "missing-level"
        case fastReduce = "fast-reduce"
        case x, y, w, b, steps, digits, html

        var typed: String { "--" + rawValue }
    }

    /// A heading of the help.
    enum Section: String, CaseIterable, Sendable {
        case data = "Data"
        case neuron = "Neuron"
        case risk = "Penalty"
        case descent = "Descent"
        case choice = "Choice"
        case checkpoints = "Checkpoints"
        case values = "Values"
        case result = "Result"
    }

    init(
        _ name: Name, _ value: String? = nil, _ section: Section, _ commands: Set<Subcommand>, _ help: String
    ) {
        self.name = name
        self.value = value
        self.section = section
        self.commands = commands
        self.help = help
    }

    static func all(of command: Subcommand) -> [Flag] { all.filter { $0.commands.contains(command) } }

    static func named(_ word: String, of command: Subcommand) -> Flag? {
        let word = word == "-h" ? Name.help.typed : word
        return all(of: command).first { $0.name.typed == word }
    }
}
