internal import Descent
internal import DescentReport

/// The section of a fit's page that shows what each term of its formula does.
struct EffectPage {
    private let effects: Effects?
    private let models: String

    init(_ effects: Effects?, _ models: String) {
        self.effects = effects
        self.models = models
    }

    var sections: [ReportSection] {
        guard let effects, !(effects.effects.isEmpty && effects.failures.isEmpty) else { return [] }
        let offset = effects.offset.map { " The offset is at its mean, \(Number.text($0))." } ?? ""
        let notes = effects.failures.map { ReportBlock.note("The effect of \($0.name) is not drawn: \($0.reason)") }
        return [
            ReportSection(
                "Effects of the terms",
                [
                    .note(
                        "What the model predicts along each column, the rest at its mean or first level, with 95 % confidence for"
                            + " the mean.\(offset)")
                ] + effects.effects.map(block) + notes)
        ]
    }

    private func block(_ effect: Effects.Effect) -> ReportBlock {
        switch effect.shape {
        case .curves(let column, let curves):
            .chart(
                EffectChart(
                    title: effect.name,
                    series: curves.map { curve in
                        .init(curve.name, curve.points.map { .init(x: $0.x, y: $0.y.value, band: $0.y.band) })
                    }, x: ChartAxis(column), y: ChartAxis(models)))
        case .levels(let levels):
            .chart(
                IntervalChart(
                    title: effect.name, rows: levels.map { .init($0.name, $0.y.value, interval: $0.y.band) },
                    axis: models, order: .given, limit: Effects.mostLevels))
        }
    }
}
