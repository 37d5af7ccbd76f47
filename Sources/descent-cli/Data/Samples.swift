internal import Descent
internal import DescentFiles

/// The samples of a file, and what belongs to them, before anybody asks what a neuron may learn from.
struct Samples<Element: Scalar> {
    let input: InputSettings
    let source: any SampleSource<Element>
    /// A row per output, or one of class indices; nil where nobody asked for targets.
    var targets: Matrix<Element>?
    /// What the classes are called that targets are indices of; nil for targets that are numbers.
    var labels: [String]?
    var weights: [Element]?
    var offsets: Matrix<Element>?
    /// Nil where the file has no names.
    var names: [String]?
    /// How a CSV file's columns became features.
    var columns: FeatureColumns?
    /// The terms that make features of a table; nil where its columns are features.
    var terms: LearnedTerms?
    /// Of a table that terms are made of, its columns; they are the source's, and take no memory of their own.
    var table: Table?
    /// Rows of a table that are left out for a missing value, from 0 on; nil for other files.
    var rowsDropped: [Int]?
    /// Columns of a table as they are, where they are to stand beside predictions.
    var carried: CSVCarried?
    /// What people should know of how the file was read.
    var notes: [String] = []

    /// - Parameters:
    ///   - input: which file, and how.
    ///   - columns: of a model, which a CSV file's are to be those of.
    ///   - features: of a model.
    ///   - needsTargets: whether a file without is an error.
    init(_ input: InputSettings, as columns: FeatureColumns? = nil, features: Int? = nil, needsTargets: Bool) throws {
        switch input.kind {
        case .npy:
            let files = try NpyFiles(input.path, reading: input.reading)
            try self.init(try files.samples(as: Element.self), input, needsTargets: needsTargets)
        case .safetensors:
            let files = try TensorFiles(input.path, tensor: input.tensor, reading: input.reading)
            try self.init(try files.samples(as: Element.self), input, needsTargets: needsTargets)
        case .libsvm: try self.init(libsvm: input, features: features)
        case .csv:
            if let formula = input.formula {
                try self.init(input, learning: formula, needsTargets: needsTargets)
            } else {
                try self.init(csv: input, as: columns, needsTargets: needsTargets)
            }
        }
        // Of a table, what every rank has read of it by itself.
        if !input.kind.isArray { try Ranks.requireSame(shape, of: input.path) }
    }

    /// What a table's terms make of it.
    init(_ input: InputSettings, source: any SampleSource<Element>) { (self.input, self.source) = (input, source) }

    /// What ranks must agree on before they share anything of these samples.
    var shape: String {
        let names = names.map { ": " + $0.joined(separator: ", ") } ?? ""
        return "\(source.sampleCount) samples of \(source.featureCount) features\(names)"
    }

    /// Arrays.
    private init(_ samples: Shards<Element>, _ input: InputSettings, needsTargets: Bool) throws {
        self.input = input
        guard samples.featureCount > 0 else {
            throw FileError.shape(
                path: input.path, found: [samples.sampleCount, 0], needed: "samples with no features say nothing")
        }
        source = samples
        try Ranks.requireSame(shape, of: input.path)
        if let path = input.targetsPath {
            targets = try Self.rows(path, input.reading)
        } else if needsTargets {
            throw Failure.usage("the targets of \(input.path.shown) are missing: --targets FILE.npy", nil)
        }
        try readBeside(input)
    }

    private init(libsvm input: InputSettings, features: Int?) throws {
        self.input = input
        let file = try LIBSVMFile<Element>(
            input.path, features: features, limit: input.denseLimit, reading: input.reading)
        source = file.X
        targets = try Matrix(rows: 1, columns: file.y.count, file.y)
        try readBeside(input)
    }

