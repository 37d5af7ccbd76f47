internal import Descent
internal import DescentFiles

/// Which neuron learns, and how its samples and its risk are counted.
struct NeuronSettings: Sendable {
    private let words: NeuronWords
    let hasBias: Bool
    let risk: Risk
    /// `balanced`, or factors by a class's label or number.
    let classWeights: ClassFactors?
    /// How many classes a softmax may have.
    let mostClasses: Int

    enum ClassFactors: Sendable {
        case balanced
        case of([(name: String, factor: Double)])
    }

    var isSoftmax: Bool { traits.coupling != .independent }
    var isLinear: Bool { traits.isLinear }
    /// Whether a score of 0 has no slope.
    var isFlatAtZero: Bool { traits.outline.activation == .relu }
    private var traits: NeuronTraits { neuron(outputs: 2).traits }

    init(_ arguments: Arguments) throws(Failure) {
        words = try Self.words(arguments)
        hasBias = !arguments.has(.noBias)
        risk = arguments.has(.sum) ? .sum : .mean
        classWeights = try Self.classWeights(arguments)
        mostClasses = try arguments.count(.classesAtMost, from: 2, to: 1 << 24) ?? 10_000
    }

    /// The neuron of so many outputs, or of a softmax so many classes.
    func neuron(outputs: Int) -> any Neuron { words.neuron(outputs: outputs)! }

    /// The neurons of one word; a pair has two.
    private static let own = NeuronKind.all.filter { $0.word != "composed" }

    /// The words that `--neuron`, `--activation` and `--cost` know.
    static var names: [String] { own.map(\.word) }
    static var activationNames: [String] { Activation.allCases.map(\.name) }
    static var costNames: [String] { Cost.kinds.map { if case .huber = $0 { "huber" } else { $0.name } } }

    private static func words(_ arguments: Arguments) throws(Failure) -> NeuronWords {
        let name = try arguments.choice(.neuron, of: own.map { ($0.word, $0.word) })
        let delta = try arguments.number(.delta, "a number above 0") { $0 > 0 }
        if let activation = arguments[.activation] {
            guard name == nil else {
                throw .usage("--neuron and --activation are two ways to say the same: give one", arguments.command)
            }
            return try composed(activation, delta, arguments)
        }
        if delta != nil { throw .usage("--delta belongs to --activation A --cost huber", arguments.command) }
        let neuron = name ?? "logistic"
        guard let cost = arguments[.cost] else {
            let isSquared = own.contains { $0.word == neuron && $0.hasScales }
            return NeuronWords(neuron: neuron, cost: isSquared ? SquaredError.halfSquared.name : nil)
        }
        let words = NeuronWords(neuron: neuron, cost: cost)
        guard words.neuron(outputs: 2) != nil else {
            throw .usage(
                "the \(neuron) neuron has no cost '\(cost.shown)'; linear, relu and sigmoid have halfSquared and squared,"
                    + " and --activation with --cost has others",
                arguments.command)
        }
        return words
    }

    private static func composed(
        _ activation: String, _ delta: Double?, _ arguments: Arguments
    ) throws(Failure) -> NeuronWords {
        let kinds = Activation.allCases.map { ($0.name, $0) }
        let kind = try arguments.choice(.activation, of: kinds)!
        guard arguments.has(.cost) else { throw .usage("--activation needs --cost beside it", arguments.command) }
        // Huber's has a number in its name.
        let costs = Cost.kinds.map { cost in
            if case .huber = cost { ("huber", Cost.huber(delta: delta ?? 1)) } else { (cost.name, cost) }
        }
        let cost = try arguments.choice(.cost, of: costs)!, isHuber = arguments[.cost] == "huber"
        if delta != nil, !isHuber { throw .usage("--delta belongs to --cost huber", arguments.command) }
        do throws(DescentError) { _ = try Composed(kind, cost) } catch { throw .usage("\(error)", arguments.command) }
        return NeuronWords(
            neuron: "composed", activation: activation, cost: arguments[.cost],
            delta: isHuber ? "\(delta ?? 1)" : nil)
    }

    private static func classWeights(_ arguments: Arguments) throws(Failure) -> ClassFactors? {
        guard let word = arguments[.classWeights] else { return nil }
        if word == "balanced" { return .balanced }
        var factors: [(name: String, factor: Double)] = []
        for pair in word.split(separator: ",", omittingEmptySubsequences: false) {
            guard let equals = pair.lastIndex(of: "="), equals > pair.startIndex,
                let factor = Numbers.whole(String(pair[pair.index(after: equals)...])), factor > 0
            else { throw arguments.wrong(.classWeights, "balanced, or class=factor between commas, each above 0") }
            factors.append((String(pair[..<equals]), factor))
        }
        return .of(factors)
    }
}

extension NeuronSettings.ClassFactors {
    /// - Throws: `usage` for a class that is not there.
    func weights(labels: [String]) throws(Failure) -> ClassWeights {
        guard case .of(let pairs) = self else { return .balanced }
        var factors = [Double?](repeating: nil, count: labels.count)
        for (name, factor) in pairs {
            guard let place = labels.firstIndex(of: name) else {
                let known = labels.prefix(10).map(\.shown).joined(separator: ", ")
                throw .usage("--class-weights names '\(name.shown)', which is no class; classes are \(known)", nil)
            }
            guard factors[place] == nil else {
                throw .usage("--class-weights names '\(name.shown)' twice", nil)
            }
            factors[place] = factor
        }
        return .factors(factors.map { $0 ?? 1 })
    }
}
