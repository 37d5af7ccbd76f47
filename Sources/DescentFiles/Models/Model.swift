public import Descent

/// A layer with the names that belong to it: what travels in a file.
///
///     try Model(fit.layer, featureNames: ["age", "income"]).write(
///         to: "model.safetensors")
///     let model = try Model<Double>("model.safetensors")
///     let p = try model.layer.predict([34, 51_000])
///
/// The file is a safetensors file of tensors `weights` (outputs × features) and, where there is one, `bias` (outputs), which Python's
/// `safetensors` opens. The same model is the same bytes: nothing in it is a time, a thread count or a machine. One that learned from a
/// table keeps what the table's columns were, and reads new tables by them.
public struct Model<Element: Scalar>: Sendable {
    /// What predicts, from features in the order of `featureNames`.
    public let layer: Layer<Element>
    /// In their order; nil where nobody named them.
    public let featureNames: [String]?
    /// What classes are called: of an output per class in their order, of a neuron of one output class 0 and class 1.
    public let classes: [String]?
    /// Of the table that it learned from; nil where it was none.
    public let columns: FeatureColumns?
    /// The terms of a formula that make its features of a table; nil where there is none.
    public let terms: LearnedTerms?
    /// How its fit ended, in words; nil where nobody said.
    public let outcome: String?
    /// What was added to the risk, in words; nil where nobody said.
    public let penalty: String?
    /// What its predictions are of, in words, such as `P(bought = yes)`; nil where nobody said.
    public let models: String?
    /// The probability from which on a sample is of the second of two classes; nil for one half.
    public let threshold: Double?
    /// What was added to the scores when it learned, and has to be where it predicts.
    public let offset: LearnedOffset
    /// The Descent that made it, such as `Descent 0.1.0`; nil in files of before it was written down.
    package let madeBy: String?

    /// - Parameters:
    ///   - layer: what predicts.
    ///   - featureNames: default those that the columns make.
    ///   - columns: of a table, for tables to come. Default none.
    ///   - terms: that make the features of a table, for tables to come. Default none.
    ///   - classes: what they are called. Default the levels of what the terms predict, or nothing.
    ///   - outcome: how the fit ended, for those who use the model: `fit.outcome.description`. Default nothing.
    ///   - penalty: what was added to the risk: `fit.penalty.description`. Default nothing.
    ///   - models: what its predictions are of, in words. Default nothing.
    ///   - offset: default what the layer says, with offsets that were an array.
    ///   - threshold: from which probability on a sample is of the second of two classes. Default one half.
    /// - Throws: `notAModel` for names that are not as many as features, or as classes of the layer, for other names than those that
    ///   the columns or terms make, for both of these, and for a threshold that is not above 0 and below 1, or not of two classes.
    public init(
        _ layer: Layer<Element>, featureNames: [String]? = nil, columns: FeatureColumns? = nil,
        terms: LearnedTerms? = nil, classes: [String]? = nil,
        outcome: String? = nil, penalty: String? = nil, models: String? = nil, offset: LearnedOffset? = nil,
        threshold: Double? = nil
    ) throws(FileError) {
        let levels = terms?.response?.category?.levels
        let classes = classes ?? (levels?.count == max(2, layer.outputCount) ? levels : nil)
        try self.init(
            layer, featureNames: featureNames, columns: columns, terms: terms, classes: classes, outcome: outcome,
            penalty: penalty, models: models,
            offset: offset ?? (terms?.offsets.isEmpty == false ? .terms : layer.expectsOffsets ? .array : .none),
            threshold: threshold, madeBy: "Descent \(Version.current)", path: "the model")
    }

