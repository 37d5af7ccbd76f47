internal import Descent

/// All that `predict` was asked for.
struct PredictSettings: Sendable {
    var input: InputSettings
    let model: String
    let wantsClasses: Bool
    /// From which probability on a sample is of the second class; nil where nobody said.
    let threshold: Double?
    let use: ModelUse
    /// Nil for stdout.
    let output: String?
    let hasHeader: Bool

    init(_ arguments: Arguments) throws(Failure) {
        model = try arguments.required(.model, "the file of a model")
        input = try InputSettings(arguments)
        wantsClasses = arguments.has(.classes)
        threshold = try arguments.number(.threshold, "a number above 0 and below 1") { $0 > 0 && $0 < 1 }
        use = try ModelUse(arguments)
        hasHeader = !arguments.has(.noHeader)
        output = arguments[.output].flatMap { $0 == "-" ? nil : $0 }
        if let output {
            let kind = InputSettings.Kind(path: output)
            guard kind == .npy || kind == .csv else {
                throw arguments.wrong(.output, "a name that ends in .npy or .csv, or - for CSV on stdout")
            }
            if kind == .npy, arguments.has(.carry) {
                throw .usage("--carry puts texts beside predictions, which needs CSV: --output p.csv", .predict)
            }
            if kind == .npy, threshold != nil, !wantsClasses {
                throw .usage(
                    "--threshold writes a class beside each probability, which needs CSV: --output p.csv, or classes alone by"
                        + " --classes", .predict)
            }
        }
    }
}

/// All that `evaluate` was asked for.
struct EvaluateSettings: Sendable {
    var input: InputSettings
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
