internal import Descent

/// All that `train` was asked for.
struct TrainSettings: Sendable {
    var input: InputSettings
    let neuron: NeuronSettings
    let descent: DescentSettings
    /// Nil where no model is to be written.
    let output: String?
    let report: String?
    let isJSON: Bool
    let isDryRun: Bool
    let showsAllRows: Bool
    let checkpoint: (path: String, every: Int)?
    let resume: String?
    /// From which probability on a sample is of the second class; nil for one half.
    let threshold: Double?
    /// What statistics take the weights for.
    let weightMeaning: Statistics.WeightMeaning

    init(_ arguments: Arguments) throws(Failure) {
        input = try InputSettings(arguments)
        neuron = try NeuronSettings(arguments)
        descent = try DescentSettings(arguments)
        isDryRun = arguments.has(.dryRun)
        showsAllRows = arguments.has(.allRows)
        output = arguments[.output]
        report = arguments[.report]
        isJSON = arguments.has(.json)
        resume = arguments[.resume]
        threshold = try arguments.number(.threshold, "a number above 0 and below 1") { $0 > 0 && $0 < 1 }
        let every = try arguments.count(.every)
        checkpoint = arguments[.checkpoint].map { ($0, every ?? 100) }
        if every != nil, checkpoint == nil { throw .usage("--every belongs to --checkpoint", .train) }
        let meanings = Statistics.WeightMeaning.allCases.map { ("\($0)", $0) }
        weightMeaning = try arguments.choice(.weightsAre, of: meanings) ?? .repetitions
        if arguments.has(.weightsAre), !arguments.has(.sampleWeights), !arguments.has(.classWeights) {
            throw .usage("--weights-are belongs to --sample-weights or --class-weights", .train)
        }
        guard case .leastSquares = descent.method else { return }
        if !neuron.isLinear || descent.hasL1 {
            throw .usage("least squares is for the linear neuron without --l1", .train)
        }
        if needsSteps {
            throw .usage("least squares has no steps: it goes with neither checkpoints nor --validation", .train)
        }
    }

    /// Whether somebody asked for what only a descent has.
    private var needsSteps: Bool {
        checkpoint != nil || resume != nil || descent.validation != nil || neuron.risk == .sum
            || descent.batches != nil
    }

    /// Whether the fit is a direct one.
    var isDirect: Bool {
        switch descent.method {
        case .leastSquares: true
        case .automatic: neuron.isLinear && !descent.hasL1 && !needsSteps && !descent.hasLimits
        default: false
        }
    }
}
