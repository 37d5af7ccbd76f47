internal import Descent
internal import DescentFiles
internal import DescentSystem

/// `descent cv`: the penalty that predicts best, and the model that it makes.
struct Choose<Element: Scalar> {
    private let settings: ChooseSettings
    private let talk: Talk

    init(_ settings: ChooseSettings) {
        self.settings = settings
        talk = Talk(isQuiet: settings.input.isQuiet)
    }

    func run() throws -> Int32 {
        var files = settings.input.files(of: .cv)
        try files.prints()
        try files.writes(settings.output, as: Flag.Name.output.typed)
        try files.writes(settings.report, as: Flag.Name.report.typed)
        let samples = try Samples<Element>(settings.input, needsTargets: true)
        samples.notes.forEach(talk.note)
        let learnable = try samples.learnable(settings.neuron, threads: settings.input.threads), data = learnable.data
        if let rule = settings.threshold {
            try Model<Element>.requireProbability(learnable.neuron, data, "--threshold \(rule.words)")
        }
        let found = try run(
            learnable, try folds(data, learnable.neuron),
            try settings.path(indicators: learnable.indicators))
        let threshold = try threshold(found, data)
        if let path = settings.output {
            let model = try samples.model(of: found.fit, labels: learnable.labels, threshold: threshold?.value)
            try Ranks.first { try model.write(to: path) }
        }
        if let end = found.endOfBest { talk.note("\(end)") }
        let result = ChoiceResult(
            found: found, threshold: threshold,
            fit: try FitResult(found.fit, samples, labels: learnable.labels, threads: settings.input.threads))
        if let path = settings.report {
            let page = try ChoicePage(result, samples, threads: settings.input.threads)
            try Ranks.first { try page.page.write(to: path) }
        }
        try settings.isJSON ? Output.print(result.json) : Output.print(result.table)
        return found.fit.outcome.status
    }

    /// Nil where nobody asked for one.
    private func threshold(_ found: CrossValidated<Element>, _ data: Dataset<Element>) throws -> ChosenThreshold? {
        guard let rule = settings.threshold else { return nil }
        // Of a softmax, class 1 has an output of its own.
        let probabilities = found.outOfFold.row(found.outOfFold.rows - 1)
        return try ChosenThreshold(
            rule, probabilities, (0..<data.sampleCount).map { data.targets[0, $0] == 1 },
            weights: data.weights?.values.map { Double($0) })
    }

    /// In which each class is as frequent as it can be alike, where there are classes.
    private func folds(_ data: Dataset<Element>, _ neuron: any Neuron) throws(DescentError) -> Folds {
        if data.classes != nil || neuron.decision != nil && data.hasBinaryTargets {
            let labels = (0..<data.sampleCount).map { Int(data.targets[0, $0]) }
            return try Folds(settings.folds, stratifiedBy: labels, seed: settings.seed)
        }
        return try Folds(settings.folds, samples: data.sampleCount, seed: settings.seed)
    }

    private func run(
        _ learnable: Samples<Element>.Learnable, _ folds: Folds, _ path: RegularizationPath
    ) throws -> CrossValidated<Element> {
        Signals.heed(saving: nil, isShared: Ranks.all != nil)
        defer { Signals.ignoreNoMore() }
        let line = StatusLine(), isQuiet = settings.input.isQuiet, cancellation = Cancellation()
        defer { if !isQuiet { line.clear() } }
        do throws(DescentError) {
            return try cancellation.watching { () throws(DescentError) in
                try learnable.data.crossValidate(
                    neuron: learnable.neuron, folds: folds, along: path, metric: settings.metric,
                    choosing: settings.choice,
                    stopping: settings.stopping, hasBias: learnable.hasBias, threads: settings.input.threads
                ) { progress in
                    if !isQuiet {
                        line.show(
                            "\(progress.ended) of \(progress.members) fits, reads \(progress.reads.text()), "
                                + progress.seconds.asTime)
                    }
                    if Signals.pending != nil { cancellation.request() }
                }
            }
        } catch {
            if case .cancelled = error, let signal = try Ranks.signal {
                throw Failure.interrupted(signal: signal, checkpoint: nil)
            }
            throw error
        }
    }
}
