import Descent
import Foundation
import Testing

@testable import descent_cli

/// `descent doctor` on the machine that there is, and on one that is spoilt by its environment.
@Suite struct DoctorTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    private func doctor(_ environment: [String: String] = [:]) throws -> (status: Int32, object: [String: Any]) {
        let ended = try bench.run(["doctor", "--json"], environment: environment)
        #expect(ended.err == "" && ended.lines.count == 1, "\(ended)")
        return (ended.status, try ended.json)
    }

    private func findings(_ object: [String: Any], _ kind: String) throws -> [String] {
        try object.objects("findings").filter { $0["kind"] as? String == kind }.map { try $0.text("what") }
    }

    @Test func tellsWhatThereIs() throws {
        let (status, object) = try doctor(["DESCENT_THREADS": "", "DESCENT_KERNELS": ""])
        try #expect(object.number("schema") == 1 && object.number("status") == Double(status))
        try #expect(object.text("version") == Version.current)
        let blas = try #require(object["openBLAS"] as? [String: Any]),
            cores = try #require(object["cores"] as? [String: Any])
        try #expect(blas.text("version") == BLAS.version && blas.text("core") == BLAS.core)
        #expect(blas["selfTest"] as? Bool == true)
        let all = try cores.number("machine"), allowed = try cores.number("allowed")
        #expect(allowed == Double(ThreadBudget.cores) && all >= 1)
        let reading = try #require(object["bytesReadPerSecond"] as? [String: Any])
        // No machine of today reads more slowly, even a busy one in an emulator, or faster than its caches.
        for name in ["oneThread", "allThreads"] {
            try #expect((1e7...1e13).contains(reading.number(name)), "\(reading)")
        }
        try #expect(findings(object, "broken") == [])
        let isDebug = try object.text("build") == "debug"
        try #expect(findings(object, "slow").contains { $0.contains("in debug") } == isDebug)
        if isDebug { #expect(status == 3) }
    }

    @Test func talksToPeople() throws {
        let ended = try bench.run("doctor")
        #expect([0, 3].contains(ended.status) && ended.err == "", "\(ended)")
        #expect(ended.lines[0].hasPrefix("descent \(Version.current), built "))
        for name in ["CPU", "kernels", "OpenBLAS", "self-test", "cores", "memory", "pages", "reading", "MPI"] {
            #expect(ended.lines.count { $0.hasPrefix(name + " ") } == 1, "\(name): \(ended)")
        }
        #expect(ended.lines.contains { $0.hasPrefix("self-test") && $0.contains("passed") })
        for line in ended.lines { #expect(line.last != " ") }
    }

    static let spoilt: [(name: String, value: String, status: Int32, kind: String, part: String)] = [
        ("DESCENT_KERNELS", "avx3", 1, "broken", "avx3"),
        ("DESCENT_THREADS", "0", 1, "broken", "DESCENT_THREADS"),
        ("DESCENT_THREADS", "many", 1, "broken", "many"),
        ("DESCENT_THREADS", "\(ThreadBudget.cores + 3)", 3, "slow", "\(ThreadBudget.cores + 3) threads"),
    ]

    @Test(arguments: spoilt.indices) func seesItsEnvironment(_ index: Int) throws {
        let (name, value, status, kind, part) = Self.spoilt[index], found = try doctor([name: value])
        try #expect(found.status == status && findings(found.object, kind).contains { $0.contains(part) }, "\(found)")
    }

    /// Old kernels are asked for by name; a CPU that runs only those has no finding.
    @Test func seesOldKernels() throws {
        let (_, object) = try doctor(), cpu = try #require(object["cpu"] as? [String: Any])
        guard try cpu.texts("levels").count > 1 else { return }
        let portable = try doctor(["DESCENT_KERNELS": "portable"])
        try #expect(findings(portable.object, "slow").contains { $0.contains("to portable") } && portable.status == 3)
        let nehalem = try doctor(["OPENBLAS_CORETYPE": "Nehalem"])
        // Builds of OpenBLAS for one CPU do not listen.
        guard let blas = nehalem.object["openBLAS"] as? [String: Any], try blas.text("core") == "Nehalem" else {
            return
        }
        try #expect(findings(nehalem.object, "slow").contains { $0.contains("for Nehalem") } && nehalem.status == 3)
    }

    /// Where nothing fits, it says so, and ends.
    @Test(.disabled(if: Bench.isSanitised)) func withoutAddresses() throws {
        let ended = try bench.shell("ulimit -v 400000; descent doctor")
        #expect([1, 3].contains(ended.status) && ended.out.contains("ulimit -v"), "\(ended)")
    }

    @Test func takesNothingElse() throws {
        try bench.expectRefused("doctor now", status: 2, "'now' is one word too many")
        try bench.expectRefused("doctor --threads 2", status: 2, "--threads belongs to")
    }
}