    fileprivate init(
        _ layer: Layer<Element>, featureNames: [String]?, columns: FeatureColumns?, terms: LearnedTerms?,
        classes: [String]?, outcome: String?, penalty: String?, models: String?, offset: LearnedOffset,
        threshold: Double?, madeBy: String?, path: String
    ) throws(FileError) {
        guard columns == nil || terms == nil else {
            throw .notAModel(
                path: path, reason: "its features are made by columns and by terms, where one of both is needed")
        }
        guard (offset == .terms) == (terms?.offsets.isEmpty == false) else {
            throw .notAModel(path: path, reason: "its offset is \(offset), and its terms say otherwise")
        }
        // Counted before they are made: names of many levels take memory.
        let maker = columns == nil ? "terms" : "columns"
        if let wanted = columns?.featureCount ?? terms?.featureCount, wanted != layer.featureCount {
            throw .notAModel(
                path: path,
                reason: "its \(maker) make \(wanted) features where its weights have \(layer.featureCount)")
        }
        let made = columns?.featureNames ?? terms?.featureNames, names = featureNames ?? made
        if let made, made != names {
            throw .notAModel(path: path, reason: "its features have other names than its \(maker) make")
        }
        if let names, names.count != layer.featureCount {
            throw .notAModel(
                path: path,
                reason: "it has \(names.count) names for the \(layer.featureCount) features of its weights")
        }
        let expected = max(2, layer.outputCount)
        if let classes, classes.count != expected {
            throw .notAModel(path: path, reason: "it has \(classes.count) class labels where \(expected) are needed")
        }
        if let threshold, !(threshold > 0 && threshold < 1 && layer.outputCount <= 2) {
            throw .notAModel(
                path: path,
                reason: "its threshold is \(threshold), which is no probability from which on one of two classes begins"
            )
        }
        self.layer = layer
        self.threshold = threshold
        self.featureNames = names
        self.columns = columns
        self.terms = terms
        self.classes = classes
        self.outcome = outcome
        self.penalty = penalty
        self.models = models
        self.offset = offset
        self.madeBy = madeBy
    }

    /// The oldest format that holds it, so that older versions read what they can use: columns of tables came with 2, offsets, which
    /// nobody may overlook, with 3, texts that mean a missing value, which may be numbers to others, with 4, terms with 5, and thresholds,
    /// without which classes are others, with 6.
    private var format: Int {
        if threshold != nil { return 6 }
        if terms != nil { return 5 }
        if columns?.missingTexts.isEmpty == false { return 4 }
        return switch offset {
        case .column, .array, .terms: 3
        case .none, .unknown: columns == nil ? 1 : 2
        }
    }
}

/// Formats that this version reads: older ones open for ever.
private let newestFormat = 6

extension Model {
    /// Writes the file whole or not at all; one that was there before stays until then. Of a neuron of your own it has the name, by which
    /// `init(_:neuron:)` knows it again.
    ///
    /// - Throws: `system`.
    public func write(to path: String) throws(FileError) { try OutputFile.write(bytes, to: path) }

    /// What `write` writes: the same for the same model.
    public var bytes: [UInt8] {
        var metadata: [(key: String, value: String)] = [
            ("format", "descent"), ("format_version", "\(format)"),
        ]
        metadata += NeuronWords(layer.neuron)?.pairs ?? [("neuron", "own"), (Self.ownKey, layer.neuron.name)]
        for (key, names) in [("feature_names", featureNames), ("class_labels", classes)] {
            if let names { metadata.append((key, JSON.array(names.map { .string($0) }).written)) }
        }
        if let columns { metadata.append(("feature_columns", columns.json.written)) }
        if let terms { metadata.append(("terms", terms.json.written)) }
        if let texts = columns?.missingTexts ?? terms?.missingTexts, !texts.isEmpty {
            metadata.append(("missing_texts", JSON.array(texts.map { .string($0) }).written))
        }
        if let outcome { metadata.append(("outcome", outcome)) }
        if let penalty { metadata.append(("penalty", penalty)) }
        if let models { metadata.append(("models", models)) }
        if let threshold { metadata.append(("threshold", "\(threshold)")) }
        if let word = offset.word { metadata.append(("offset", word)) }
        if let madeBy { metadata.append(("made_by", madeBy)) }
        let precision: Safetensors.Precision = MemoryLayout<Element>.size == 4 ? .single : .double
        func tensor(_ name: String, _ shape: [Int], _ values: [Element]) -> Safetensors.Tensor {
            Safetensors.Tensor(
                name: name, precision: precision, shape: shape, bytes: values.flatMap(\.littleEndianBytes))
        }
        var tensors = [tensor("weights", [layer.outputCount, layer.featureCount], layer.weights.values)]
        if let bias = layer.bias { tensors.append(tensor("bias", [layer.outputCount], bias)) }
        return Safetensors(tensors: tensors, metadata: metadata).encoded
    }

