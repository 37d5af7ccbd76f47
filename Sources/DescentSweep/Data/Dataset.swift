public import DescentAlgebra

/// Samples with their targets, weights and score offsets, surveyed once: finite, and legal as far as they stand alone.
///
/// Whether the targets suit a neuron is checked where the two meet, without reading them again.
public struct Dataset<Element: Scalar>: Sendable {
    /// Where the features come from, sample by sample.
    public let source: any SampleSource<Element>
    /// One row per output, or one row of class indices.
    public let targets: Matrix<Element>
    /// The number of classes where targets are class indices.
    public let classes: Int?
    /// One weight per sample; without them each counts 1.
    public let weights: Matrix<Element>?
    /// Added to the scores: one row for all outputs, or one row per output.
    public let offsets: Matrix<Element>?
    /// What the first read of the data found.
    package var survey: Survey
    /// Those that share the samples; nil in one process, and for data that every rank has for itself.
    package let ranks: (any Communicator)?
    /// What the first read saw of every feature.
    public var summaries: [FeatureSummary] { survey.features }
    /// Nil where nobody has named them: see `naming(features:)`.
    public package(set) var featureNames: [String]?

    /// Values of a sample; at least 1.
    public var featureCount: Int { source.featureCount }
    /// At least 1; those of weight 0 count.
    public var sampleCount: Int { source.sampleCount }

    /// Data with one target per sample.
    ///
    /// - Parameters:
    ///   - features: features × samples.
    ///   - targets: one per sample. What is legal depends on the neuron.
    ///   - weights: at least 0, not all 0; a weight of k counts as k equal samples. Default 1.
    ///   - offsets: added to the scores (an exposure, a margin). Default 0.
    ///   - threads: for the survey; see `ThreadBudget`.
    ///   - ranks: other processes that call this with the same samples, of which each is to read a share. Default: none.
    /// - Throws: `empty`, `mismatch`, `nonFinite`, `negativeWeight`, `totalWeight`, `source`, `illegalOption`, and
    ///   `algebra` where the BLAS fails its self-test.
    public init(
        _ features: some SampleSource<Element>, targets: [Element], weights: [Element]? = nil,
        offsets: [Element]? = nil, threads: Int? = nil, across ranks: (any Communicator)? = nil
    ) throws(DescentError) {
        try self.init(
            features, rows: try Self.row(targets), weights: weights, offsets: try offsets.map(Self.row),
            threads: threads, ranks: ranks)
    }

    /// Data with several targets per sample: outputs × samples. Offsets: one row, or one per output.
    public init(
        _ features: some SampleSource<Element>, targets: Matrix<Element>, weights: [Element]? = nil,
        offsets: Matrix<Element>? = nil, threads: Int? = nil, across ranks: (any Communicator)? = nil
    ) throws(DescentError) {
        try self.init(features, rows: targets, weights: weights, offsets: offsets, threads: threads, ranks: ranks)
    }

    /// Data in classes: one index in `0 ..< count` per sample. Also throws `classIndex` for another.
    public init(
        _ features: some SampleSource<Element>, classes labels: [Int], of count: Int, weights: [Element]? = nil,
        offsets: Matrix<Element>? = nil, threads: Int? = nil, across ranks: (any Communicator)? = nil
    ) throws(DescentError) {
        // The indices travel as numbers of the data's precision.
        let most = 1 << 24
        guard (1...most).contains(count) else {
            throw .illegalOption(name: "the number of classes", value: "\(count)", requirement: "from 1 to \(most)")
        }
        var counts = [Int](repeating: 0, count: count)
        for (sample, label) in labels.enumerated() {
            guard (0..<count).contains(label) else { throw .classIndex(sample: sample, value: label, classes: count) }
            counts[label] += 1
        }
        try self.init(
            features, rows: try Self.row(labels.map { Element($0) }), classCounts: counts, weights: weights,
            offsets: offsets, threads: threads, ranks: ranks)
    }

