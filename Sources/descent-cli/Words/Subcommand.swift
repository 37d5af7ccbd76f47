/// What the command can do.
enum Subcommand: String, CaseIterable, Sendable {
    case train, predict, evaluate, cv, explain, inspect, convert, export, doctor, completions, man

    var summary: String {
        switch self {
        case .train: "fit a neuron to data, print its table and write the model"
        case .predict: "predictions of a model for new samples"
        case .evaluate: "how good a model's predictions are"
        case .cv: "choose a penalty by cross-validation, and fit with it"
        case .explain: "a few steps of descent by hand, number by number"
        case .inspect: "what is in a table, a model, an array or a checkpoint"
        case .convert: "the same data in another format"
        case .export: "a model for other programs"
        case .doctor: "whether fits work here, and as fast as they could"
        case .completions: "what a shell completes, as a file for it"
        case .man: "the manual page, for man"
        }
    }

    /// Lines of usage, without the program's name.
    var usage: [String] {
        switch self {
        case .train:
            [
                "train --features X.npy --targets y.npy [options] [--output model.safetensors]",
                "train data.csv --target NAME [options] [--output model.safetensors]",
                "train data.libsvm [options] [--output model.safetensors]",
            ]
        case .predict: ["predict --model M --features X.npy|data.csv [options] [--output p.npy|p.csv|-]"]
        case .evaluate:
            [
                "evaluate --model M --features X.npy --targets y.npy [options]",
                "evaluate --model M data.csv --target NAME [options]",
            ]
        case .cv:
            [
                "cv --features X.npy --targets y.npy [options]",
                "cv data.csv --target NAME [options] [--output model.safetensors]",
            ]
        case .explain: ["explain --neuron N --x 0.1,0.3 --y 0.2 --w=-0.8,0.5 [--b 0] --rate 0.5 [--steps 3]"]
        case .inspect: ["inspect FILE [options]"]
        case .convert: ["convert A B [options]"]
        case .export: ["export MODEL --onnx FILE"]
        case .doctor: ["doctor [--json]"]
        case .completions: ["completions bash|zsh|fish"]
        case .man: ["man"]
        }
    }

    /// Words beside flags: how many at most.
    var mostOperands: Int {
        switch self {
        case .train, .predict, .evaluate, .cv: .max
        case .inspect, .export, .completions: 1
        case .convert: 2
        case .explain, .doctor, .man: 0
        }
    }

    /// What the help says below the flags.
    var notes: [String] {
        switch self {
        case .train:
            [
                "The samples may be -, which is stdin: CSV, or what --format says.",
                "Fits are in coordinates of centred and scaled features unless --raw is given; the model is for the features"
                    + " as they are.",
                "Exit status: 0 converged, 1 the run failed, 2 wrong use, 3 ended without converging (a model that is written"
                    + " says so), 130 or 143 on a signal, after a checkpoint if one was asked for.",
            ]
        case .predict:
            [
                "A CSV file's columns are found by the names that the model has learnt, in any order; others are ignored.",
                "The samples may be -, which is stdin: CSV, or what --format says.",
            ]
        case .convert:
            [
                "The samples may be -, which is stdin: CSV, or what --format says.",
                "Kinds are told by the names' endings. Targets are a column of a CSV file (--target), the labels of a LIBSVM"
                    + " file, or, beside .npy, a file of their own (--targets).",
            ]
        case .evaluate: ["The samples may be -, which is stdin: CSV, or what --format says."]
        case .doctor:
            [
                "Looks at the CPU and the kernels for it, OpenBLAS and its self-test, cores, memory, large pages, MPI, and reads memory"
                    + " for a second.",
                "Exit status: 0 nothing is wrong, 1 something is broken, 2 wrong use, 3 all works, but slower than it could.",
            ]
        case .completions: ["In bash: source <(descent completions bash)"]
        case .man: ["To read it: descent man > descent.1; man ./descent.1"]
        case .cv, .explain, .inspect, .export: []
        }
    }
}
