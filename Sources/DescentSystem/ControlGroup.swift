/// What the control groups around this process leave it: the limits of a container, a service or a batch job.
package struct ControlGroup: Sendable, Equatable {
    /// Bytes that may still be taken; nil without a limit.
    package let memoryLeft: Int?
    /// As much time as so many cores have, which need not be whole; nil without a limit.
    package let cores: Double?

    /// The least of what the groups from this process's up to the root allow, in version 1 or 2 of the system's interface.
    ///
    /// - Parameters:
    ///   - root: where groups are folders.
    ///   - memberships: a line per group that this process is in.
    package init(root: String = "/sys/fs/cgroup", memberships: String = "/proc/self/cgroup") {
        var folders = [root: 2]
        for line in (System.text(ofFile: memberships) ?? "").split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let controllers = parts[1].split(separator: ",")
            guard parts[1].isEmpty || controllers.contains("memory") || controllers.contains("cpu") else { continue }
            // Version 1 has a tree for each set of controllers. In a container, which may not see its own name, its group is the root.
            var folder = root + (parts[1].isEmpty ? "" : "/" + parts[1])
            folders[folder] = parts[1].isEmpty ? 2 : 1
            for name in parts[2].split(separator: "/") where name != ".." {
                folder += "/" + name
                folders[folder] = parts[1].isEmpty ? 2 : 1
            }
        }
        memoryLeft = folders.compactMap { $1 == 2 ? Self.memory($0) : Self.memoryOfFirst($0) }.min()
        cores = folders.compactMap { $1 == 2 ? Self.quota($0) : Self.quotaOfFirst($0) }.min()
    }

    private static func memory(_ folder: String) -> Int? {
        left(number(folder + "/memory.max"), number(folder + "/memory.current"), cache(folder, "inactive_file"))
    }

    private static func memoryOfFirst(_ folder: String) -> Int? {
        let limit = number(folder + "/memory.limit_in_bytes")
        // Without one, it is the largest number of whole pages.
        guard let limit, limit < .max >> 1 else { return nil }
        return left(limit, number(folder + "/memory.usage_in_bytes"), cache(folder, "total_inactive_file"))
    }

    /// Files that were read count as used, and make room for whoever asks.
    private static func left(_ limit: Int?, _ used: Int?, _ cache: Int) -> Int? {
        guard let limit, let used else { return nil }
        return max(0, limit - max(0, used - cache))
    }

    private static func cache(_ folder: String, _ key: Substring) -> Int {
        for line in (System.text(ofFile: folder + "/memory.stat") ?? "").split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2, words[0] == key { return Int(words[1]) ?? 0 }
        }
        return 0
    }

    private static func quota(_ folder: String) -> Double? {
        let words = (System.text(ofFile: folder + "/cpu.max") ?? "").split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let quota = Double(words[0]), let period = Double(words[1]), period > 0 else {
            return nil
        }
        return quota / period
    }

    private static func quotaOfFirst(_ folder: String) -> Double? {
        guard let quota = number(folder + "/cpu.cfs_quota_us"), quota > 0,
            let period = number(folder + "/cpu.cfs_period_us"), period > 0
        else { return nil }
        return Double(quota) / Double(period)
    }

    private static func number(_ path: String) -> Int? {
        System.text(ofFile: path)?.split(separator: "\n").first.flatMap { Int($0) }
    }
}
