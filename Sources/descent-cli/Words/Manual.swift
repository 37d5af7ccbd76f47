/// The manual page, in the language of `man`, of the same table as the help.
enum Manual {
    static var page: String {
        var page = Roff()
        page.request(".TH", ["DESCENT", "1", "", "Descent \(Command.version)", "User Commands"])
        // Lines end where they end: spread over the width, words of a command line have wide gaps.
        page.request(".ad l")
        page.section("NAME")
        page.text("descent - trains a neuron on all your data at the speed of memory, and uses it")
        page.section("SYNOPSIS")
        for command in Subcommand.allCases {
            for line in command.usage { page.usage("descent " + line) }
        }
        page.usage("descent --help | --version")
        page.section("DESCRIPTION")
        page.text(
            "Fits single neurons, and layers of neurons that share an input, to dense data: logistic and linear regression, softmax,"
                + " Poisson, and the classical units. Data are .npy, .safetensors, .csv or .libsvm files. stdout is data; stderr talks."
        )
        for command in Subcommand.allCases { describe(command, on: &page) }
        page.section("EXIT STATUS")
        for (status, meaning) in statuses { page.item(status, meaning) }
        page.section("ENVIRONMENT")
        for (name, meaning) in environment { page.item(name, meaning) }
        page.section("FILES")
        for (name, meaning) in files { page.item(name, meaning) }
        page.section("EXAMPLES")
        for example in examples {
            page.text(example.purpose)
            page.example(example.line)
        }
        return page.source
    }

    private static func describe(_ command: Subcommand, on page: inout Roff) {
        page.section("DESCENT \(command.rawValue.uppercased())")
        page.text(command.summary.prefix(1).uppercased() + command.summary.dropFirst() + ".")
        let flags = Flag.all(of: command)
        for section in Flag.Section.allCases where flags.contains(where: { $0.section == section }) {
            page.subsection(section.rawValue)
            for flag in flags where flag.section == section {
                page.option(flag.name.typed, flag.value, flag.help)
            }
        }
        if !command.notes.isEmpty { page.subsection("Notes") }
        for note in command.notes { page.text(note) }
    }

    private static let statuses = [
        (
            "0",
            "What was asked for is done; of a fit: it has converged, or ended as it was asked to; of doctor: nothing is wrong."
        ),
        ("1", "The run failed, by data, files or the fit; of doctor: something is broken."),
        ("2", "Wrong use of the command line."),
        (
            "3",
            "The fit ended without converging, and its model says so; of doctor: all works, but slower than it could."
        ),
        ("130, 143", "A signal asked for the end; of a fit with a checkpoint, after it was written."),
        ("141", "Nobody reads stdout any more."),
    ]

    static let environment = [
        (
            "DESCENT_THREADS",
            "Threads of a fit where --threads does not say; else one per core that the process may use."
        ),
        (
            "DESCENT_KERNELS",
            "Which compilation of the kernels runs: portable, avx2 or avx512; else the fastest that the CPU has."
        ),
        (
            "DESCENT_RANK_TIMEOUT",
            "Under mpirun, the seconds that a rank waits for another before the job ends; else 600."
        ),
        ("OPENBLAS_CORETYPE", "Which kernels OpenBLAS uses; else those that it chooses for the CPU."),
        ("TMPDIR", "Where samples that come by stdin are kept while they are read; else /tmp."),
    ]

    private static let files = [
        (".npy", "Samples as NumPy saves them, one per row; read where they lie, without a copy."),
        (".safetensors", "Samples as tensors; and models, with the names of features, classes and columns."),
        (".csv, .tsv, .txt", "Tables with a line of names."),
        (".libsvm", "Labels and the features that are not 0."),
        (".onnx", "What export writes."),
        (".html", "What --report writes: a page in one file, without scripts."),
    ]

    /// Command lines, and what they are for.
    static let examples = [
        (
            purpose: "Whether a customer buys, from all other columns of a table:",
            line: "descent train people.csv --target bought --output bought.safetensors --report bought.html"
        ),
        (
            purpose: "The probabilities of new rows, beside their column id:",
            line: "descent predict --model bought.safetensors new.csv --carry id --output probabilities.csv"
        ),
        (
            purpose: "How good the model is on rows that it has not seen:",
            line: "descent evaluate --model bought.safetensors test.csv --target bought"
        ),
        (
            purpose: "Terms of a formula, as in R:",
            line: "descent train visits.csv --neuron poisson --formula 'visits ~ age * city + offset(log(days))'"
        ),
        (
            purpose: "A penalty by cross-validation, of arrays:",
            line: "descent cv --features X.npy --targets y.npy --folds 5 --path 20"
        ),
        (
            purpose: "Two steps of descent by hand:",
            line: "descent explain --neuron logistic --x 0.1,0.3 --y 1 --w=-0.8,0.5 --rate 0.5 --steps 2"
        ),
        (purpose: "Whether this machine is fit for it:", line: "descent doctor"),
        (purpose: "Completions in this shell, until it ends:", line: "source <(descent completions bash)"),
    ]
}
