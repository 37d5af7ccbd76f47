import DescentSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How much memory there is, and what lies between it and the cores.
enum Memory {
    /// Bytes that this process may still allocate: the least that the machine, the container and the shell allow, as
    /// far as the system says.
    static var available: Int? {
        [ofMachine, ofContainer, ofShell].compactMap { $0 }.min()
    }

    private static var ofMachine: Int? {
        System.text(ofFile: "/proc/meminfo").flatMap { kilobytes(of: "MemAvailable", in: $0) }
    }

    private static var ofContainer: Int? {
        guard let limit = number(inFile: "/sys/fs/cgroup/memory.max"),
            let used = number(inFile: "/sys/fs/cgroup/memory.current")
        else { return nil }
        return max(0, limit - used)
    }

    /// `ulimit -v` counts addresses, used or not.
    private static var ofShell: Int? {
        let words = System.text(ofFile: "/proc/self/limits")?.split(separator: "\n")
            .first { $0.hasPrefix("Max address space") }?.split(separator: " ")
        guard let words, words.count > 3, let limit = Int(words[3]),
            let used = ofProcess("VmSize")
        else { return nil }
        return max(0, limit - used)
    }

    /// Bytes of this process in memory, and the most that there were since its start or the last `forgetPeak`. Nil where
    /// the system has no /proc.
    static var resident: Int? { ofProcess("VmRSS") }
    static var peak: Int? { ofProcess("VmHWM") }

    /// From now on the peak is that of what comes. Without effect where the system refuses.
    static func forgetPeak() {
        guard let file = fopen("/proc/self/clear_refs", "w") else { return }
        fputs("5", file)
        fclose(file)
    }

    private static func ofProcess(_ key: String) -> Int? {
        System.text(ofFile: "/proc/self/status").flatMap { kilobytes(of: key, in: $0) }
    }

    private static func kilobytes(of key: String, in text: String) -> Int? {
        System.value(of: key, in: text)?.split(separator: " ").first.flatMap { Int($0) }.map { $0 * 1024 }
    }

    private static func number(inFile path: String) -> Int? {
        System.text(ofFile: path)?.split(separator: "\n").first.flatMap { Int($0) }
    }

    /// The system's policy of large pages, and what data ask for.
    static var pages: String {
        let policy = System.text(ofFile: "/sys/kernel/mm/transparent_hugepage/enabled")?
            .split(separator: " ").first { $0.hasPrefix("[") }?.dropFirst().prefix { $0 != "]" }
        return "data of 8 MB and more ask for 2 MB pages; the system's policy: \(policy ?? "unknown")"
    }

    /// Such as "L1d 32K, L1i 32K, L2 1024K, L3 32768K of cores 0-1", as core 0 sees them.
    static var caches: String? {
        let caches = (0..<8).compactMap { index -> String? in
            func line(_ name: String) -> String? {
                System.text(ofFile: "/sys/devices/system/cpu/cpu0/cache/index\(index)/\(name)")?
                    .split(separator: "\n").first.map(String.init)
            }
            guard let level = line("level"), let size = line("size") else { return nil }
            let kind = ["Data": "d", "Instruction": "i"][line("type") ?? ""] ?? ""
            let cores = line("shared_cpu_list") ?? "0"
            return "L\(level)\(kind) \(size)" + (cores == "0" ? "" : " of cores \(cores)")
        }
        return caches.isEmpty ? nil : caches.joined(separator: ", ")
    }
}
