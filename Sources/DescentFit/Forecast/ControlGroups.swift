#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The limits that Linux's control groups set to a process, as those of containers are; version 2 and version 1.
enum ControlGroups {
    /// The least bytes that any group of this process allows it; nil where none sets a limit.
    static var memory: Int? { limit(of: text(ofFile: "/proc/self/cgroup") ?? "", text) }

    /// - Parameters:
    ///   - groups: lines `number:controllers:path`, as of `/proc/self/cgroup`.
    ///   - text: of a file by its path; nil where there is none.
    static func limit(of groups: String, _ text: (String) -> String?) -> Int? {
        var limits: [Int] = []
        for line in groups.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let isSecond = parts[0] == "0" && parts[1].isEmpty
            guard isSecond || parts[1].split(separator: ",").contains("memory") else { continue }
            let root = isSecond ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
            let file = isSecond ? "memory.max" : "memory.limit_in_bytes"
            // A group has no more than those around it. In a container the path may be one that is not seen from within.
            for folder in ancestors(of: parts[2]) {
                let words = text(root + folder + "/" + file)?.split { $0.isWhitespace } ?? []
                // `max` is no number, and no limit.
                if let limit = words.first.flatMap({ Int($0) }), limit > 0 { limits.append(limit) }
            }
        }
        return limits.min()
    }

    /// `/a/b` has `/a/b`, `/a` and the root, which is empty.
    private static func ancestors(of path: Substring) -> [String] {
        var folders = [""], folder = ""
        for name in path.split(separator: "/") where name != ".." {
            folder += "/" + name
            folders.append(folder)
        }
        return folders
    }

    /// Of a file whose size is not known before it is read, and small.
    private static func text(ofFile path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
