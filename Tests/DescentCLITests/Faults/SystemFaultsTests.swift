import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// When the system says no.
@Suite struct SystemFaultsTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        try bench.files.file("X.csv", Samples.binary().csv)
    }

    @Test func fullStdout() throws {
        _ = try bench.json("train X.csv --target y --output m.safetensors")
        for line in [
            "train X.csv --target y --output n --json", "predict --model m.safetensors X.csv", "inspect m.safetensors",
            "--help",
        ] {
            let ended = try bench.run(line.split(separator: " ").map(String.init), output: "/dev/full")
            #expect(
                ended.status == 1 && ended.err.contains("stdout") && ended.err.contains("No space left"),
                "\(line): \(ended)")
        }
    }

    @Test func nobodyReads() throws {
        try bench.write(.linear(20_000, features: 1))
        _ = try bench.json("train --features X.npy --targets X-y.npy --neuron linear --output m.safetensors")
        let head = try bench.shell("descent predict --model m.safetensors X.npy | head -1")
        #expect(head.status == 0 && head.out == "prediction\n" && head.err == "")
        let status = try bench.shell("{ descent predict --model m.safetensors X.npy; echo $? >&2; } | true")
        #expect(["0\n", "141\n"].contains(status.err), "\(status)")
    }

    @Test func closedStreams() throws {
        let plain = try bench.shell("descent train X.csv --target y --output a <&-")
        #expect(plain.status == 0 && plain.err == "" && plain.out.hasPrefix("logistic"))
        // Whatever is opened next must not become stdout.
        let out = try bench.shell("descent train X.csv --target y --output b >&-")
        #expect([0, 1, 141].contains(out.status) && out.errLines.count <= 1, "\(out)")
        let err = try bench.shell("descent train X.csv --target y --iterations 1 --output c 2>&-")
        #expect(err.status == 3)
        try #expect(bench.shell("descent train X.csv --target y --output d <&- >&- 2>&-").status <= 1)
        let models = try ["a", "b", "d"].filter { bench.files.has($0) }.map { try bench.files.bytes($0) }
        #expect(Set(models).count == 1)
        try #expect(!bench.files.names.contains { $0.hasSuffix(".partial") })
        try #expect(bench.files.text("X.csv") == Samples.binary().csv)
    }

    /// A file may not become longer: a stand-in for a full disk. The old file stays.
    @Test(.disabled(if: Bench.isSanitised, "sanitizers write files of their own")) func fullDisk() throws {
        try bench.write(.linear(20_000, features: 1))
        _ = try bench.json("train --features X.npy --targets X-y.npy --neuron linear --output m.safetensors")
        try bench.files.file("p.npy", "the old one")
        let before = try bench.files.names
        // In blocks of 512 bytes; a handler keeps the signal SIGXFSZ from ending the process.
        for ignored in ["trap '' XFSZ; ", ""] {
            let ended = try bench.shell(
                "\(ignored)ulimit -f 16; descent predict --model m.safetensors X.npy --output p.npy")
            try #expect(bench.files.text("p.npy") == "the old one")
            #expect(ended.status == 1 && ended.err.contains("p.npy") && ended.err.contains("too large"), "\(ended)")
            try #expect(bench.files.names == before)
        }
    }

    /// Half as much address space as the samples take: reading them in parts does it, to the same bytes.
    @Test(.enabled(if: Bench.hasProcesses && !Bench.isSanitised, "sanitizers need address space without end"))
    func fullMemory() throws {
        let features = 128, samples = 1 << 20
        try bench.write(zerosBut: 1000, features: features, samples: samples)
        let line = "train --features big.npy --targets y.npy --solver gd --iterations 1 --threads 1 --quiet"
        try #expect(bench.descent("\(line) --output a").status == 3)
        // The targets, too, are in memory.
        let limit = try addressSpace() + 8 * samples / 1024 * 3
        #expect(features * samples * 8 >= 2 * limit * 1024)
        let refused = try bench.shell("ulimit -v \(limit); descent \(line) --output b")
        #expect(
            refused.status == 1 && refused.err.contains("big.npy") && refused.err.contains("--no-mmap"), "\(refused)")
        #expect(!bench.files.has("b"))
        let parts = try bench.shell("ulimit -v \(limit); descent \(line) --no-mmap --output b")
        #expect(parts.status == 3, "\(parts)")
        if parts.status == 3 { try #expect(bench.files.bytes("b") == bench.files.bytes("a")) }
    }

    /// What the program itself takes, in the shell's unit of 1024 bytes: its code, OpenBLAS's buffers, a fit of little data.
    private func addressSpace() throws -> Int {
        let words =
            "train X.csv --target y --solver gd --rate 1e-9 --iterations 100000000 --threads 1 --output z --checkpoint c --every 1"
        let run = try bench.start(words.split(separator: " ").map(String.init))
        try run.wait { bench.files.has("c") }
        let size = run.kilobytes("VmPeak")
        run.signal(SIGKILL)
        _ = try run.wait()
        return size
    }

    /// Pages that are no longer there are an error like any other.
    @Test func truncatedMeanwhile() throws {
        try bench.write(.binary(20_000, features: 8))
        let line =
            "train --features X.npy --targets X-y.npy --solver gd --rate 1e-9 --iterations 1000000 --output m --checkpoint c --every 1"
        for more in ["", " --no-mmap"] {
            try bench.write(.binary(20_000, features: 8))
            try? bench.files.remove("c")
            let run = try bench.start((line + more).split(separator: " ").map(String.init))
            try run.wait { bench.files.has("c") }
            #expect(truncate(bench.files.path("X.npy"), 4096) == 0)
            let ended = try run.wait(seconds: 30)
            #expect(ended.status == 1 && ended.err.contains("X.npy") && ended.errLines.count == 1, "\(ended)")
            #expect(ended.err.contains("changed while it was in use"), "\(ended)")
            #expect(!bench.files.has("m"))
        }
    }

    /// Threads of OpenBLAS's own, asked for or not, change nothing.
    @Test func threadsOfBLAS() throws {
        let line = "train X.csv --target y --output m"
        let words = line.split(separator: " ").map(String.init)
        try #expect(bench.run(words).status == 0)
        let expected = try bench.files.bytes("m")
        for count in ["1", "2", "7", "nonsense"] {
            let ended = try bench.run(words, environment: ["OPENBLAS_NUM_THREADS": count])
            #expect(ended.status == 0 && ended.err == "", "\(ended)")
            try #expect(bench.files.bytes("m") == expected)
        }
    }
}