    private static var ownKey: String { "own_neuron" }

    /// Opens a model that this or an older version of Descent wrote, in the precision asked for.
    ///
    /// - Throws: `newerFormat`, `damaged`, `notAModel`, and `malformed`, `unsupported`, `truncated` or `trailingBytes` for what is no
    ///   safetensors file; `system`, `notARegularFile`.
    public init(_ path: String) throws(FileError) {
        try self.init(try Safetensors(try InputFile(path)), of: path, own: nil)
    }

    /// Opens a model of a neuron of your own, which is known by its name.
    ///
    ///     try Model(fit.layer).write(to: "durations.safetensors")
    ///     let model = try Model<Double>("durations.safetensors", neuron: mine)
    ///
    /// - Throws: as `init(_:)`, and `notAModel` where the model's neuron has another name.
    public init(_ path: String, neuron: some Neuron) throws(FileError) {
        try self.init(try Safetensors(try InputFile(path)), of: path, own: neuron)
    }

    /// Opens a model that is in memory: the bytes of a file, as `bytes` has them.
    ///
    /// - Parameters:
    ///   - bytes: all of them.
    ///   - neuron: of your own, where the model's is. Default one that Descent brings.
    /// - Throws: as `init(_:)`, but for what only files have.
    public init(bytes: [UInt8], neuron: (any Neuron)? = nil) throws(FileError) {
        let memory = BytesInMemory(all: bytes)
        try self.init(try Safetensors(memory), of: memory.path, own: neuron)
    }

