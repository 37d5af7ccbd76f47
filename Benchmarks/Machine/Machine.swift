import Descent
import DescentFiles
import DescentSystem

/// What a figure depends on beside the code: printed before the first one.
struct Machine {
    /// Of every sweep that does not say otherwise.
    let threads: Int
    private let kernels: String

    /// Threads and kernels are asked of a sweep, so that the context says what is used, not what was wished for.
    init(threads: Int?) throws {
        let sweep = try Sweep(
            Dataset(Matrix<Double>(rows: 1, columns: 1), targets: [0], threads: threads), neuron: .logistic,
            threads: threads)
        self.threads = sweep.threads
        kernels = "\(sweep.plan.kernelLevel)"
    }

    var context: [(String, JSON)] {
        let processor = System.text(ofFile: "/proc/cpuinfo").flatMap { System.value(of: "model name", in: $0) }
        let load = System.text(ofFile: "/proc/loadavg")?.split(separator: " ").first.flatMap { Double($0) }
        return [
            ("cpu", .string(processor ?? "unknown")), ("cores", .integer(ThreadBudget.cores)),
            ("threads", .integer(threads)), ("caches", .string(Memory.caches ?? "unknown")),
            // More than nothing means that others were at work, and that figures are lower for it.
            ("loadAverage", .number(load)),
            ("memoryAvailable", Memory.available.map { .integer($0) } ?? .null),
            ("pages", .string(Memory.pages)),
            ("openblasVersion", .string(BLAS.version)), ("openblasCore", .string(BLAS.core)),
            ("openblasThreading", .string(BLAS.threading.rawValue)),
            ("openblasThreads", .string(System.environment("OPENBLAS_NUM_THREADS") ?? "unset")),
            ("kernels", .string(kernels)), ("swift", .string(Self.compiler)), ("commit", .string(Self.commit)),
            ("build", .string(Self.build)),
        ]
    }

    /// One line for pictures.
    var title: String {
        let processor = System.text(ofFile: "/proc/cpuinfo").flatMap { System.value(of: "model name", in: $0) }
        return "\(processor ?? "unknown CPU"), \(threads) threads, OpenBLAS \(BLAS.version) \(BLAS.core)"
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
