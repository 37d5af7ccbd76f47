internal import Descent
internal import DescentFiles

/// The command: from words to an exit status.
enum Command {
    static let version = "0.1.0-dev"

    static func run(_ words: [String]) -> Int32 {
        do {
            return try status(words)
        } catch {
            let failure = Failure(error)
            if let message = failure.message { Output.say(message) }
            return failure.status
        }
    }

    private static func status(_ words: [String]) throws -> Int32 {
        guard let first = words.first else {
            Output.say("a command is missing\n\n" + Help.overview)
            return 2
        }
        switch first {
        case "--help", "-h", "help":
            try Output.print(Help.overview)
            return 0
        case "--version":
            try Output.print("descent \(version)")
            return 0
        default: break
        }
        guard let command = Subcommand(rawValue: first) else {
            throw Failure.usage(
                "unknown command '\(first.shown)'; there are \(Subcommand.allCases.map(\.rawValue).joinedByOr)", nil)
        }
        let arguments = try Arguments(command, words.dropFirst())
        if arguments.has(.help) {
            try Output.print(Help.text(of: command))
            return 0
        }
        return try run(arguments)
    }

    private static func run(_ arguments: Arguments) throws -> Int32 {
        switch arguments.command {
        case .train:
            let settings = try TrainSettings(arguments)
            return settings.input.isFloat ?? false
                ? try Train<Float>(settings).run() : try Train<Double>(settings).run()
        case .cv:
            let settings = try ChooseSettings(arguments)
            return settings.input.isFloat ?? false
                ? try Choose<Float>(settings).run() : try Choose<Double>(settings).run()
        case .predict:
            let settings = try PredictSettings(arguments)
            return try settings.input.isFloat ?? Model.isSingle(settings.model)
                ? Predict<Float>(settings).run() : Predict<Double>(settings).run()
        case .evaluate:
            let settings = try EvaluateSettings(arguments)
            return try settings.input.isFloat ?? Model.isSingle(settings.model)
                ? Evaluate<Float>(settings).run() : Evaluate<Double>(settings).run()
        case .explain: return try Explain(arguments).run()
        case .inspect: return try Inspect(arguments).run()
        case .convert: return try Convert(arguments).run()
        case .export: return try Export(arguments).run()
        }
    }
}
