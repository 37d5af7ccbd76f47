internal import Descent
internal import DescentFiles

/// `descent inspect`: what is in a file.
struct Inspect {
    private let path: String
    private let isJSON: Bool
    /// How a table is to be read.
    private let csv: CSVOptions
    /// Of what only tables have, the flag that was given; nil for none.
    private let tableFlag: Flag.Name?

    init(_ arguments: Arguments) throws(Failure) {
        guard let path = arguments.operands.first else { throw .usage("inspect needs a file", .inspect) }
        self.path = path
        isJSON = arguments.has(.json)
        csv = try CSVOptions(arguments, path: path)
        tableFlag = [Flag.Name.separator, .decimal, .encoding, .noHeader, .na].first(where: arguments.has)
    }

    func run() throws -> Int32 {
        let kind = try FileKind(ofFile: path)
        if kind == nil, InputSettings.Kind(reading: path) == .csv {
            let table = try InspectedTable(path, csv)
            try isJSON ? Output.print(JSON.told(table.members)) : Output.print(table.text)
            return 0
        }
        if let flag = tableFlag {
            throw Failure.usage("\(flag.typed) belongs to tables, and \(path.shown) is none", .inspect)
        }
        let facts = try facts(kind)
        if isJSON {
            try Output.print(JSON.told(facts))
            return 0
        }
        let lines = facts.map { (name: $0.0.shown, value: $0.1.plain) }
        let width = lines.map(\.name.count).max()! + 2
        try Output.print(lines.map { $0.name.padded(to: width) + $0.value }.joined(separator: "\n"))
        return 0
    }

    private func facts(_ kind: FileKind?) throws -> [(String, JSON)] {
        switch kind {
        case .array: return try array()
        case .tensors: return try tensors()
        case .checkpoint: return try checkpoint()
        case .model: return try Model.isSingle(path) ? model(Model<Float>(path)) : model(Model<Double>(path))
        case nil:
            throw Failure.run(
                "\(path.shown): neither a model, an array, tensors nor a checkpoint, nor by its name a table (.csv, .tsv, .txt)"
            )
        }
    }

    private func array() throws -> [(String, JSON)] {
        let file = try NpyFile(path)
        return [
            ("kind", .string("array")), ("shape", .array(file.shape.map { .integer($0) })),
            ("numbers", .string("\(file.type)")),
            ("order", .string(file.isFortranOrder ? "Fortran's" : "C's")),
            ("bytes", .integer(file.shape.reduce(file.type.size, *))),
        ]
    }

    private func tensors() throws -> [(String, JSON)] {
        let all = try TensorFiles.tensors(of: path).map { name, type, shape in
            (name, JSON.string("\(type.shown) (\(shape.map(String.init).joined(separator: ", ")))"))
        }
        return [("kind", .string("tensors"))] + (isJSON ? [("tensors", .object(all))] : all)
    }

    private func checkpoint() throws -> [(String, JSON)] {
        let progress = try SavedProgress(checkpoint: path)
        return [
            ("kind", .string("checkpoint")), ("steps", .integer(progress.steps)),
            ("parameters", .integer(progress.parameters)), ("risk", .number(progress.risk)),
            ("gradientNorm", .number(progress.gradientNorm)), ("rate", .number(progress.rate)),
            ("seconds", .number(progress.seconds)),
        ]
    }

    private func model<Element: Scalar>(_ model: Model<Element>) -> [(String, JSON)] {
        let layer = model.layer
        var facts: [(String, JSON)] = [
            ("kind", .string("model")), ("neuron", .string(layer.neuron.name)),
            ("precision", .string(Element.self == Float.self ? "float" : "double")),
            ("features", .integer(layer.featureCount)), ("outputs", .integer(layer.outputCount)),
        ]
        if let outcome = model.outcome { facts.append(("outcome", .string(outcome))) }
        if let penalty = model.penalty { facts.append(("penalty", .string(penalty))) }
        facts.append(("offset", .string("\(model.offset)")))
        if let madeBy = model.madeBy { facts.append(("madeBy", .string(madeBy))) }
        let names = Names(
            features: model.featureNames, columns: model.columns, terms: model.terms, classes: model.classes,
            target: nil)
        let models = model.models ?? Modelled(layer.neuron, outputs: layer.outputCount, names, isShare: false).text
        facts.append(("models", .string(models)))
        if let threshold = model.threshold { facts.append(("threshold", .number(threshold))) }
        if let classes = model.classes { facts.append(("classes", .array(classes.map { .string($0) }))) }
        if let terms = model.terms {
            facts.append(("formula", .string(terms.formula)))
            let columns = terms.columns(withResponse: false, withOffsets: true)
            facts.append(("columns", .array(columns.map { .string($0.words) })))
        }
        if let columns = model.columns {
            facts.append(("columns", .array(columns.columns.map { .string("\($0)") })))
            if !columns.missingTexts.isEmpty {
                facts.append(("missingTexts", .array(columns.missingTexts.map { .string($0) })))
            }
        }
        guard !isJSON else {
            return facts + [("coefficients", .array(CoefficientRow.rows(of: layer, names).map(\.json)))]
        }
        // For people a line per feature, with a number per output.
        if let bias = layer.bias { facts.append(("bias", .array(bias.map { .number(Double($0)) }))) }
        let weights = (0..<layer.featureCount).map { feature in
            let values = (0..<layer.outputCount).map { JSON.number(Double(layer.weights[feature, $0])) }
            return (names.feature(feature), JSON.array(values))
        }
        return facts + weights
    }
}

extension JSON {
    /// For people: without quotes and brackets.
    var plain: String {
        switch self {
        case .string(let text): text.shown
        case .array(let values): values.map(\.plain).joined(separator: ", ")
        default: written
        }
    }
}

extension LearnedTerms.Column {
    /// The name, with the levels that are known: `city: Bonn, Rome`.
    fileprivate var words: String { name + (levels.map { ": " + $0.joined(separator: ", ") } ?? "") }
}