    private init(csv input: InputSettings, as columns: FeatureColumns?, needsTargets: Bool) throws {
        if needsTargets, input.csv.target == nil {
            throw Failure.usage("the targets of \(input.path.shown) are missing: --target COLUMN", nil)
        }
        self.input = input
        var options = input.csv
        options.sampleWeights = input.sampleWeights
        options.offset = input.offset
        options.labels = input.labels
        let file =
            if let columns {
                try CSVFile<Element>(
                    input.path, as: columns, options, reading: input.reading, threads: input.threads)
            } else {
                try CSVFile<Element>(input.path, options, reading: input.reading, threads: input.threads)
            }
        source = file.X
        targets = try file.y.map { try Matrix(rows: 1, columns: $0.count, $0) }
        labels = file.labels
        weights = file.sampleWeights
        offsets = try file.offsets.map { try Matrix(rows: 1, columns: $0.count, $0) }
        names = file.columns.featureNames
        self.columns = file.columns
        rowsDropped = file.missing.rows
        carried = file.carried
        notes = Self.notes(file.missing, input.csv.missing)
        if !file.answers.isEmpty {
            let named = file.answers.prefix(5).map { "\($0.name.shown) (\($0.words[1]) 1, \($0.words[0]) 0)" }
            notes.append(
                "columns of two words are features of 1 and 0: " + named.joined(separator: ", ")
                    + (file.answers.count > 5 ? ", …" : ""))
        }
        if file.rowNumbers != nil { notes.append(Self.rowNumbers) }
    }

    /// Weights and offsets beside samples that are not a table.
    private mutating func readBeside(_ input: InputSettings) throws {
        weights = try input.sampleWeights.map { path in
            let rows: Matrix<Element> = try Self.rows(path, input.reading)
            guard rows.rows == 1 else {
                throw Failure.run("\(path.shown): \(rows.rows) numbers for every sample, where a weight is one")
            }
            return rows.values
        }
        offsets = try input.offset.map { try Self.rows($0, input.reading) }
        if let labels = input.labels { try name(labels) }
    }

    /// Arrays of shape (samples) or (samples, outputs), one behind the other, as outputs × samples. Ranks read a share each.
    private static func rows(_ path: String, _ reading: FileReading) throws -> Matrix<Element> {
        var outputs: Int?, ends = [0]
        let files = try NpyFiles(path, reading: reading).files
        for file in files {
            let own = file.shape.count == 2 ? file.shape[1] : 1
            guard file.shape.count <= 2, !file.shape.isEmpty, outputs ?? own == own, own > 0 else {
                throw FileError.shape(
                    path: file.path, found: file.shape,
                    needed: "(samples) or (samples, outputs) is needed\(outputs.map { ", with \($0) outputs" } ?? "")")
            }
            guard let end = ends.last!.adding(checked: file.shape[0]) else {
                throw FileError.shape(
                    path: file.path, found: file.shape, needed: "these are more samples than can be counted")
            }
            outputs = own
            ends.append(end)
        }
        let count = outputs ?? 1
        try Ranks.requireSame(
            "\(count == 1 ? "a number" : "\(count) numbers") for each of \(ends.last!) samples", of: path)
        let values = try Ranks.together(ends.last!, size: count) { samples in
            try zip(files, zip(ends, ends.dropFirst())).flatMap { file, place in
                let own = samples.clamped(to: place.0..<place.1)
                return try file.values(
                    as: Element.self, ofSamples: own.lowerBound - place.0..<own.upperBound - place.0)
            }
        }
        return try Matrix(rows: count, columns: count == 0 ? 0 : ends.last!, values)
    }

    /// Turns targets that are called so into class indices.
    mutating func name(_ labels: [String]) throws {
        guard let targets, targets.rows == 1 else { return }
        let numbers = labels.map { Numbers.whole($0) }
        var indices: [Element] = []
        for sample in 0..<targets.columns {
            let value = Double(targets[0, sample])
            guard let index = numbers.firstIndex(where: { $0 == value }) else {
                throw Failure.run(
                    "\(path(of: .targets)): targets: sample \(sample) is \(value), which is none of "
                        + labels.map(\.shown).joined(separator: ", "))
            }
            indices.append(Element(index))
        }
        self.targets = try Matrix(rows: 1, columns: indices.count, indices)
        self.labels = labels
    }

    static var rowNumbers: String { "the first column has no name and numbers the rows: it is left out" }

    static func notes(_ missing: MissingValues, _ policy: CSVOptions.Missing) -> [String] {
        guard !missing.columns.isEmpty else { return [] }
        let total = missing.columns.reduce(0) { $0 + $1.count }
        let named = missing.columns.prefix(5).map { "\($0.name.shown) \($0.count)" }.joined(separator: ", ")
        let rows = missing.rowsDropped
        let places =
            "\(total) missing value\(total == 1 ? "" : "s") (\(named)\(missing.columns.count > 5 ? ", …" : ""))"
        return [
            policy == .drop ? "\(places): \(rows) row\(rows == 1 ? "" : "s") left out" : "\(places): replaced by means"
        ]
    }
}
