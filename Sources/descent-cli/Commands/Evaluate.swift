internal import Descent
internal import DescentFiles

/// `descent evaluate`: a model against samples whose targets are known.
struct Evaluate<Element: Scalar> {
    private let settings: EvaluateSettings

    init(_ settings: EvaluateSettings) { self.settings = settings }

    func run() throws -> Int32 {
        var files = settings.input.files(of: .evaluate)
        files.reads(settings.model, as: Flag.Name.model.typed)
        try files.prints()
        try files.writes(settings.report, as: Flag.Name.report.typed)
        let model = try Model<Element>(settings.model)
        model.warning.map { Output.say($0) }
        let input = settings.input.naming(classes: model.classes)
        let samples = try model.samples(input, settings.use, needsTargets: true)
        let data = try samples.dataset(for: model.layer, threads: input.threads)
        let judgement = try Judgement(
            model.layer, on: data, samples.names(classes: model.classes), threshold: model.threshold,
            threads: input.threads)
        if let path = settings.report {
            try Ranks.first { try JudgementPage(judgement, path: input.name).page.write(to: path) }
        }
        let dropped: [(String, JSON)] = [("rowsDropped", .integer(samples.rowsDropped?.count ?? 0))]
        try settings.isJSON
            ? Output.print(JSON.told(judgement.members + dropped)) : Output.print(judgement.table)
        return 0
    }
}

extension Model {
    /// What those who use it should know.
    var warning: String? {
        guard let outcome, !outcome.hasPrefix("converged"), !outcome.hasPrefix("at a local"),
            !outcome.hasPrefix("stopped early")
        else { return nil }
        return "warning: the fit of this model did not converge: \(outcome.shown)"
    }
}
