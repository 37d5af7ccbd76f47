internal import Descent
internal import DescentFiles

/// `descent convert`: the same samples in another format.
struct Convert {
    private var input: InputSettings
    private let output: String
    private let kind: InputSettings.Kind
    /// Of the targets, where the new samples' file has no place for them.
    private let targetsOutput: String?
    private let hasHeader: Bool

    init(_ arguments: Arguments) throws(Failure) {
        guard arguments.operands.count == 2 else {
            throw .usage("convert needs two files, the one that is there and the one to write", .convert)
        }
        output = arguments.operands[1]
        let named = InputSettings.Kind(path: output)
        if named == .safetensors {
            throw .usage("tensors are read, not written: \(output.shown) may be .npy, .csv or .libsvm", .convert)
        }
        guard let kind = named else {
            throw .usage("the name of \(output.shown) does not tell what it is to be: .npy, .csv or .libsvm", .convert)
        }
        self.kind = kind
        input = try InputSettings(arguments)
        hasHeader = !arguments.has(.noHeader)
        targetsOutput = kind == .npy && !input.kind.isArray ? arguments[.targets] : nil
        if arguments.has(.targets), !input.kind.isArray, kind != .npy {
            throw .usage(
                "--targets names a .npy file beside samples that are an array, and neither file is one", .convert)
        }
        if input.kind == .csv, targetsOutput != nil, input.csv.target == nil, input.formula == nil {
            throw .usage("which column of \(input.path.shown) are the targets? --target NAME", .convert)
        }
    }

    func run() throws -> Int32 {
        try input.spooled(.convert) { input in
            var spooled = self
            spooled.input = input
            try spooled.write()
        }
        return 0
    }

    private func write() throws {
        var files = input.files(of: .convert)
        try files.writes(output, as: "the new file", isOwn: true)
        try files.writes(targetsOutput, as: Flag.Name.targets.typed, isOwn: true)
        try input.isFloat ?? false ? run(Float.self) : run(Double.self)
    }

    private func run<Element: Scalar>(_: Element.Type) throws {
        let samples = try Samples<Element>(input, needsTargets: false)
        samples.notes.forEach(Talk(isQuiet: input.isQuiet).note)
        switch kind {
        case .npy, .safetensors:
            if let path = targetsOutput, let targets = samples.targets { try NpyFile.write(targets.row(0), to: path) }
            try write(samples.source)
        case .csv:
            let X = try samples.source.copied(from: input.path)
            // Of an array without samples there may be any number of names.
            guard X.rows <= CSVOptions.mostColumns else {
                throw Failure.run(
                    "\(input.path.shown): \(X.rows) features, and a CSV file has at most \(CSVOptions.mostColumns) columns"
                )
            }
            var parts: [CSVPart<Element>] = [
                .matrix(samples.names ?? (1...X.rows).map { "x\($0)" }, X)
            ]
            if let targets = samples.targets {
                let name = samples.terms?.response?.name ?? input.csv.target ?? "y"
                parts.append(
                    samples.labels.map { .labels(name, targets.row(0).map { Int($0) }, of: $0) }
                        ?? .matrix(targets.rows == 1 ? [name] : (1...targets.rows).map { "y\($0)" }, targets))
            }
            try CSVFile.write(
                parts, to: output, hasHeader: hasHeader, separator: CSVSeparator.written(to: output))
        case .libsvm:
            guard let targets = samples.targets, targets.rows == 1 else {
                throw Failure.usage(
                    "a LIBSVM file has a label per sample: --target COLUMN of a CSV file, or --targets FILE.npy",
                    .convert)
            }
            try LIBSVMFile.write(samples.source.copied(from: input.path), targets.row(0), to: output)
        }
    }

    private func write(_ source: some SampleSource) throws { try NpyFile.write(samples: source, to: output) }
}