    private init(_ file: Safetensors, of path: String, own: (any Neuron)?) throws(FileError) {
        func fault(_ reason: String) -> FileError { .notAModel(path: path, reason: reason) }
        guard file["format"] == "descent" else { throw fault("its metadata do not say that it is one") }
        guard let version = file["format_version"].flatMap({ Int($0) }), version >= 1 else {
            throw fault("it does not say which format it has")
        }
        guard version <= newestFormat else { throw .newerFormat(path: path, found: version, known: newestFormat) }
        guard file[Safetensors.checksumKey] != nil else { throw .damaged(path: path) }

        guard let weights = file.tensor("weights"), weights.shape.count == 2 else {
            throw fault("it has no matrix 'weights'")
        }
        // A zero beside it would let the other be any number.
        guard !weights.shape.contains(0) else { throw fault("its weights have shape \(weights.shape)") }
        let (outputs, features) = (weights.shape[0], weights.shape[1]), bias = file.tensor("bias")
        guard bias.map({ $0.shape == [outputs] }) ?? true else {
            throw fault("its bias has shape \(bias!.shape) where [\(outputs)] is needed")
        }
        if let other = file.tensors.first(where: { $0.name != "weights" && $0.name != "bias" }) {
            throw fault("it has a tensor '\(other.name.shown)' that no model of this format has")
        }
        guard let word = file["neuron"] else { throw fault("it does not name its neuron") }
        let words = NeuronWords(
            neuron: word, activation: file["activation"], cost: file["cost"], delta: file["delta"])
        let name = word == "own" ? file[Self.ownKey] : nil
        if word == "own", own == nil {
            throw fault("its neuron is one of somebody's own, '\((name ?? "").shown)': open it with Model(_:neuron:)")
        }
        if let own, !isAskedFor(own, words, name) {
            throw fault("its neuron is '\((name ?? word).shown)' where '\(own.name.shown)' is asked for")
        }
        let known: (any Neuron)? = own == nil ? words.neuron(outputs: outputs) : own?.itself
        guard let neuron = known else {
            throw fault(
                "its neuron, \(words.pairs.map { "\($0.key) \($0.value.shown)" }.joined(separator: ", ")), is none")
        }
        func names(_ key: String) throws(FileError) -> [String]? {
            guard let text = file[key] else { return nil }
            let names = (try? JSONParser.parse(Array(text.utf8)))?.elements?.map(\.text)
            guard let names, names.allSatisfy({ $0 != nil }) else { throw fault("its \(key) are no list of names") }
            return names.map { $0! }
        }
        func layer(_ neuron: some Neuron) throws(DescentError) -> Layer<Element> {
            var parameters = Parameters(features: features, outputs: outputs, hasBias: bias != nil)
            parameters.values = weights.numbers + (bias?.numbers ?? [])
            return try Layer(neuron: neuron, parameters: parameters)
        }
        var made: Layer<Element>
        do { made = try layer(neuron) } catch { throw fault("\(error)") }
        let columns = file["feature_columns"], terms = file["terms"]
        guard version >= 6 || (terms != nil) == (version >= 5) else {
            throw fault("it has \(terms == nil ? "no " : "")terms in format \(version)")
        }
        guard version >= 3 || (columns != nil) == (version >= 2) else {
            throw fault("it has \(columns == nil ? "no " : "")feature_columns in format \(version)")
        }
        guard let offset = LearnedOffset(word: file["offset"]) else {
            throw fault("its offset is \(file["offset"]!.shown)")
        }
        let missingTexts = try names("missing_texts")
        guard missingTexts == nil || version >= 4 && (columns ?? terms) != nil else {
            throw fault("it has missing_texts in format \(version)")
        }
        let threshold = file["threshold"].map { Double($0) ?? .nan }
        guard (threshold != nil) == (version >= 6) else {
            throw fault("it has \(threshold == nil ? "no " : "")threshold in format \(version)")
        }
        made.expectsOffsets = offset != .none && offset != .unknown
        try self.init(
            made, featureNames: try names("feature_names"),
            columns: try columns.map { text throws(FileError) in
                guard let json = try? JSONParser.parse(Array(text.utf8)) else {
                    throw fault("its feature_columns are no JSON")
                }
                return try FeatureColumns(json, missingTexts: missingTexts ?? [], path: path)
            },
            terms: try terms.map { text throws(FileError) in
                guard let json = try? JSONParser.parse(Array(text.utf8)) else { throw fault("its terms are no JSON") }
                return try LearnedTerms(json, missingTexts: missingTexts ?? [], path: path)
            }, classes: try names("class_labels"), outcome: file["outcome"], penalty: file["penalty"],
            models: file["models"],
            offset: offset, threshold: threshold, madeBy: file["made_by"], path: path)
    }
}

extension Model where Element == Double {
    /// Whether the numbers of a model's file are Floats.
    ///
    /// - Throws: as for a file that is no safetensors file.
    package static func isSingle(_ path: String) throws(FileError) -> Bool {
        try Safetensors(try InputFile(path)).tensor("weights")?.precision == .single
    }
}

extension Safetensors.Tensor {
    var numbers: [Double] {
        bytes.withUnsafeBytes { bytes in
            (0..<bytes.count / precision.size).map { index in
                precision == .single
                    ? Double(
                        Float(
                            bitPattern: UInt32(
                                littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))))
                    : Double(
                        bitPattern: UInt64(
                            littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)))
            }
        }
    }
}

/// Whether a neuron is the one that a model has: by its words, or, of somebody's own, by its name.
private func isAskedFor(_ neuron: any Neuron, _ words: NeuronWords, _ name: String?) -> Bool {
    if let own = NeuronWords(neuron) { return own == words }
    return name == neuron.name
}
