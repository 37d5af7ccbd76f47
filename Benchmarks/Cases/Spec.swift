import Descent

/// What is asked about the machine.
enum CaseKind: String, CaseIterable {
    case forward, backward, gradient, graph, batch, train, fit, probe, many, threads, layers, predict

    var question: String {
        switch self {
        case .forward: "what does one dgemv cost, z = Wx + b of all samples, on one thread?"
        case .backward: "what does the other dgemv cost, X(ŷ−y)/m, on one thread?"
        case .gradient: "what does loss and gradient of all samples cost, both products in one read of X?"
        case .graph: "what does a gradient cost where the loss is the user's, written as an expression?"
        case .train: "what does an epoch of training cost, in full batches and in batches of 256, beside one gradient?"
        case .fit: "how long does data.fit take to its default tolerance, the survey included, and how often is X read?"
        case .probe:
            "how long does a softmax of 10 classes on many features take, the survey included, by how samples are stored?"
        case .many: "how long do many fits over the same samples take side by side, beside as many fits of their own?"
        case .batch: "what does one gradient of a mini-batch cost, and how much of that is not arithmetic?"
        case .threads: "how much faster is a gradient with more threads?"
        case .layers: "what do K neurons cost that share their input?"
        case .predict: "what do predictions cost: one sample at a time, and a matrix at once?"
        }
    }

    /// Whether cases take turns with a plain read of memory, whose speed is their limit.
    var isBesideReading: Bool { self != .batch && !isWholeFit }

    /// Whether a case is one fit or many, and not one evaluation.
    var isWholeFit: Bool { self == .fit || self == .probe || self == .many }

    /// Whether cases take turns with two products over the whole matrix.
    var isBesideTwoPasses: Bool { self == .gradient || self == .layers }
}

/// One case: all that its figures depend on beside the machine.
struct Spec {
    let kind: CaseKind
    let precision: Precision
    let shape: Shape
    var neuron = NeuronKind.logistic
    var isFeatureMajor = false
    /// As what samples are stored; nil for numbers of the precision.
    var stored: NumberType?
    var outputs = 1
    /// Whether every sample is checked for what is not finite.
    var isChecked = false
    /// Nil for the run's.
    var threads: Int?
    /// Whether the loss is written as an expression.
    var isWritten = false
    var rule: RuleKind?
    /// Samples per step or call, where they are not all.
    var batch: Int?
    var features = FeatureKind.independent
    var many: ManyKind?
    /// Whether what others do side by side is done one after the other.
    var isSeparate = false

    var name: String {
        var words = ["\(kind)", shape.name, "\(precision)"]
        if neuron != .logistic { words.append("\(neuron)") }
        if isFeatureMajor { words.append("featureMajor") }
        if let stored { words.append("\(stored)") }
        if kind == .layers || kind == .probe || kind == .fit && outputs > 1 { words.append("K=\(outputs)") }
        if let threads { words.append("threads=\(threads)") }
        if isWritten { words.append("written") }
        if let rule { words.append("\(rule)") }
        if let batch { words.append("batch=\(batch)") }
        if isChecked { words.append("checked") }
        if kind == .fit || kind == .probe { words.append("\(features)") }
        if let many { words.append(many.rawValue) }
        if isSeparate { words.append("separate") }
        return words.joined(separator: "/")
    }

    /// Whose products with X these are: OpenBLAS's, or kernels of Descent's own where samples are short or outputs several.
    var kernel: String {
        switch kind {
        case .forward, .backward: return "blas"
        case .predict: return batch == 1 ? "own" : "blas"
        case .many, .probe: return "own"
        case .gradient, .graph, .batch, .train, .fit, .threads, .layers:
            let isShort =
                precision == .double
                ? Plan.hasShortSamples(Double.self, features: shape.features)
                : Plan.hasShortSamples(Float.self, features: shape.features)
            return outputs > 1 || isShort && !isFeatureMajor ? "own" : "blas"
        }
    }

    var layout: String { isFeatureMajor ? "featureMajor" : "sampleMajor" }

    /// Floating-point operations of the products, per sample; those of the neuron are left out.
    var operationsPerSample: Int { products * 2 * shape.features * outputs }

    /// How many products with X there are.
    private var products: Int {
        switch kind {
        case .forward, .backward, .predict: 1
        case .gradient, .graph, .batch, .train, .fit, .probe, .many, .threads, .layers: 2
        }
    }

    /// Bytes that must be read, per sample: its features, its targets and, spread over all, the weights.
    var bytesPerSample: Double {
        let targets = kind == .predict || kind == .forward ? 0 : neuron == .softmax ? 1 : outputs
        let weights = Double((shape.features + 1) * outputs) / Double(batch ?? shape.samples)
        let features = Double(shape.features * (stored?.size ?? precision.bytes))
        return features + (Double(targets) + weights) * Double(precision.bytes)
    }
}

/// Cases that share data and are measured in turns.
struct Group {
    var specs: [Spec]

    var shape: Shape { specs[0].shape }
    var precision: Precision { specs[0].precision }
    var kind: CaseKind { specs[0].kind }
    var isFeatureMajor: Bool { specs[0].isFeatureMajor }
    var features: FeatureKind { specs[0].features }
    var name: String {
        "\(kind)/\(shape.name)/\(precision)" + (isFeatureMajor ? "/featureMajor" : "")
            + (kind == .fit || kind == .probe ? "/\(features)" : "") + (specs[0].many.map { "/\($0.rawValue)" } ?? "")
    }
    /// Bytes that its cases have beside what all share.
    var bytesBeside: Int {
        specs.reduce(0) {
            $0 + ($1.many?.valuesBeside(shape) ?? 0) * precision.bytes
                + ($1.stored.map { shape.values * ($0.size + 2 * precision.bytes) } ?? 0)
        }
    }
    var outputs: Int { specs.map(\.outputs).max() ?? 1 }
}
