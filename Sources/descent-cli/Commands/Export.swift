internal import Descent
internal import DescentFiles

/// `descent export`: a model for other programs.
struct Export {
    private let model: String
    private let path: String
    private let isWithoutOffset: Bool

    init(_ arguments: Arguments) throws(Failure) {
        guard let model = arguments.operands.first else { throw .usage("export needs the file of a model", .export) }
        self.model = model
        path = try arguments.required(.onnx, "the file to write")
        isWithoutOffset = arguments.has(.withoutOffset)
    }

    func run() throws -> Int32 {
        var files = CommandFiles(.export)
        files.reads(model, as: "the model")
        try files.writes(path, as: Flag.Name.onnx.typed, isOwn: true)
        if try Model.isSingle(model) { try export(Model<Float>(model)) } else { try export(Model<Double>(model)) }
        return 0
    }

    private func export<Element: Scalar>(_ model: Model<Element>) throws {
        guard isWithoutOffset || !model.layer.expectsOffsets else {
            throw Failure.run(
                "the model was trained with an offset, \(model.offset.description.shown), for which an ONNX graph of it has no input:"
                    + " --without-offset for an offset of 0")
        }
        if let term = model.terms?.termsOfTables.first {
            throw Failure.run(
                "the term \(term.shown) of the model's formula is made of a table, for which an ONNX graph of it has no words: train on"
                    + " the columns that convert --formula writes")
        }
        try model.writeONNX(to: path)
    }
}
