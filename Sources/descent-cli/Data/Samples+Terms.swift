internal import Descent
internal import DescentFiles

/// Samples whose features are made of a table's columns by the terms of a formula.
extension Samples {
    /// - Parameters:
    ///   - formula: as somebody has written it, for this file.
    ///   - needsTargets: whether a formula without a response is an error.
    init(_ input: InputSettings, learning formula: String, needsTargets: Bool) throws {
        let file = try CSVColumns(input.path, input.csv, reading: input.reading, threads: input.threads)
        let target = input.csv.target
        var terms = try Terms(
            formula: formula, for: file.schema.without([target, input.sampleWeights].compactMap(\.self)))
        if let target {
            guard terms.response == nil else {
                throw Failure.usage("--target does not go with a formula that says before its ~ what is predicted", nil)
            }
            terms = terms.predicting(Arithmetic([.column(target)]))
        }
        guard !needsTargets || terms.response != nil else {
            throw Failure.usage("what is to be predicted is missing: --formula 'y ~ …', or --target COLUMN", nil)
        }
        let columns = try Self.columns(of: terms, file, input)
        let learned = try terms.learned(from: columns.table, gapsAreLevels: input.csv.missingIsLevel)
        try self.init(
            columns, by: learned, input, unknown: .refuse, hasOffset: true,
            hasTargets: learned.response != nil)
        self.terms?.means = columns.means
        self.terms?.missingTexts = input.csv.missingTexts
        notes = Self.notes(columns.missing, input.csv.missing)
        if file.rowNumbers != nil { notes.append(Self.rowNumbers) }
    }

    /// By the terms that a model keeps.
    init(_ input: InputSettings, by terms: LearnedTerms, _ use: ModelUse, needsTargets: Bool) throws {
        let file = try CSVColumns(
            input.path, input.csv, missingTexts: terms.missingTexts, reading: input.reading, threads: input.threads)
        if needsTargets { try Self.requireTarget(input, terms) }
        let missing: CSVOptions.Missing? =
            switch use.missing {
            case nil: nil
            case .refuse: .refuse
            case .drop, .blank: .drop
            case .mean: .mean
            }
        var wishes = terms.wishes(
            missing: missing, unknown: use.unknown, withOffsets: !use.isWithoutOffset, withResponse: needsTargets,
            labels: input.labels)
        if let name = input.sampleWeights, !wishes.contains(where: { $0.name == name }) {
            wishes.append(CSVColumnWish(name, isCategory: false))
        }
        let columns: CSVTable
        do throws(FileError) { columns = try file.table(of: wishes) } catch {
            guard case .unknownLevel(_, _, _, let value, _) = error, value.isWord, !needsTargets else { throw error }
            throw Failure.run(
                "\(error); --unknown reference takes it for the reference, --unknown blank predicts nothing")
        }
        try self.init(
            columns, by: terms, input, unknown: use.unknown, hasOffset: !use.isWithoutOffset,
            hasTargets: needsTargets)
        notes = Self.notes(columns.missing, missing ?? .mean)
        try Ranks.requireSame(shape, of: input.path)
    }

    /// What a formula predicts is not asked for by another name.
    private static func requireTarget(_ input: InputSettings, _ terms: LearnedTerms) throws(Failure) {
        guard let response = terms.response else {
            throw .run("the formula of the model, \(terms.formula.shown), does not say what it predicts")
        }
        guard let target = input.csv.target, target.asName != response.name else { return }
        throw .usage(
            "the model predicts \(response.name.shown), by its formula, and not --target \(target.shown)", .evaluate)
    }

    private init(
        _ columns: CSVTable, by terms: LearnedTerms, _ input: InputSettings, unknown: UnknownLevel, hasOffset: Bool,
        hasTargets: Bool
    ) throws {
        let table = columns.table
        self.init(input, source: try terms.samples(of: table, unknown: unknown, as: Element.self))
        self.terms = terms
        self.table = table
        names = terms.featureNames
        rowsDropped = columns.missing.rows
        carried = columns.carried
        weights = input.sampleWeights.flatMap { table.numbers($0) }?.map { Element($0) }
        if hasOffset, !terms.offsets.isEmpty {
            let values = try terms.offsets(of: table).map { Element($0) }
            offsets = try Matrix(rows: 1, columns: values.count, values)
        }
        guard hasTargets else { return }
        let found = try terms.targets(of: table)
        targets = try Matrix(rows: 1, columns: found.values.count, found.values.map { Element($0) })
        labels = found.levels
        if found.levels == nil, let labels = input.labels { try name(labels) }
    }

    /// The columns that terms read of a file that is to be learned from.
    private static func columns(of terms: Terms, _ file: CSVColumns, _ input: InputSettings) throws -> CSVTable {
        let response = Set(terms.response?.columnNames ?? []), policy = input.csv.missing
        var wishes = terms.columnNames.sorted().map { name in
            var wish = CSVColumnWish(name, isCategory: file.schema.isCategory(name) == true)
            let isResponse = response.contains(name)
            if isResponse, wish.isCategory { wish.known = input.labels }
            let keepsGaps = !isResponse && (input.csv.missingIsLevel && wish.isCategory || terms.takesGaps(of: name))
            let canHaveMean = !isResponse && !wish.isCategory && policy == .mean
            wish.gap = keepsGaps ? .keep : policy == .drop ? .drop : canHaveMean ? .mean : .refuse
            return wish
        }
        if let name = input.sampleWeights, !wishes.contains(where: { $0.name == name }) {
            var wish = CSVColumnWish(name, isCategory: false)
            wish.gap = policy == .drop ? .drop : .refuse
            wishes.append(wish)
        }
        do throws(FileError) { return try file.table(of: wishes) } catch {
            // A code such as 01234 is a number until another is none, and where it is a category nothing speaks against that.
            guard case .notANumber(_, _, _, let value, let name) = error, value.isWord else { throw error }
            guard terms.areCategories(name), let place = wishes.firstIndex(where: { $0.name == name }) else {
                throw Failure.run(
                    "\(error); the first value of the column is a number, and C(\(name.asName)) would take all for categories"
                )
            }
            wishes[place].isCategory = true
            return try file.table(of: wishes)
        }
    }
}

extension Terms {
    /// Whether a column is read as categories alone, whose gaps are a level.
    fileprivate func takesGaps(of name: String) -> Bool { codings(of: name)?.allSatisfy(\.hasGaps) ?? false }

    /// Whether a column is read as categories alone.
    fileprivate func areCategories(_ name: String) -> Bool {
        codings(of: name) != nil && !offsets.contains { $0.columns.contains(name) }
            && response?.columnNames.contains(name) != true
    }

    /// Of the factors that read a column, where all of them are categories of it; nil where one is not, or none reads it.
    private func codings(of name: String) -> [Coding]? {
        let users = factors.filter { $0.columnNames.contains(name) }
        let codings = users.compactMap { if case .category(_, let coding) = $0 { coding } else { nil } }
        return users.isEmpty || codings.count < users.count ? nil : codings
    }
}

extension String {
    /// Whether it has letters, and is none of the words for a missing value.
    fileprivate var isWord: Bool { contains(where: \.isLetter) && !CSVOptions.missingWords.contains(self) }
}
