public import Descent

extension Table {
    /// The columns of a CSV file: numbers where the first value that is there is one, else categories, whose levels are all texts that
    /// occur, by the order of their UTF-8 bytes.
    ///
    ///     let people = try Table(csv: "people.csv")
    ///     let terms = try Terms(formula: "bought ~ age * city", for: people)
    ///     let learned = try terms.learned(from: people)
    ///     let fit = try learned.dataset(of: people).fit(neuron: .logistic)
    ///     try Model(fit.layer, terms: learned).write(to: "model.safetensors")
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - options: which columns, how the file is written, and what becomes of missing values; with `missingIsLevel` a text that is
    ///     missing stays a gap. No target, weights, offset or columns of texts, which terms say.
    ///   - threads: see `ThreadBudget`.
    /// - Throws: as `CSVFile`.
    public init(csv path: String, _ options: CSVOptions = CSVOptions(), threads: Int? = nil) throws(FileError) {
        let file = try CSVColumns(path, options, threads: threads)
        let wishes = file.schema.columnNames.map { name in
            var wish = CSVColumnWish(name, isCategory: file.schema.isCategory(name) == true)
            switch options.missing {
            case _ where wish.isCategory && options.missingIsLevel: wish.gap = .keep
            case .drop: wish.gap = .drop
            case .mean where !wish.isCategory: wish.gap = .mean
            case .mean, .refuse: break
            }
            return wish
        }
        self = try file.table(of: wishes).table
    }

    /// The columns of a CSV file that learned terms need, in any order and beside whatever else: for predictions.
    ///
    ///     let model = try Model<Double>("model.safetensors")
    ///     let people = try Table(csv: "new.csv", for: model.terms!)
    ///     let p = try model.layer.predict(
    ///         samples: model.terms!.samples(of: people))
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - terms: that a model keeps.
    ///   - options: how the file is written, and what becomes of missing values. `mean` takes the means that the terms keep.
    ///   - unknown: what becomes of levels that were not learned from: an error, a gap, which `samples(of:unknown:as:)` takes for the
    ///     reference, or, of `blank`, a row that is left out. Default an error.
    ///   - threads: see `ThreadBudget`.
    /// - Throws: as `CSVFile`.
    public init(
        csv path: String, for terms: LearnedTerms, _ options: CSVOptions = CSVOptions(),
        unknown: UnknownLevel = .refuse, threads: Int? = nil
    ) throws(FileError) {
        let file = try CSVColumns(path, options, missingTexts: terms.missingTexts, threads: threads)
        let missing = options.missing == .refuse && !terms.means.isEmpty ? nil : options.missing
        self = try file.table(of: terms.wishes(missing: missing, unknown: unknown)).table
    }
}
