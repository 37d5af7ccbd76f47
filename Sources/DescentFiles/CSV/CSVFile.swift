public import Descent

/// Data of a CSV file (RFC 4180, UTF-8) as a dense matrix: a line per sample, a column per feature, and the columns of target, weights
/// and offsets apart.
///
///     let table = try CSVFile<Double>(
///         "people.csv",
///         CSVOptions(target: "bought", contrasts: ["city"], missing: .mean))
///     let data = try Dataset(table.X, targets: table.y!)
///     let fit = try data.fit(neuron: .logistic)
///     try Model(fit.layer, columns: table.columns, classes: table.labels).write(
///         to: "model.safetensors")
///
///     let model = try Model<Double>("model.safetensors")
///     let p = try model.layer.predict(
///         CSVFile<Double>("new.csv", as: model.columns!).X)
///
/// Numbers are rounded to the nearest, and may have quotes and space around them. Lines end in LF, CR or both, the last one also with the
/// file; blank lines are skipped, and are missing values in a table of one column. The same bits for any number of threads.
///
/// A file that gzip or Zstandard has packed, which its first bytes tell, is unpacked in memory by libz or libzstd, which are opened when
/// the first such file is: a program that reads none needs neither.
public struct CSVFile<Element: Scalar>: Sendable {
    /// Features × samples.
    public let X: Matrix<Element>
    /// A target per sample: a number, or the index of its label. Nil where none was asked for.
    public let y: [Element]?
    /// Of targets that are texts, class 0 first.
    public let labels: [String]?
    /// A weight per sample. Nil where no column was named for them.
    public let sampleWeights: [Element]?
    /// What is added to the score of each sample. Nil where no column was named for them.
    public let offsets: [Element]?
    /// What the features are: for a model to keep.
    public let columns: FeatureColumns
    /// What was missing, and the rows that were left out for it.
    public let missing: MissingValues
    /// What a first column is called that was left out, since it has no name and numbers the rows.
    package let rowNumbers: String?
    /// Columns of two words such as no and yes, which became 0 and 1.
    package let answers: [(name: String, words: [String])]
    /// Columns as they are in the file. Nil where none were asked for.
    package let carried: CSVCarried?

    /// - Parameters:
    ///   - path: of a regular file.
    ///   - options: what its columns are. Default features all.
    ///   - reading: how its bytes are read. Default mapped.
    ///   - threads: see `ThreadBudget`.
    /// - Throws: `illegalText`, `notANumber`, `missingValue` or `unknownLevel` with line and column, of several faults the first in the
    ///   file; `noColumn`, `illegalOption`; `empty`, `noCompleteRow`; `tooLarge` before memory for the samples is taken, `outOfMemory`;
    ///   `changed`, `notARegularFile`, `system`; `malformed` with the place in the file where what is packed is damaged or truncated.
    public init(
        _ path: String, _ options: CSVOptions = CSVOptions(), reading: FileReading = .mapped, threads: Int? = nil
    ) throws(FileError) {
        try self.init(path, as: nil, options, reading: reading, threads: threads, rangeSize: CSVRanges.standardSize)
    }

    /// New data for a model: its columns by name, whatever their order and whatever else is there; in a file whose first line does not
    /// name them by position, of those that are not target, weights or offset.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - columns: of the model.
    ///   - options: no columns or texts of their own. A missing number is the mean that the model keeps; only where there is none
    ///     does `missing` say what becomes of it, and `mean` is `refuse` then. With a target of texts, `labels` are to be the model's
    ///     `classes`, so that they keep their numbers.
    ///   - reading: mapped, or by calls. Default mapped.
    ///   - threads: see `ThreadBudget`.
    /// - Throws: as above, and `shape` for another number of columns than needed, where no line names them.
    public init(
        _ path: String, as columns: FeatureColumns, _ options: CSVOptions = CSVOptions(),
        reading: FileReading = .mapped, threads: Int? = nil
    ) throws(FileError) {
        try self.init(
            path, as: columns, options, reading: reading, threads: threads, rangeSize: CSVRanges.standardSize)
    }

    /// What the columns are called, without a read of the samples.
    ///
    /// - Throws: as above.
    package static func names(_ path: String, _ options: CSVOptions, _ reading: FileReading) throws(FileError)
        -> [String]
    {
        let text = try TextBytes(csv: path, options, reading)
        let scanner = CSVScanner(start: text.start, end: text.end, separator: options.separator)
        return try CSVHeader(text, scanner, isThere: options.hasHeader).names
    }

    init(
        _ path: String, as columns: FeatureColumns?, _ options: CSVOptions, reading: FileReading = .mapped,
        threads: Int? = nil, rangeSize: Int
    ) throws(FileError) {
        var reader = try CSVReader<Element>(
            path, as: columns, options, reading: reading, threads: threads, rangeSize: rangeSize)
        let result = try reader.read()
        (X, y, labels) = (result.X, result.y, result.labels)
        (sampleWeights, offsets) = (result.sampleWeights, result.offsets)
        (self.columns, missing, rowNumbers) = (result.columns, result.missing, result.rowNumbers)
        (carried, answers) = (result.carried, result.answers)
    }
}
