internal import Descent
internal import DescentFiles

/// How a model is to be used where samples lack what it learned with: an offset, or a number.
struct ModelUse: Sendable {
    /// Whether an offset that the model learned with is 0.
    let isWithoutOffset: Bool
    /// Nil for what the model is for: the means that it keeps, and an error where there is none.
    let missing: Missing?

    enum Missing: String, CaseIterable, Sendable { case refuse, drop, mean, blank }

    init(_ arguments: Arguments) throws(Failure) {
        isWithoutOffset = arguments.has(.withoutOffset)
        if isWithoutOffset, arguments.has(.offset) {
            throw .usage("--offset and --without-offset are two answers to one question: give one", arguments.command)
        }
        let allowed = Missing.allCases.filter { $0 != .blank || arguments.command == .predict }
        missing = try arguments.choice(.missing, of: allowed.map { ($0.rawValue, $0) })
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
            case .column, .array:
                throw Failure.run(
                    "the model was trained with an offset, \(offset.description.shown): --offset \(input.kind == .csv ? "COLUMN" : "FILE.npy"),"
                        + " or --without-offset for an offset of 0")
            }
        }
        let columns = use.missing == nil || use.missing == .mean ? self.columns : self.columns?.withoutMeans
        var samples = try Samples<Element>(input, as: columns, features: layer.featureCount, needsTargets: needsTargets)
        if use.missing == .blank, let rows = samples.rowsDropped, !rows.isEmpty {
            samples.notes = ["\(rows.count) rows have a missing value: their predictions are empty"]
        }
        samples.notes.forEach(Talk(isQuiet: input.isQuiet).note)
        guard samples.source.featureCount == layer.featureCount else {
            throw Failure.run(
                "\(input.path.shown): \(samples.source.featureCount) features, but the model has \(layer.featureCount)")
        }
        return samples
    }
}
