internal import Descent
internal import DescentFiles

extension Samples {
    /// What a neuron learns from or is judged by.
    struct Learnable {
        let data: Dataset<Element>
        let neuron: any Neuron
        let labels: [String]?
        /// The features that are indicators of a category's levels.
        let indicators: [Int]
        let hasBias: Bool
    }

    /// Data for a neuron by its settings.
    ///
    /// - Throws: what is wrong with the data; `run` for classes that the neuron does not tell apart.
    func learnable(_ settings: NeuronSettings, threads: Int?) throws -> Learnable {
        guard let targets else { throw Failure.run("the samples have no targets") }
        let indicators = columns?.indicators ?? terms?.indicators ?? []
        let hasBias = settings.hasBias && terms?.hasBias ?? true
        if settings.isSoftmax {
            let (classes, labels) = try classes(targets, most: settings.mostClasses)
            let count = max(2, labels.count)
            let weights = try self.weights(settings, classes, labels)
            let neuron = settings.neuron(outputs: count)
            return Learnable(
                data: try dataset(classes, of: count, weights: weights, for: neuron, threads: threads), neuron: neuron,
                labels: labels.count == count ? labels : nil, indicators: indicators, hasBias: hasBias)
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
            settings.classWeights == nil
            ? self.weights : try self.weights(settings, indices(targets), labels ?? ["0", "1"])
        return Learnable(
            data: try dataset(targets, weights: weights, for: neuron, threads: threads), neuron: neuron, labels: labels,
            indicators: indicators, hasBias: hasBias)
    }

    /// What a fit on these samples leaves: with the names that are theirs, and marked by how it ended.
    ///
    /// - Parameter threshold: between two classes; nil for one half.
    func model(of fit: Fit<Element>, labels: [String]?, threshold: Double? = nil) throws(FileError) -> Model<Element> {
        let offset: LearnedOffset? = input.kind == .csv ? input.offset.map { .column($0) } : nil
        return try Model(
            fit.layer, featureNames: names, columns: columns, terms: terms, classes: labels,
            outcome: fit.outcome.description,
            penalty: fit.penalty.isNone ? nil : fit.penalty.description,
            models: Modelled(fit.layer, of: fit.data, names(classes: labels)).text,
            offset: offset, threshold: threshold)
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
            throw Failure.run("\(rank(of: error))\(path(of: error.quantity)): \(error)\(hint(error, for: neuron))")
        }
    }

    /// What a class is called that is a number: a whole one without its point.
    private static func label(_ value: Element) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }

    /// How targets of two values become the classes that they are meant to be.
    private func hint(_ error: DescentError, for neuron: any Neuron) -> String {
        guard case .illegalTarget = error, neuron.decision != nil, let targets, targets.rows == 1 else { return "" }
        let values = Set(targets.row(0)).sorted().map(Self.label)
        return switch values.count {
        case 2: "; --labels=\(values[0]),\(values[1]) makes these two values classes 0 and 1"
        case 3...20:
            "; its \(values.count) values (\(values.prefix(5).joined(separator: ", "))…) are for --neuron softmax or linear"
        default: "; numbers are for --neuron linear"
        }
    }

    /// The one that has read what is wrong, where several share the samples.
    private func rank(of error: DescentError) -> String {
        guard let all = Ranks.all, let sample = error.sample else { return "" }
        return "rank \(all.rank(ofSample: sample, in: source, outputs: targets?.rows ?? 1)): "
    }

    private func weights(_ settings: NeuronSettings, _ classes: [Int], _ labels: [String]) throws -> [Element]? {
        guard let factors = settings.classWeights else { return weights }
        return try factors.weights(labels: labels).weights(labels: classes, of: labels.count, weights: weights)
    }

    /// The classes of several: the texts that the targets are, or else the values that they have, in the order of numbers.
    private func classes(_ targets: Matrix<Element>, most: Int) throws -> (indices: [Int], labels: [String]) {
        if let labels { return (try indices(targets), labels) }
        guard targets.rows == 1 else {
            throw Failure.run(
                "\(path(of: .targets)): targets: \(targets.rows) numbers for every sample, where a class is one")
        }
        let values = targets.row(0)
        if let sample = values.firstIndex(where: { !$0.isFinite }) {
            throw Failure.run("\(path(of: .targets)): targets: sample \(sample) is \(values[sample]), and no class")
        }
        let known = Set(values).sorted()
        guard known.count <= most else {
            throw Failure.run(
                "\(path(of: .targets)): targets: \(known.count) different values, and so as many classes, more than \(most);"
                    + " if they are classes, --classes-at-most \(known.count), and if they are numbers, --neuron linear"
            )
        }
        let places = Dictionary(uniqueKeysWithValues: zip(known, known.indices))
        return (values.map { places[$0]! }, known.map(Self.label))
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
