internal import Descent
internal import DescentFiles

/// `descent train`: a fit, its model in a file if one is named, and what there is to say about it.
struct Train<Element: Scalar> {
    private let settings: TrainSettings
    private let talk: Talk

    init(_ settings: TrainSettings) {
        self.settings = settings
        talk = Talk(isQuiet: settings.input.isQuiet)
    }

    /// The exit status.
    func run() throws -> Int32 {
        // Not after hours of work.
        if !settings.isDryRun {
            var files = settings.input.files(of: .train)
            files.reads(settings.resume, as: Flag.Name.resume.typed)
            try files.prints()
            try files.writes(settings.output, as: Flag.Name.output.typed)
            try files.writes(settings.report, as: Flag.Name.report.typed)
            try files.writes(settings.checkpoint?.path, as: Flag.Name.checkpoint.typed)
        }
        let samples = try Samples<Element>(settings.input, needsTargets: true)
        samples.notes.forEach(talk.note)
        let learnable = try samples.learnable(settings.neuron, threads: settings.input.threads)
        if let threshold = settings.threshold {
            try Model<Element>.requireProbability(learnable.neuron, learnable.data, "--threshold \(threshold)")
        }
        if settings.isDryRun {
            try Output.print(try plan(learnable))
            return 0
        }
        // Before the fit, which may take hours.
        if settings.output == nil { talk.note("no model is written: --output FILE would write it") }
        let (fit, history) = try FitRun(settings, learnable).run()
        if let path = settings.output {
            let model = try samples.model(of: fit, labels: learnable.labels, threshold: settings.threshold)
            try Ranks.first { try model.write(to: path) }
        }
        let result = try FitResult(
            fit, samples, labels: learnable.labels, kind: settings.neuron.risk, weights: settings.weightMeaning,
            showsAllRows: settings.showsAllRows,
            threads: settings.input.threads)
        if let path = settings.report {
            // All ranks read for it, and one writes it.
            let page = try FitPage(result, samples, history, threads: settings.input.threads)
            try Ranks.first { try page.page.write(to: path) }
        }
        try settings.isJSON ? Output.print(result.json) : Output.print(result.table)
        return fit.outcome.status
    }

    private func plan(_ learnable: Samples<Element>.Learnable) throws -> String {
        let data = learnable.data, neuron = learnable.neuron
        let threads = settings.input.threads, hasBias = learnable.hasBias
        let penalty = try settings.descent.penalty(indicators: learnable.indicators)
        if settings.isDirect {
            return try data.forecast(
                neuron: neuron, by: .automatic(penalty: penalty), hasBias: hasBias, threads: threads
            ).description
        }
        let solver = try settings.descent.solver(samples: data.sampleCount, penalty: penalty)!
        guard let batches = settings.descent.batches else {
            return try data.forecast(neuron: neuron, by: solver, hasBias: hasBias, threads: threads).description
        }
        // The same checks as a fit's.
        _ = try Training(
            data, neuron: neuron, by: solver, batches: batches, hasBias: hasBias, risk: settings.neuron.risk,
            standardised: settings.descent.isStandardised, threads: threads)
        return """
            \(neuron.name) on \(data.featureCount) features × \(data.sampleCount) samples
            solver        \(solver.method.recipe)
            batches       \(batches.size) samples, \(try batches.perEpoch(of: data.sampleCount)) in an epoch, seed \(batches.seed)
            reads of X    \(settings.descent.epochs ?? 10) at most, one an epoch
            """
    }
}

/// What is said beside the result.
struct Talk {
    let isQuiet: Bool

    func note(_ text: String) {
        if !isQuiet { Output.say(text) }
    }
}
