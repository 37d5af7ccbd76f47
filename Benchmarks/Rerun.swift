import DescentSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Replaces this process by one that measures fairly: see also `System.rerunWithoutThreadsOfBLAS`.
enum Rerun {
    /// A debug build measures the absence of optimisation, so it starts the release build instead of itself.
    static func inRelease(_ arguments: [String]) throws(BenchError) {
        #if DEBUG
            var words = ["swift", "run", "-c", "release"]
            #if MPI
                words += ["--traits", "MPI"]
            #endif
            if let package { words += ["--package-path", package] }
            words += ["bench"] + arguments.dropFirst()
            System.say("bench: this is a debug build; running again in release: \(words.joined(separator: " "))")
            let code = System.replace(by: words[0], words)
            let reason = code == ENOENT ? "there is no swift on the PATH" : String(cString: strerror(code))
            throw .noRelease("cannot run the release build: \(reason); build it with: swift build -c release")
        #endif
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
