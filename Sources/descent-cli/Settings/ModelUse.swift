internal import Descent
internal import DescentFiles

/// How a model is to be used where samples lack what it learned with: an offset, or a number.
struct ModelUse: Sendable {
    /// Whether an offset that the model learned with is 0.
    let isWithoutOffset: Bool
    /// Nil for what the model is for: the means that it keeps, and an error where there is none.
    let missing: Missing?

    /// What becomes of levels that the terms of a model have not learned from.
    let unknown: UnknownLevel

    /// Whether rows that have no prediction have an empty one.
    var leavesBlanks: Bool { missing == .blank || unknown == .blank }

    enum Missing: String, CaseIterable, Sendable { case refuse, drop, mean, blank }

    init(_ arguments: Arguments) throws(Failure) {
        isWithoutOffset = arguments.has(.withoutOffset)
        if isWithoutOffset, arguments.has(.offset) {
            throw .usage("--offset and --without-offset are two answers to one question: give one", arguments.command)
        }
        let allowed = Missing.allCases.filter { $0 != .blank || arguments.command == .predict }
        missing = try arguments.choice(.missing, of: allowed.map { ($0.rawValue, $0) })
        let levels = UnknownLevel.allCases.filter { $0 != .blank || arguments.command == .predict }
        unknown = try arguments.choice(.unknown, of: levels.map { ($0.rawValue, $0) }) ?? .refuse
        if unknown == .blank, missing == .drop {
            throw .usage(
                "--unknown blank keeps rows that --missing drop leaves out: say --missing blank", arguments.command)
        }
    }
}

extension Model {
    /// Samples that this model is to say something of, with the offset that it was trained with.
    ///
    /// - Throws: `run` where that offset is not there and nobody has said that it is 0, and for other features than its own.
    func samples(_ input: InputSettings, _ use: ModelUse, needsTargets: Bool) throws -> Samples<Element> {
        var input = input.missing(use.missing)
        if input.offset == nil, !use.isWithoutOffset {
            switch offset {
            case .none: break
            case .unknown:
                Talk(isQuiet: input.isQuiet).note(
                    "note: the model was made before offsets were recorded; if it was trained with one, give --offset")
            case .column(let name) where input.kind == .csv:
                guard try CSVFile<Element>.names(input.path, input.csv, input.reading).contains(name) else {
                    throw Failure.run(
                        "\(input.path.shown): the model was trained with the offset \"\(name.shown)\", and no column is called so:"
                            + " --offset COLUMN, or --without-offset for an offset of 0")
                }
                input.offset = name
            case .terms: break
            case .column, .array:
                throw Failure.run(
                    "the model was trained with an offset, \(offset.description.shown): --offset \(input.kind == .csv ? "COLUMN" : "FILE.npy"),"
                        + " or --without-offset for an offset of 0")
            }
        }
        if let terms {
            if input.offset != nil {
                throw Failure.usage("--offset does not go with the model, whose formula says what is an offset", nil)
            }
            return try samples(input, use, terms, needsTargets: needsTargets)
        }
        if use.unknown != .refuse {
            throw Failure.usage("--unknown belongs to models of a formula, and this is none", nil)
        }
        let columns = use.missing == nil || use.missing == .mean ? self.columns : self.columns?.withoutMeans
        var samples = try Samples<Element>(input, as: columns, features: layer.featureCount, needsTargets: needsTargets)
        if use.missing == .blank { samples.noteBlanks("a missing value") }
        samples.notes.forEach(Talk(isQuiet: input.isQuiet).note)
        guard samples.source.featureCount == layer.featureCount else {
            throw Failure.run(
                "\(input.path.shown): \(samples.source.featureCount) features, but the model has \(layer.featureCount)")
        }
        return samples
    }

    /// Those of a table, by the terms that the model keeps.
    private func samples(
        _ input: InputSettings, _ use: ModelUse, _ terms: LearnedTerms, needsTargets: Bool
    ) throws -> Samples<Element> {
        guard input.kind == .csv else {
            throw Failure.run(
                "\(input.path.shown): the model makes its features of a table, by its formula: a CSV file is needed")
        }
        var samples = try Samples<Element>(input, by: terms, use, needsTargets: needsTargets)
        if use.leavesBlanks { samples.noteBlanks("a missing value, or a level that is not known") }
        samples.notes.forEach(Talk(isQuiet: input.isQuiet).note)
        return samples
    }
}

extension Samples {
    /// Says how many rows will have no prediction.
    fileprivate mutating func noteBlanks(_ reason: String) {
        guard let rows = rowsDropped, !rows.isEmpty else { return }
        notes = ["\(rows.count) row\(rows.count == 1 ? " has" : "s have") \(reason): their predictions are empty"]
    }
}
