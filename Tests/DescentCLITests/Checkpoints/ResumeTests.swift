import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A fit that somebody ends goes on to the bytes that it would have had.
@Suite(.serialized) struct ResumeTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        try bench.write(.binary())
    }

    /// Long enough for a signal to come between, whatever the machine; ended by `--iterations`.
    private static let long = "train --features X.npy --targets X-y.npy --solver adam --batch 20 --epochs 100000000"

    private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

    /// A fit that has written a checkpoint.
    private func started(_ more: String = "") throws -> Running {
        let run = try bench.start(words("\(Self.long) --checkpoint c --every 50 --output m.safetensors\(more)"))
        try run.wait { bench.files.has("c") }
        return run
    }

    private func model(_ line: String) throws -> [UInt8] {
        try? bench.files.remove("m.safetensors")
        let ended = try bench.descent("\(line) --output m.safetensors")
        guard [0, 3].contains(ended.status) else { throw Trouble("\(ended)") }
        return try bench.files.bytes("m.safetensors")
    }

    @Test(arguments: [SIGINT, SIGTERM]) func signals(_ signal: Int32) throws {
        let run = try started()
        run.signal(signal)
        let ended = try run.wait()
        #expect(ended.status == 128 + signal && ended.out == "")
        #expect(
            ended.errLines.count == 1 && ended.err.contains("c has the fit so far") && ended.err.contains("--resume"))
        try #expect(bench.files.names == ["X-y.npy", "X.npy", "c"])
        // Saved at the step where it ended, not only at every fiftieth.
        let steps = Int(try bench.json("inspect c").number("steps"))
        let total = steps + 77, limit = " --iterations \(total)"
        let resumed = try model("\(Self.long)\(limit) --resume c")
        try #expect(resumed == model("\(Self.long)\(limit)"))
        try #expect(resumed == model("\(Self.long)\(limit) --resume c --threads 1"))
        try #expect(resumed == model("\(Self.long)\(limit) --resume c --threads 7"))
        try #expect(
            bench.json("\(Self.long)\(limit) --resume c --output m.safetensors", status: 3).number("iterations")
                == Double(total))
    }

    @Test(arguments: [SIGINT, SIGTERM]) func withoutCheckpoint(_ signal: Int32) throws {
        let run = try bench.start(words("\(Self.long) --output m.safetensors"))
        usleep(300_000)
        run.signal(signal)
        let ended = try run.wait()
        #expect(ended.status == 128 + signal && ended.out == "")
        try #expect(bench.files.names == ["X-y.npy", "X.npy"])
    }

    /// The second signal is heard at once: no step, no checkpoint.
    @Test func secondSignal() throws {
        let run = try started()
        run.signal(SIGINT)
        run.signal(SIGTERM)
        let ended = try run.wait()
        // Which of the two comes second the system decides, and whether the fit hears of the first before.
        #expect([128 + SIGINT, 128 + SIGTERM].contains(ended.status))
        try #expect(bench.json("inspect c").text("kind") == "checkpoint")
        #expect(!bench.files.has("m.safetensors"))
    }

    /// A fit that its limit ends may go on with a higher one, and has the same end again with the same.
    @Test func limitIsACheckpoint() throws {
        for solver in ["adam --batch 20 --epochs 1000", "lbfgs", "newton", "gd --rate 0.1"] {
            let line = "train --features X.npy --targets X-y.npy --solver \(solver)"
            let whole = try model("\(line) --iterations 4")
            let part = try model("\(line) --iterations 2 --checkpoint d --every 1")
            try #expect(model("\(line) --iterations 2 --resume d") == part, "\(solver)")
            let resumed = try model("\(line) --iterations 4 --resume d")
            #expect(resumed == whole, "\(solver)")
        }
    }

    /// A checkpoint is for the same data and options.
    @Test func otherFitsAreRefused() throws {
        _ = try model("\(Self.long) --iterations 100 --checkpoint c")
        try bench.write(.binary(100), "Z")
        let other = Self.long.replacing("X.npy", with: "Z.npy").replacing("X-y.npy", with: "Z-y.npy")
        try bench.files.remove("m.safetensors")
        let lines = [
            other, Self.long.replacing("adam", with: "momentum"), Self.long.replacing("20", with: "25"),
            Self.long + " --l2 1", Self.long + " --seed 9", Self.long + " --neuron linear", Self.long + " --no-bias",
            Self.long + " --precision float",
        ]
        for line in lines {
            let ended = try bench.descent("\(line) --iterations 200 --resume c --output m.safetensors")
            #expect(ended.status == 1 && ended.out == "" && ended.errLines.count <= 2, "\(line): \(ended)")
            #expect(!bench.files.has("m.safetensors"))
        }
    }

    @Test func damageIsRefused() throws {
        _ = try model("\(Self.long) --iterations 100 --checkpoint c")
        try bench.files.remove("m.safetensors")
        var bytes = try bench.files.bytes("c")
        bytes[bytes.count / 2] ^= 1
        try bench.files.file("flipped", bytes)
        try bench.files.file("short", bytes.dropLast(9))
        try bench.files.file("empty", "")
        for name in ["flipped", "short", "empty", "absent", "X.npy", "."] {
            let ended = try bench.descent("\(Self.long) --iterations 200 --resume \(name) --output m.safetensors")
            #expect(ended.status == 1 && ended.out == "" && ended.errLines.count <= 2, "\(name): \(ended)")
            #expect(ended.err.contains("\(name): "), "\(ended)")
            #expect(!bench.files.has("m.safetensors"))
        }
    }
}