    private init(
        _ source: some SampleSource<Element>, rows targets: Matrix<Element>, classCounts: [Int]? = nil,
        weights: [Element]?, offsets: Matrix<Element>?, threads: Int?, ranks: (any Communicator)?
    ) throws(DescentError) {
        // Before anything is refused that may be right elsewhere: ranks whose files differ all hear of it here.
        try ranks?.requireSame([
            ("features", "\(source.featureCount)"), ("samples", "\(source.sampleCount)"),
            ("layout", "\(source.layout)"),
            ("targets", "\(targets.rows) for each of \(targets.columns) samples"),
            ("classes", "\(classCounts.map { "\($0.count)" } ?? "none")"),
            ("sample weights", weights.map { "\($0.count)" } ?? "none"),
            ("offsets", offsets.map { "\($0.rows) for each of \($0.columns) samples" } ?? "none"),
            ("precision", "\(Element.self)"), ("BLAS", "\(BLAS.version), \(BLAS.core)"),
            ("kernels", "\(KernelLevel.ofTables)"),
        ])
        guard source.sampleCount > 0 else { throw .empty(.samples) }
        guard source.featureCount > 0 else { throw .empty(.features) }
        let (values, overflow) = source.featureCount.multipliedReportingOverflow(by: source.sampleCount)
        guard !overflow, !values.multipliedReportingOverflow(by: MemoryLayout<Element>.stride).overflow else {
            throw .algebra(because: .sizeOverflow(rows: source.featureCount, columns: source.sampleCount))
        }
        guard source.featureCount <= Int(Int32.max) else {
            throw .algebra(because: .beyondBLAS(rows: source.featureCount, columns: source.sampleCount))
        }
        guard targets.rows > 0 else { throw .empty(.outputs) }
        try Self.require(targets.columns, of: .targets, equals: source.sampleCount)
        if let weights { try Self.require(weights.count, of: .sampleWeights, equals: source.sampleCount) }
        if let offsets {
            try Self.require(offsets.columns, of: .offsets, equals: source.sampleCount)
            let outputs = classCounts?.count ?? targets.rows
            guard offsets.rows == 1 || offsets.rows == outputs else {
                throw .mismatch(.offsets, .outputs, expected: outputs, found: offsets.rows)
            }
        }
        let weights: Matrix<Element>? = if let weights { try Self.row(weights) } else { nil }
        self.source = source
        self.targets = targets
        self.classes = classCounts?.count
        self.weights = weights
        self.offsets = offsets
        self.ranks = ranks
        self.survey = try Surveyor(source: source, targets: targets, weights: weights, offsets: offsets, ranks: ranks)
            .survey(threads: threads, classCounts: classCounts)
    }

    /// Parts that are known to be what they should.
    package init(
        source: some SampleSource<Element>, targets: Matrix<Element>, classes: Int?, weights: Matrix<Element>?,
        offsets: Matrix<Element>?, survey: Survey, ranks: (any Communicator)? = nil
    ) {
        self.source = source
        self.targets = targets
        self.classes = classes
        self.weights = weights
        self.offsets = offsets
        self.survey = survey
        self.ranks = ranks
    }

    private static func require(
        _ found: Int, of quantity: DescentError.Quantity, equals expected: Int
    ) throws(DescentError) {
        guard found == expected else { throw .mismatch(quantity, .samples, expected: expected, found: found) }
    }

    private static func row(_ values: [Element]) throws(DescentError) -> Matrix<Element> {
        try Matrix(rows: 1, columns: values.count, layout: .featureMajor, values)
    }
}

extension Dataset {
    /// Outputs that a neuron has on this data: the classes of a softmax, else the rows of targets.
    ///
    /// - Throws: `illegalTarget` or `mismatch` where the targets do not suit the neuron.
    package func outputs(for neuron: some Neuron) throws(DescentError) -> Int {
        if let index = survey.firstTarget(outside: neuron.domain, isClassData: classes != nil) {
            let (sample, output) = index.quotientAndRemainder(dividingBy: targets.rows)
            throw .illegalTarget(
                neuron: neuron.name, domain: neuron.domain, sample: sample, output: output,
                value: Double(targets[output, sample]))
        }
        guard case .softmax(let count) = neuron.coupling else {
            if let offsets, offsets.rows != 1, offsets.rows != targets.rows {
                throw .mismatch(.offsets, .outputs, expected: targets.rows, found: offsets.rows)
            }
            return targets.rows
        }
        guard classes == count else {
            throw .mismatch(.targets, .classes, expected: count, found: classes ?? targets.rows)
        }
        return count
    }
}

extension Dataset {
    /// The same samples with numbers as targets and no offsets, for what only asks about features.
    package var asNumbers: Dataset {
        guard classes != nil || offsets != nil else { return self }
        var result = Dataset(
            source: source, targets: targets, classes: nil, weights: weights, offsets: nil, survey: survey, ranks: ranks
        )
        result.featureNames = featureNames
        return result
    }

    /// Throws as the survey did where data have changed since then.
    package func requireFinite(threads: Int?) throws(DescentError) {
        _ = try Surveyor(source: source, targets: targets, weights: weights, offsets: offsets, ranks: ranks)
            .survey(threads: threads, classCounts: survey.classCounts)
    }

    /// A fit of a classifier to targets of one class has no optimum, or a trivial one.
    ///
    /// - Throws: `singleClass`.
    package func requireSeveralClasses(for neuron: some Neuron) throws(DescentError) {
        if let counts = survey.classCounts {
            let present = counts.indices.filter { counts[$0] > 0 }
            if present.count == 1 { throw .singleClass(neuron: neuron.name, value: Double(present[0])) }
            return
        }
        guard neuron.domain == .unitInterval || neuron.domain == .binary else { return }
        for target in survey.targets where target.isConstant && (target.minimum == 0 || target.minimum == 1) {
            throw .singleClass(neuron: neuron.name, value: target.minimum)
        }
    }
}
