import DescentSystem
import TestSupport
import Testing

/// Limits of containers, read from folders like the system's.
@Suite struct ControlGroupTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// - Parameter groups: by folder, names of files and what they hold.
    private func group(_ memberships: String, _ groups: [String: [String: String]]) throws -> ControlGroup {
        try scratch.folder("root")
        for (folder, files) in groups {
            try scratch.folder("root/" + folder)
            for (name, text) in files { try scratch.file("root/\(folder)/\(name)", text) }
        }
        return ControlGroup(
            root: scratch.path("root"), memberships: try scratch.file("memberships", memberships))
    }

    @Test func withoutLimits() throws {
        let open = ["memory.max": "max\n", "memory.current": "5000\n", "cpu.max": "max 100000\n"]
        let found = try group("0::/a/b\n", ["a": open, "a/b": open])
        #expect(found.memoryLeft == nil && found.cores == nil)
    }

    @Test func ofAGroup() throws {
        let found = try group(
            "0::/a/b\n", ["a/b": ["memory.max": "9000", "memory.current": "5000", "cpu.max": "150000 100000"]])
        #expect(found.memoryLeft == 4000 && found.cores == 1.5)
    }

    /// The least of all from the process's own up to the root, which is all that a container sees.
    @Test func ofTheNarrowest() throws {
        let found = try group(
            "0::/a/b\n",
            [
                "": ["memory.max": "7000", "memory.current": "6000"],
                "a": ["memory.max": "9000", "memory.current": "8500", "cpu.max": "400000 100000"],
                "a/b": ["memory.max": "9000", "memory.current": "1000", "cpu.max": "800000 100000"],
            ])
        #expect(found.memoryLeft == 500 && found.cores == 4)
    }

    /// Pages of files that were read make room, and do not count.
    @Test func cachesMakeRoom() throws {
        let used = ["memory.max": "9000", "memory.current": "8900", "memory.stat": "anon 900\ninactive_file 8000\n"]
        #expect(try group("0::/\n", ["": used]).memoryLeft == 8100)
        #expect(
            try group("0::/\n", ["": used.merging(["memory.current": "20000"]) { $1 }]).memoryLeft == 0)
    }

    @Test func ofVersionOne() throws {
        let found = try group(
            "7:cpu,cpuacct:/job\n4:memory:/job\n3:pids:/job\n",
            [
                "cpu,cpuacct/job": ["cpu.cfs_quota_us": "50000", "cpu.cfs_period_us": "100000"],
                "memory": ["memory.limit_in_bytes": "9223372036854771712", "memory.usage_in_bytes": "1"],
                "memory/job": ["memory.limit_in_bytes": "3000", "memory.usage_in_bytes": "1000"],
            ])
        #expect(found.memoryLeft == 2000 && found.cores == 0.5)
        let open = try group(
            "7:cpu:/job\n4:memory:/job\n",
            [
                "cpu/job": ["cpu.cfs_quota_us": "-1", "cpu.cfs_period_us": "100000"],
                "memory/job": ["memory.limit_in_bytes": "9223372036854771712", "memory.usage_in_bytes": "1000"],
            ])
        #expect(open.memoryLeft == nil && open.cores == nil)
    }

    @Test(arguments: ["", "nonsense", "0::", "0::/../..", "0::/not/there", "::::\n:\n"])
    func nothingToRead(_ memberships: String) throws {
        let found = try group(memberships, [:])
        #expect(found.memoryLeft == nil && found.cores == nil)
    }

    @Test(arguments: ["", "max", "x 100000", "100000", "1 0", "1 2 3"]) func nonsenseIsNoLimit(_ text: String) throws {
        let found = try group("0::/\n", ["": ["cpu.max": text, "memory.max": text, "memory.current": text]])
        #expect(found.memoryLeft == (Int(text) == nil ? nil : 0) && found.cores == nil)
    }
}
