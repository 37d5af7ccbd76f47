import Testing

import Descent
@testable import DescentFit

/// Limits of memory by files as Linux has them.
@Suite struct ControlGroupsTests {
    private func limit(_ groups: String, _ files: [String: String]) -> Int? {
        ControlGroups.limit(of: groups) { files[$0] }
    }

    @Test func none() {
        #expect(limit("", [:]) == nil)
        #expect(limit("0::/\n", [:]) == nil)
        #expect(limit("0::/a\n", ["/sys/fs/cgroup/a/memory.max": "max\n"]) == nil)
        #expect(limit("what is this\n1:cpu:/a\n", ["/sys/fs/cgroup/memory/a/memory.limit_in_bytes": "5"]) == nil)
    }

    /// The least of a group and of those around it.
    @Test func version2() {
        let files = [
            "/sys/fs/cgroup/memory.max": "4000\n", "/sys/fs/cgroup/a/memory.max": "3000\n",
            "/sys/fs/cgroup/a/b c/memory.max": "max\n", "/sys/fs/cgroup/other/memory.max": "1\n",
        ]
        #expect(limit("0::/a/b c\n", files) == 3000)
        #expect(limit("0::/\n", files) == 4000)
        // As from within a container that does not see the path.
        #expect(limit("0::/../../x\n", files) == 4000)
    }

    @Test func version1() {
        let files = [
            "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
            "/sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes": "2000\n",
        ]
        #expect(limit("12:cpu,cpuacct:/docker/x\n7:memory:/docker/x\n0::/\n", files) == 2000)
        #expect(limit("7:memory:/\n", files) == 9_223_372_036_854_771_712)
    }

    @Test func ofThisProcess() throws {
        #expect(try #require(Machine.memory) > 0)
    }
}
