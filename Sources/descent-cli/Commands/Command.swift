internal import Descent
internal import DescentFiles

/// The command: from words to an exit status.
enum Command {
    static let version = Version.current

    static func run(_ words: [String]) -> Int32 {
        do {
            defer { Ranks.finish() }
            try Ranks.start(words)
            return ended { try together(words) }
        } catch {
            return ended { throw error }
        }
    }

    private static func ended(_ body: () throws -> Int32) -> Int32 {
        do { return try body() } catch {
            let failure = Failure(error)
            if let message = failure.message { Output.say(message) }
            return failure.status
        }
    }

    /// What ends one rank ends all, and is said once.
    private static func together(_ words: [String]) throws -> Int32 {
        guard let all = Ranks.all else { return try status(words) }
        var result: Int32 = 0, own: (any Error)?
        do {
            try all.requireSame([("version", version), ("the words of the command", words.joined(separator: " "))])
            result = try status(words)
        } catch DescentError.failed(let rank, let message) {
            // Which all have heard.
            throw DescentError.failed(rank: rank, message: message)
        } catch { own = error }
        do { try all.agree(on: own) } catch { throw own ?? error }
        return result
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
            var settings = try TrainSettings(arguments)
            return try settings.input.spooled(.train) { input in
                settings.input = input
                return try input.isFloat ?? false
                    ? Train<Float>(settings).run() : Train<Double>(settings).run()
            }
        case .cv:
            let settings = try ChooseSettings(arguments)
            return settings.input.isFloat ?? false
                ? try Choose<Float>(settings).run() : try Choose<Double>(settings).run()
        case .predict:
            var settings = try PredictSettings(arguments)
            return try settings.input.spooled(.predict) { input in
                settings.input = input
                return try input.isFloat ?? Model.isSingle(settings.model)
                    ? Predict<Float>(settings).run() : Predict<Double>(settings).run()
            }
        case .evaluate:
            var settings = try EvaluateSettings(arguments)
            return try settings.input.spooled(.evaluate) { input in
                settings.input = input
                return try input.isFloat ?? Model.isSingle(settings.model)
                    ? Evaluate<Float>(settings).run() : Evaluate<Double>(settings).run()
            }
        case .explain: return try byFirst { try Explain(arguments).run() }
        case .inspect: return try byFirst { try Inspect(arguments).run() }
        case .convert: return try byFirst { try Convert(arguments).run() }
        case .export: return try byFirst { try Export(arguments).run() }
        case .doctor: return try byFirst { try Doctor(arguments).run() }
        case .completions: return try byFirst { try Completions(arguments).run() }
        case .man:
            return try byFirst {
                try Output.print(Manual.page)
                return 0
            }
        }
    }

    /// What one rank does for all.
    private static func byFirst(_ body: () throws -> Int32) throws -> Int32 {
        var status: Int32 = 0
        try Ranks.first { status = try body() }
        return status
    }
}
