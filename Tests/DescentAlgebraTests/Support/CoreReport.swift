#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import DescentAlgebra
import Testing

/// OpenBLAS chooses its kernels when it is loaded. To see another core's, a test runs itself in a child process that
/// was told of another core, and the child writes down which one it got.
enum CoreReport {
    static let variable = "DESCENT_CORE_REPORT"

    /// In a child: the core in use and its properties, to the file that the parent named.
    static func write(_ properties: BLASProperties) throws {
        guard let path = getenv(variable), let file = fopen(path, "w") else { return }
        defer { fclose(file) }
        fputs("\(BLAS.core) \(properties.ignoresAlignment)", file)
    }

    #if os(Linux)
        /// The report of a child that ran `test` on another core, and the child's exit status.
        static func run(_ test: String, core: String, in folder: TemporaryFolder) -> (status: Int32, report: String) {
            let path = folder.path(of: core)
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            for stream in [STDOUT_FILENO, STDERR_FILENO] {
                posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0)
            }
            let arguments = [CommandLine.arguments[0], "--testing-library", "swift-testing", "--filter", test]
            var environment = ["OPENBLAS_CORETYPE=\(core)", "\(variable)=\(path)"]
            for name in ["PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR"] {
                if let value = getenv(name) { environment.append("\(name)=\(String(cString: value))") }
            }
            var child = pid_t(), status: Int32 = -1
            let code = withStrings(arguments) { arguments in
                withStrings(environment) { posix_spawn(&child, "/proc/self/exe", &actions, nil, arguments, $0) }
            }
            guard code == 0 else { return (code, "") }
            waitpid(child, &status, 0)
            return (status, String(decoding: TemporaryFolder.bytes(path), as: UTF8.self))
        }

        private static func withStrings<R>(
            _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> R
        ) -> R {
            var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
            defer { for pointer in pointers { free(pointer) } }
            return body(&pointers)
        }

        /// Whether this CPU has the instructions that a core's kernels use.
        static func cpuRuns(_ core: String) -> Bool {
            let words = String(decoding: TemporaryFolder.bytes("/proc/cpuinfo"), as: UTF8.self)
                .split(whereSeparator: \.isWhitespace)
            let needed: [Substring] =
                switch core {
                case "Prescott": ["pni"]
                case "SkylakeX": ["avx512f", "avx512dq", "avx512vl", "avx512bw"]
                default: ["avx2", "fma"]
                }
            return needed.allSatisfy(words.contains)
        }
    #endif
}
