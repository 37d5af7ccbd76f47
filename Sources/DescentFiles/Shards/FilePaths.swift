#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif
internal import DescentAlgebra

/// The files that one word stands for: a folder for those of a kind in it, a pattern for those that it matches.
package enum FilePaths {
    /// In the order of their bytes, so that `part-0002` follows `part-0001` on every machine.
    ///
    /// - Parameters:
    ///   - word: a path, a folder, or a pattern with `*`, `?` and `[…]`. A file of exactly that name comes before a pattern.
    ///   - ending: of files in a folder.
    /// - Throws: `system` where there is none.
    package static func matching(_ word: String, ending: String) throws(FileError) -> [String] {
        try matching(word, endings: [ending])
    }

    /// The same, for several endings of files in a folder, of which the first stands for all in a message.
    package static func matching(_ word: String, endings: [String]) throws(FileError) -> [String] {
        guard !word.utf8.contains(0) else { throw .system(path: word, operation: "open", errno: ENOENT) }
        var status = stat()
        if word.withPath({ stat($0, &status) }) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else { return [word] }
            let names = try entries(of: word).filter { name in
                endings.contains(where: name.hasSuffix) && name.utf8.first != UInt8(ascii: ".")
            }
            guard !names.isEmpty else { throw .noFiles(path: word, ending: endings[0]) }
            let folder = word.hasSuffix("/") ? word : word + "/"
            return sorted(names.map { folder + $0 })
        }
        let code = errno
        var found = glob_t()
        defer { globfree(&found) }
        guard word.withPath({ glob($0, GLOB_NOSORT, nil, &found) }) == 0 else {
            throw .system(path: word, operation: Self.isPattern(word) ? "match" : "open", errno: code)
        }
        return sorted((0..<Int(found.gl_pathc)).map { String(path: found.gl_pathv[$0]!) })
    }

    /// Endings of files, and the same where they are packed.
    package static func alsoPacked(_ endings: [String]) -> [String] {
        endings + endings.flatMap { ending in Packing.endings.map { ending + $0 } }
    }

    /// A name without what says that its file is packed: `people.csv` of `people.csv.gz`.
    package static func withoutPacking(_ name: String) -> String {
        let ending = Packing.endings.first { name.lowercased().hasSuffix($0) }
        return ending.map { String(name.dropLast($0.count)) } ?? name
    }

    private static func isPattern(_ word: String) -> Bool { word.contains { "*?[".contains($0) } }

    private static func sorted(_ paths: [String]) -> [String] {
        paths.map { ($0, $0.pathBytes) }.sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
    }

    static func entries(of folder: String) throws(FileError) -> [String] {
        guard let directory = folder.withPath({ opendir($0) }) else {
            throw .system(path: folder, operation: "open", errno: errno)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { name in
                    name.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(path: $0) }
                })
        }
        return names
    }
}
