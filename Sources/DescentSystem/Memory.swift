#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// How much memory there is, and what lies between it and the cores.
package enum Memory {
    /// Bytes that this process may still allocate: the least that the machine, the container and the shell allow, as
    /// far as the system says.
    package static var available: Int? {
        [ofMachine, ControlGroup().memoryLeft, addresses].compactMap { $0 }.min()
    }

    /// Bytes that the machine has, and those of them that programs may still have.
    package static var total: Int? { machine("MemTotal") }
    package static var ofMachine: Int? { machine("MemAvailable") }

    private static func machine(_ key: String) -> Int? {
        System.text(ofFile: "/proc/meminfo").flatMap { kilobytes(of: key, in: $0) }
    }

    /// Bytes of address space that this process may have, used or not: `ulimit -v`. Nil without a limit.
    package static var addressLimit: Int? {
        let words = System.text(ofFile: "/proc/self/limits")?.split(separator: "\n")
            .first { $0.hasPrefix("Max address space") }?.split(separator: " ")
        guard let words, words.count > 3 else { return nil }
        return Int(words[3])
    }

    /// What is left of that.
    private static var addresses: Int? {
        guard let limit = addressLimit, let used = ofProcess("VmSize") else { return nil }
        return max(0, limit - used)
    }

    /// Bytes of this process in memory, and the most that there were since its start or the last `forgetPeak`. Nil where
    /// the system has no /proc.
    package static var resident: Int? { ofProcess("VmRSS") }
    package static var peak: Int? { ofProcess("VmHWM") }

    /// From now on the peak is that of what comes. Without effect where the system refuses.
    package static func forgetPeak() {
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

    /// The system's policy of large pages: always, madvise or never; nil where it says nothing.
    package static var pagePolicy: String? {
        System.text(ofFile: "/sys/kernel/mm/transparent_hugepage/enabled")?
            .split(separator: " ").first { $0.hasPrefix("[") }.map { $0.dropFirst().prefix { $0 != "]" } }.map(
                String.init)
    }

    /// The same, and what data ask for.
    package static var pages: String {
        "data of 8 MB and more ask for 2 MB pages; the system's policy: \(pagePolicy ?? "unknown")"
    }

    /// Such as "L1d 32K, L1i 32K, L2 1024K, L3 32768K of cores 0-1", as core 0 sees them.
    package static var caches: String? {
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
