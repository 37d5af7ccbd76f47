import Descent

/// What a figure depends on beside the code: printed before the first one.
struct Machine {
    let lines: [(name: String, value: String)]

    /// Threads and kernels are asked of a sweep, so that the context says what is used, not what was wished for.
    init(threads: Int?) throws {
        let sweep = try Sweep(
            Dataset(Matrix<Double>(rows: 1, columns: 1), targets: [0], threads: threads), neuron: .logistic,
            threads: threads)
        let processor = System.text(ofFile: "/proc/cpuinfo").flatMap { System.value(of: "model name", in: $0) }
        let memory = System.availableMemory.map { "\($0 / 1_000_000) MB available" }
        lines = [
            ("cpu", processor ?? "unknown"),
            ("cores", "\(ThreadBudget.cores)"),
            ("threads", "\(sweep.threads)"),
            ("memory", memory ?? "unknown"),
            (
                "openblas",
                "\(BLAS.version), core \(BLAS.core), \(BLAS.threading), OPENBLAS_NUM_THREADS="
                    + (System.environment("OPENBLAS_NUM_THREADS") ?? "(unset)")
            ),
            ("kernels", "\(sweep.plan.kernelLevel)"),
            ("swift", Self.compiler),
            ("commit", Self.commit),
            ("build", Self.build),
        ]
    }

    private static var compiler: String {
        let version = System.output(of: "swift --version")?.split(separator: "\n").first.map(String.init)
        #if compiler(>=6.4)
            let floor = "6.4 or later"
        #elseif compiler(>=6.3)
            let floor = "6.3"
        #else
            let floor = "6.2"
        #endif
        return version ?? floor
    }

    /// Of the checkout that the program was built in; a plus says that files differ from it.
    private static var commit: String {
        guard let path = System.executable else { return "unknown" }
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        let git = "git -C " + System.quoted("/" + folder)
        guard let hash = System.output(of: git + " rev-parse --short=12 HEAD")?.split(separator: "\n").first else {
            return "unknown"
        }
        let changes = System.output(of: git + " status --porcelain --untracked-files=no") ?? ""
        return hash + (changes.isEmpty ? "" : "+")
    }

    private static var build: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }
}
