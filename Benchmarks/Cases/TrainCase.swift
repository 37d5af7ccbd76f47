import Descent

/// Epochs of a fit by one rule: what learning costs beside one gradient.
final class TrainCase<Element: Scalar>: Case {
    let samples: Int
    let steps = 1
    private let sweep: Sweep<Element>
    private var run: Training<Element>
    private let stepsPerEpoch: Int
    private let startLoss: Double
    private var epochs = 0

    init(_ spec: Spec, _ field: Field<Element>, threads: Int) throws {
        let batches: Batches? = if let size = spec.batch { try .of(size, seed: 1) } else { nil }
        let targets = try field.targets(.logistic, outputs: 1)
        let data = try field.dataset(.logistic, outputs: 1, targets, 0..<spec.shape.samples, threads: threads)
        let samples = spec.shape.samples
        self.samples = samples
        stepsPerEpoch = batches.map { (samples + $0.size - 1) / $0.size } ?? 1
        sweep = try Sweep(data, neuron: .logistic, threads: threads)
        startLoss = try sweep.loss(at: sweep.zero)
        let stopping = try Stopping(gradientNorm: nil, iterations: .max)
        func open(_ rule: some UpdateRule) throws -> Training<Element> {
            try Training(
                data, neuron: .logistic, by: .firstOrder(rule, stopping: stopping), batches: batches, threads: threads)
        }
        run = try open(spec.rule!.rule)
    }

    var threads: Int { sweep.threads }

    func evaluate() throws {
        for _ in 0..<stepsPerEpoch {
            guard try run.step() != nil else {
                throw BenchError.wrongAnswer("the fit ended by itself: \(run.outcome.map { "\($0)" } ?? "")")
            }
        }
        epochs += 1
    }

    /// The loss of all data has come down.
    func answer() throws -> Answer {
        let loss = try sweep.loss(at: run.parameters)
        guard loss < startLoss else {
            throw BenchError.wrongAnswer("after \(epochs) epochs the loss is \(loss), but it began with \(startLoss)")
        }
        // The survey knows the gradient at 0, where full batches start.
        let saved = run.batches == nil ? 1.0 : 0
        let reads = (run.reads + saved) / Double(epochs)
        guard abs(reads - 1) < 1e-9 else {
            throw BenchError.wrongAnswer("an epoch read X \(reads) times; it must read it once")
        }
        return Answer(name: "loss", value: loss, disagreement: 0, reads: reads)
    }
}

/// The rules that are measured.
enum RuleKind: String, CaseIterable {
    case gradientDescent, normalisedDescent, momentum, nesterov, adaGrad, rmsProp, adadelta, adam, adamW, adaMax, nadam,
        amsGrad

    var rule: any UpdateRule {
        switch self {
        case .gradientDescent: GradientDescent()
        case .normalisedDescent: NormalisedDescent(rate: 0.01)
        case .momentum: Momentum(rate: 0.01)
        case .nesterov: Nesterov(rate: 0.01)
        case .adaGrad: AdaGrad()
        case .rmsProp: RMSProp()
        case .adadelta: Adadelta()
        case .adam: Adam()
        case .adamW: AdamW()
        case .adaMax: AdaMax()
        case .nadam: Nadam()
        case .amsGrad: AMSGrad()
        }
    }
}
