import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Whatever call about an unfinished file fails: an error that names the file, and the file that was there before as it was.
@Suite(.enabled(if: FailingDisk.library != nil, "no C compiler, or sanitizers, which come before any other library"))
struct FailingDiskTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        // 41 KB of predictions: eleven writes.
        try bench.write(.binary(5000, features: 2))
        _ = try bench.json("train --features X.npy --targets X-y.npy --output m.safetensors")
    }

    /// A disk error, a full disk, a quota.
    static let faults: [(code: Int32, words: String)] = [
        (EIO, "Input/output error"), (ENOSPC, "No space left"), (EDQUOT, "quota"),
    ]

    private func run(_ line: String, failing call: String, _ number: Int, _ code: Int32) throws -> Ended {
        try bench.run(
            line.split(separator: " ").map(String.init),
            environment: ["LD_PRELOAD": FailingDisk.library!, "DESCENT_FAIL": "\(call):\(number):\(code)"])
    }

    @Test(arguments: ["write", "fsync", "rename"]) func everyCall(_ call: String) throws {
        try bench.files.file("p.npy", "the old one")
        let before = try bench.files.names
        let line = "predict --model m.safetensors X.npy --output p.npy"
        var number = 1
        while true {
            let (code, words) = Self.faults[number % Self.faults.count]
            let ended = try run(line, failing: call, number, code)
            if ended.status == 0 { break }
            #expect(
                ended.status == 1 && ended.err.contains("p.npy") && ended.err.contains(words)
                    && ended.errLines.count == 1,
                "\(call) \(number): \(ended)")
            try #expect(bench.files.text("p.npy") == "the old one")
            try #expect(bench.files.names == before)
            number += 1
        }
        // Each of its kind has failed once.
        #expect(call == "write" ? number > 10 : number == 2)
        try #expect(bench.files.bytes("p.npy").count == 128 + 5000 * 8)
    }

    /// The checkpoint that was there before stays, and can be gone on from.
    @Test(arguments: ["write", "fsync", "rename"]) func checkpoints(_ call: String) throws {
        let line =
            "train --features X.npy --targets X-y.npy --solver gd --rate 0.01 --iterations 20 --checkpoint c --every 1"
        // The third checkpoint's.
        let ended = try run("\(line) --output n.safetensors", failing: call, 3, EIO)
        #expect(ended.status == 1 && ended.err.contains("c: \(call == "fsync" ? "sync" : call) failed"), "\(ended)")
        #expect(!bench.files.has("n.safetensors"))
        #expect(try bench.json("inspect c").number("steps") == 2)
        try #expect(bench.descent("\(line) --resume c --output a.safetensors").status == 3)
        try #expect(bench.descent("\(line) --output b.safetensors").status == 3)
        try #expect(bench.files.bytes("a.safetensors") == bench.files.bytes("b.safetensors"))
    }
}

private enum FailingDisk {
    static let library = Bench.isSanitised ? nil : Preloaded.library("Faults/failing.c")
}
