internal import Descent

/// All that `cv` was asked for.
struct ChooseSettings: Sendable {
    let input: InputSettings
    let neuron: NeuronSettings
    let folds: Int
    let path: RegularizationPath
    let metric: Metric
    let stopping: Stopping
    let seed: UInt64
    let output: String?
    let report: String?
    let isJSON: Bool

    init(_ arguments: Arguments) throws(Failure) {
        input = try InputSettings(arguments)
        neuron = try NeuronSettings(arguments)
        folds = try arguments.count(.folds, from: 2, to: 65_535) ?? 5
        metric = try arguments.choice(.metric, of: Metric.allCases.map { ($0.rawValue, $0) }) ?? .loss
        seed = UInt64(try arguments.count(.seed, from: 0) ?? 0)
        let count = try arguments.count(.path, from: 2, to: 10_000) ?? 20
        let mixing = try arguments.number(.mixing, "a share from 0 to 1") { (0...1).contains($0) } ?? 1
        let tolerance = try arguments.number(.tolerance, "a number from 0 on") { $0 >= 0 }
        let iterations = try arguments.count(.iterations) ?? 500
        do throws(DescentError) {
            path = try RegularizationPath(count: count, mixing: [mixing])
            stopping = try Stopping(
                gradientNorm: tolerance, digits: tolerance == nil ? 1e-8 : nil, iterations: iterations)
        } catch { throw Failure(error) }
        output = arguments[.output]
        report = arguments[.report]
        isJSON = arguments.has(.json)
    }
}
