internal import Descent

/// All that `cv` was asked for.
struct ChooseSettings: Sendable {
    let input: InputSettings
    let neuron: NeuronSettings
    let folds: Int
    let metric: Metric
    let choice: CrossValidation.Choice
    /// By what the threshold between two classes is chosen; nil for one half.
    let threshold: ThresholdRule?
    private let penalties: Int
    private let mixing: Double
    private let penaltyUnits: PenaltyUnits?
    let stopping: Stopping
    let seed: UInt64
    let output: String?
    let report: String?
    let isJSON: Bool

    init(_ arguments: Arguments) throws(Failure) {
        input = try InputSettings(arguments)
        neuron = try NeuronSettings(arguments)
        folds = try arguments.count(.folds, from: 2, to: 65_535) ?? 5
        metric = try arguments.choice(.metric, of: Metric.all.map { ($0.name, $0) }) ?? .loss
        seed = UInt64(try arguments.count(.seed, from: 0) ?? 0)
        let choices = CrossValidation.Choice.allCases.map { ("\($0)", $0) }
        choice = try arguments.choice(.choose, of: choices) ?? .best
        threshold = try ThresholdRule(arguments)
        if threshold != nil, Ranks.all != nil {
            throw .usage(
                "cv --threshold is for one process: ranks do not share the predictions that it is chosen by", .cv)
        }
        penalties = try arguments.count(.path, from: 2, to: 10_000) ?? 20
        penaltyUnits = try PenaltyUnits.asked(arguments)
        mixing = try arguments.number(.mixing, "a share from 0 to 1") { (0...1).contains($0) } ?? 1
        let tolerance = try arguments.number(.tolerance, "a number from 0 on") { $0 >= 0 }
        let iterations = try arguments.count(.iterations) ?? 500
        do throws(DescentError) {
            stopping = try Stopping(
                gradientNorm: tolerance, digits: tolerance == nil ? 1e-8 : nil, iterations: iterations)
        } catch { throw Failure(error) }
        output = arguments[.output]
        report = arguments[.report]
        isJSON = arguments.has(.json)
    }

    /// The penalties, for data with some features that are indicators of a category's levels.
    func path(indicators: [Int]) throws(DescentError) -> RegularizationPath {
        try RegularizationPath(
            count: penalties, mixing: [mixing], on: penaltyUnits.units(indicators: indicators))
    }
}
