internal import Descent
internal import DescentFiles

/// `descent predict`: what a model says of new samples.
struct Predict<Element: Scalar> {
    private let settings: PredictSettings

    init(_ settings: PredictSettings) { self.settings = settings }

    func run() throws -> Int32 {
        if Ranks.all != nil, settings.output == nil {
            throw Failure.usage("several ranks write a file each: --output FILE", .predict)
        }
        var files = settings.input.files(of: .predict)
        files.reads(settings.model, as: Flag.Name.model.typed)
        if settings.output == nil { try files.prints() }
        try files.writes(output, as: Flag.Name.output.typed, isOwn: true)
        let model = try Model<Element>(settings.model)
        model.warning.map { Output.say($0) }
        try Predictions<Element>.requireClasses(model, settings)
        let samples = try model.samples(settings.input, settings.use, needsTargets: false)
        let blanks = settings.use.leavesBlanks ? samples.rowsDropped ?? [] : []
        if Ranks.all != nil, !blanks.isEmpty {
            throw Failure.usage(
                "--missing blank and --unknown blank are for one process: ranks write their shares without empty rows",
                .predict)
        }
        let own = Ranks.share(of: samples.source.sampleCount, piece: model.layer.piece)
        let source = Ranks.own(samples.source, own)
        let scores = try model.layer.scores(
            samples: source, offsets: samples.offsets.map { $0[columns: own] },
            threads: settings.input.threads)
        try requireFinite(scores, from: own.lowerBound)
        // Rows that are left out have no line, and those without a prediction one that says which they are.
        let carried: [CSVPart<Element>] =
            samples.carried?.parts(
                without: blanks.isEmpty ? samples.rowsDropped ?? [] : [], range: Ranks.all == nil ? nil : own) ?? []
        try write(Predictions(scores, of: model, settings), beside: carried, blanks)
        return 0
    }

    /// A score that is not finite comes of a feature that is not.
    private func requireFinite(_ scores: Matrix<Element>, from first: Int) throws {
        for output in 0..<scores.rows {
            for sample in 0..<scores.columns where !scores[output, sample].isFinite {
                throw Failure.run(
                    "\(settings.input.path.shown): the features of sample \(first + sample) are not finite numbers, or too large"
                )
            }
        }
    }

    /// Where this process writes to; nil for stdout.
    private var output: String? { settings.output.map(Ranks.own) }

    private func write(
        _ predictions: Predictions<Element>, beside carried: [CSVPart<Element>], _ blanks: [Int]
    ) throws {
        guard let path = output else {
            let parts = try predictions.columns(beside: carried)
            return try CSVFile.write(
                parts, beside: carried, blanks: blanks, hasHeader: settings.hasHeader
            ) { block throws(FileError) in try Output.write(block) }
        }
        if path.lowercased().hasSuffix(".npy") {
            let whole = try predictions.numbers.with(blanks)
            return whole.rows == 1 ? try NpyFile.write(whole.row(0), to: path) : try NpyFile.write(whole, to: path)
        }
        try CSVFile.write(
            predictions.columns(beside: carried), beside: carried, blanks: blanks, to: path,
            hasHeader: settings.hasHeader, separator: CSVSeparator.written(to: path))
    }
}

extension Matrix {
    /// The same with columns of NaN at these places of the result, where a row has no prediction.
    fileprivate func with(_ blanks: [Int]) throws -> Matrix {
        guard !blanks.isEmpty else { return self }
        let isBlank = Set(blanks)
        var next = 0, values: [Element] = []
        for place in 0..<columns + blanks.count {
            let isThere = !isBlank.contains(place)
            values += (0..<rows).map { isThere ? self[$0, next] : .nan }
            next += isThere ? 1 : 0
        }
        return try Matrix(rows: rows, columns: columns + blanks.count, values)
    }
}
