#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The files that one word stands for: a folder for those of a kind in it, a pattern for those that it matches.
enum FilePaths {
    /// In the order of their bytes, so that `part-0002` follows `part-0001` on every machine.
    ///
    /// - Parameters:
    ///   - word: a path, a folder, or a pattern with `*`, `?` and `[…]`. A file of exactly that name comes before a pattern.
    ///   - ending: of files in a folder.
    /// - Throws: `system` where there is none.
    static func matching(_ word: String, ending: String) throws(FileError) -> [String] {
        guard !word.utf8.contains(0) else { throw .system(path: word, operation: "open", errno: ENOENT) }
        var status = stat()
        if stat(word, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else { return [word] }
            let names = try entries(of: word).filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }
            guard !names.isEmpty else { throw .noFiles(path: word, ending: ending) }
            let folder = word.hasSuffix("/") ? word : word + "/"
            return sorted(names.map { folder + $0 })
        }
        let code = errno
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(word, GLOB_NOSORT, nil, &found) == 0 else {
            throw .system(path: word, operation: Self.isPattern(word) ? "match" : "open", errno: code)
        }
        return sorted((0..<Int(found.gl_pathc)).map { String(cString: found.gl_pathv[$0]!) })
    }

    private static func isPattern(_ word: String) -> Bool { word.contains { "*?[".contains($0) } }

    private static func sorted(_ paths: [String]) -> [String] {
        paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    static func entries(of folder: String) throws(FileError) -> [String] {
        guard let directory = opendir(folder) else { throw .system(path: folder, operation: "open", errno: errno) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { name in
                    name.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
                })
        }
        return names
    }
}
