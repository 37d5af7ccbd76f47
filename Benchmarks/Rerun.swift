#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Replaces this process by one that measures fairly.
enum Rerun {
    /// A debug build measures the absence of optimisation, so it starts the release build instead of itself.
    static func inRelease(_ arguments: [String]) throws(BenchError) {
        #if DEBUG
            var words = ["swift", "run", "-c", "release"]
            if let package { words += ["--package-path", package] }
            words += ["bench"] + arguments.dropFirst()
            System.say("this is a debug build; running again in release: \(words.joined(separator: " "))")
            let code = replace(words[0], words)
            let reason = code == ENOENT ? "there is no swift on the PATH" : String(cString: strerror(code))
            throw .noRelease("cannot run the release build: \(reason); build it with: swift build -c release")
        #endif
    }

    /// OpenBLAS starts its threads when it is loaded, and they spin beside Descent's own for a while. Only the
    /// environment prevents that, and only before the program starts.
    static func withoutThreadsOfBLAS(_ arguments: [String]) {
        #if os(Linux)
            guard System.environment("OPENBLAS_NUM_THREADS") == nil, let path = System.executable else { return }
            setenv("OPENBLAS_NUM_THREADS", "1", 0)
            let code = replace(path, arguments)
            System.say("OpenBLAS's own threads stay, and may disturb: \(String(cString: strerror(code)))")
        #endif
    }

    /// Returns only where it fails, with the reason.
    private static func replace(_ program: String, _ words: [String]) -> Int32 {
        let pointers = words.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        execvp(program, pointers + [nil])
        return errno
    }

    /// The package that this program was built in, so that it can be rebuilt from any directory.
    private static var package: String? {
        var folders = (System.executable ?? "").split(separator: "/")
        while folders.popLast() != nil {
            let folder = "/" + folders.joined(separator: "/")
            if access(folder + "/Package.swift", R_OK) == 0 { return folder }
        }
        return nil
    }
}
