internal import DescentFiles

/// `descent export`: a model for other programs.
struct Export {
    private let model: String
    private let path: String

    init(_ arguments: Arguments) throws(Failure) {
        guard let model = arguments.operands.first else { throw .usage("export needs the file of a model", .export) }
        self.model = model
        path = try arguments.required(.onnx, "the file to write")
    }

    func run() throws -> Int32 {
        var files = CommandFiles(.export)
        files.reads(model, as: "the model")
        try files.writes(path, as: Flag.Name.onnx.typed, isOwn: true)
        let single = try Model.isSingle(model)
        if single { try Model<Float>(model).writeONNX(to: path) } else { try Model<Double>(model).writeONNX(to: path) }
        return 0
    }
}
