internal import Descent
internal import DescentFiles

extension Samples {
    /// What a neuron learns from or is judged by.
    struct Learnable {
        let data: Dataset<Element>
        let neuron: any Neuron
        let labels: [String]?
    }

    /// Data for a neuron by its settings.
    ///
    /// - Throws: what is wrong with the data; `run` for classes that the neuron does not tell apart.
    func learnable(_ settings: NeuronSettings, threads: Int?) throws -> Learnable {
        guard let targets else { throw Failure.run("the samples have no targets") }
        if settings.isSoftmax {
            let classes = try indices(targets), count = max(2, labels?.count ?? (classes.max() ?? 0) + 1)
            let weights = try self.weights(settings, classes, of: count)
            let neuron = settings.neuron(outputs: count)
            return Learnable(
                data: try dataset(classes, of: count, weights: weights, for: neuron, threads: threads), neuron: neuron,
                labels: labels)
        }
        let neuron = settings.neuron(outputs: targets.rows)
        if let labels, labels.count != 2 || neuron.decision == nil {
            let named = labels.prefix(5).map(\.shown).joined(separator: ", ") + (labels.count > 5 ? ", …" : "")
            throw Failure.run(
                "the targets are \(labels.count) classes (\(named)); "
                    + (neuron.decision == nil
                        ? "a \(neuron.name) neuron learns numbers"
                        : "a \(neuron.name) neuron tells two apart, softmax more"))
        }
        let weights =
            settings.classWeights == nil ? self.weights : try self.weights(settings, indices(targets), of: 2)
        return Learnable(
            data: try dataset(targets, weights: weights, for: neuron, threads: threads), neuron: neuron, labels: labels)
    }

    /// What a fit on these samples leaves: with the names that are theirs, and marked by how it ended.
    func model(of fit: Fit<Element>, labels: [String]?) throws(FileError) -> Model<Element> {
        try Model(
            fit.layer, features: names, columns: columns, classes: labels, outcome: fit.outcome.description)
    }

    /// Samples for a model that has learnt from others.
    ///
    /// - Throws: `run` for other features than its own.
    init(_ input: InputSettings, for model: Model<Element>, needsTargets: Bool) throws {
        let features = model.layer.features
        try self.init(input, as: model.columns, features: features, needsTargets: needsTargets)
        notes.forEach(Talk(isQuiet: input.isQuiet).note)
        guard source.features == features else {
            throw Failure.run("\(input.path.shown): \(source.features) features, but the model has \(features)")
        }
    }

    /// Data for a layer that has learnt.
    func dataset(for layer: Layer<Element>, threads: Int?) throws -> Dataset<Element> {
        guard let targets else { throw Failure.run("the samples have no targets") }
        if case .softmax(let count) = layer.neuron.coupling {
            return try dataset(
                try indices(targets), of: count, weights: weights, for: layer.neuron, threads: threads)
        }
        return try dataset(targets, weights: weights, for: layer.neuron, threads: threads)
    }

    private func dataset(
        _ classes: [Int], of count: Int, weights: [Element]?, for neuron: any Neuron, threads: Int?
    ) throws -> Dataset<Element> {
        try named(for: neuron) { () throws(DescentError) in
            try Dataset(
                source, classes: classes, of: count, weights: weights, offsets: offsets, threads: threads,
                across: Ranks.all)
        }
    }

    private func dataset(
        _ targets: Matrix<Element>, weights: [Element]?, for neuron: any Neuron, threads: Int?
    ) throws -> Dataset<Element> {
        try named(for: neuron) { () throws(DescentError) in
            try Dataset(
                source, targets: targets, weights: weights, offsets: offsets, threads: threads,
                across: Ranks.all)
        }
    }

    /// With the names of features that are known; what is refused, with the file that it is of.
    private func named(
        for neuron: any Neuron, _ make: () throws(DescentError) -> Dataset<Element>
    ) throws -> Dataset<Element> {
        do throws(DescentError) {
            let data = try make()
            _ = try data.outputs(for: neuron)
            guard let names else { return data }
            return try data.naming(features: names)
        } catch {
            if case .source = error { throw error }
            throw Failure.run("\(rank(of: error))\(path(of: error.quantity)): \(error)")
        }
    }

    /// The one that has read what is wrong, where several share the samples.
    private func rank(of error: DescentError) -> String {
        guard let all = Ranks.all, let sample = error.sample else { return "" }
        return "rank \(all.rank(ofSample: sample, in: source, outputs: targets?.rows ?? 1)): "
    }

    private func weights(_ settings: NeuronSettings, _ classes: [Int], of count: Int) throws -> [Element]? {
        guard let factors = settings.classWeights else { return weights }
        return try factors.weights(labels: labels, of: count).weights(labels: classes, of: count, weights: weights)
    }

    private func indices(_ targets: Matrix<Element>) throws -> [Int] {
        guard targets.rows == 1 else {
            throw Failure.run(
                "\(path(of: .targets)): targets: \(targets.rows) numbers for every sample, where a class is one")
        }
        return try (0..<targets.columns).map { sample in
            guard let index = Int(exactly: targets[0, sample]), index >= 0 else {
                throw Failure.run(
                    "\(path(of: .targets)): targets: sample \(sample) is \(targets[0, sample]), but must be a class, a whole number from 0 on;"
                        + " --labels names classes that are called otherwise")
            }
            return index
        }
    }
}

extension Samples {
    /// The file that a quantity was read from.
    func path(of quantity: DescentError.Quantity) -> String {
        switch quantity {
        case .targets: (input.targetsPath ?? input.path).shown
        // Of a table they are columns.
        case .sampleWeights where input.kind != .csv: (input.sampleWeights ?? input.path).shown
        case .offsets where input.kind != .csv: (input.offset ?? input.path).shown
        default: input.path.shown
        }
    }
}

extension DescentError {
    /// What it says is wrong.
    fileprivate var quantity: Quantity {
        switch self {
        case .mismatch(let quantity, _, _, _), .nonFinite(let quantity, _, _, _, _),
            .illegalValue(let quantity, _, _, _, _):
            quantity
        case .illegalTarget, .classIndex, .illegalOption: .targets
        case .negativeWeight, .totalWeight: .sampleWeights
        default: .features
        }
    }

    /// Where that is, if it is one sample's.
    fileprivate var sample: Int? {
        switch self {
        case .nonFinite(_, let sample, _, _, _), .illegalTarget(_, _, let sample, _, _),
            .negativeWeight(let sample, _):
            sample
        default: nil
        }
    }
}
