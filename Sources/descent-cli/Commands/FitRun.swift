internal import Descent
internal import DescentFiles

/// A fit as the command makes it: with progress, checkpoints, and an ear for signals.
struct FitRun<Element: Scalar> {
    private let settings: TrainSettings
    private let learnable: Samples<Element>.Learnable

    init(_ settings: TrainSettings, _ learnable: Samples<Element>.Learnable) {
        self.settings = settings
        self.learnable = learnable
    }

    func run() throws -> (fit: Fit<Element>, history: History) {
        let neuron = learnable.neuron, threads = settings.input.threads
        let penalty = try settings.descent.penalty(indicators: learnable.indicators)
        if settings.isDirect {
            let fit = try learnable.data.fit(
                neuron: neuron, penalty: penalty, hasBias: learnable.hasBias, threads: threads)
            return (fit, History())
        }
        var data = learnable.data, validation: (data: Dataset<Element>, patience: Int)?
        if let (share, patience) = settings.descent.validation {
            let parts = try data.split(share, seed: settings.descent.seed, threads: threads)
            data = parts.rest
            validation = (parts.part, patience)
        }
        let solver = try settings.descent.solver(samples: data.sampleCount, penalty: penalty)!
        let run = try Training(
            data, neuron: neuron, by: solver, batches: settings.descent.batches, start: start(data, neuron),
            hasBias: learnable.hasBias, risk: settings.neuron.risk, standardised: settings.descent.isStandardised,
            validation: validation,
            threads: threads)
        return try finish(run, data)
    }

    /// Units that are flat at 0, as ReLU is, are dead there: they start with a bias at which they respond to every sample.
    private func start(_ data: Dataset<Element>, _ neuron: any Neuron) -> Parameters? {
        guard settings.neuron.isFlatAtZero, learnable.hasBias else { return nil }
        var start = Parameters(features: data.featureCount, outputs: data.targets.rows)
        for (output, target) in data.survey.targets.enumerated() {
            start.setBias(target.mean > 0 ? target.mean : max(target.standardDeviation, 1e-3), output: output)
        }
        return start
    }

    private func finish(
        _ training: consuming Training<Element>, _ data: Dataset<Element>
    ) throws -> (fit: Fit<Element>, history: History) {
        var run = training
        if let path = settings.resume {
            do { try run.resume(fromFile: path) } catch let error as DescentError {
                throw Failure.run("\(path.shown): \(error)")
            }
        }
        Signals.heed(saving: settings.checkpoint?.path, isShared: Ranks.all != nil)
        defer { Signals.ignoreNoMore() }
        var history = History()
        var progress = ProgressLine(
            isQuiet: settings.input.isQuiet, mostReads: run.mostReads,
            bytes: data.featureCount * data.sampleCount * MemoryLayout<Element>.stride)
        defer { progress.clear() }
        var rhythm = CheckpointRhythm(every: settings.checkpoint?.every)
        while let step = try run.step() {
            history.add(step, reads: run.reads)
            progress.show(step, reads: run.reads)
            guard run.outcome == nil else { break }
            if let signal = try Ranks.signal {
                Signals.answer()
                if let path = settings.checkpoint?.path { try write(run, to: path) }
                throw Failure.interrupted(signal: signal, checkpoint: settings.checkpoint?.path)
            }
            if let path = settings.checkpoint?.path, try Ranks.any(rhythm.isDue(step.step)) {
                try rhythm.time { try write(run, to: path) }
            }
        }
        let fit = try run.result()!
        if run.canGoOn, let path = settings.checkpoint?.path {
            try write(run, to: path)
        }
        return (fit, history)
    }

    /// Of ranks, which all stand at the same point, one writes.
    private func write(_ run: borrowing Training<Element>, to path: String) throws {
        guard Ranks.all != nil else { return try run.writeCheckpoint(to: path) }
        let state = run.encodedState
        try Ranks.first { try OutputFile.write(state, to: path) }
    }
}
