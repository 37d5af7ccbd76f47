internal import Descent

/// All that `predict` was asked for.
struct PredictSettings: Sendable {
    let input: InputSettings
    let model: String
    let wantsClasses: Bool
    let use: ModelUse
    /// Nil for stdout.
    let output: String?
    let hasHeader: Bool

    init(_ arguments: Arguments) throws(Failure) {
        model = try arguments.required(.model, "the file of a model")
        input = try InputSettings(arguments)
        wantsClasses = arguments.has(.classes)
        use = try ModelUse(arguments)
        hasHeader = !arguments.has(.noHeader)
        output = arguments[.output].flatMap { $0 == "-" ? nil : $0 }
        if let output {
            let kind = InputSettings.Kind(path: output)
            guard kind == .npy || kind == .csv else {
                throw arguments.wrong(.output, "a name that ends in .npy or .csv, or - for CSV on stdout")
            }
        }
    }
}

/// All that `evaluate` was asked for.
struct EvaluateSettings: Sendable {
    let input: InputSettings
    let model: String
    let isJSON: Bool
    let report: String?
    let use: ModelUse

    init(_ arguments: Arguments) throws(Failure) {
        model = try arguments.required(.model, "the file of a model")
        input = try InputSettings(arguments)
        isJSON = arguments.has(.json)
        use = try ModelUse(arguments)
        report = arguments[.report]
    }
}
