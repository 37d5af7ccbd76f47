import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// However a process ends, and whoever else writes: the checkpoint of a path is a whole one, or there is none yet.
@Suite struct KillTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        try bench.write(.binary(100))
    }

    private static let line = "train --features X.npy --targets X-y.npy --solver adam --batch 20 --epochs 100000000"

    private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

    private func model(_ line: String) throws -> [UInt8] {
        let ended = try bench.descent("\(line) --output m.safetensors")
        guard ended.status == 3 else { throw Trouble("\(ended)") }
        return try bench.files.bytes("m.safetensors")
    }

    @Test(.timeLimit(.minutes(30))) func killedAtAnyInstant() throws {
        var generator = SplitMix64(seed: 1), found = 0
        let latest = try microsecondsToCheckpoint() * 1.5 + 20_000
        for kill in 0..<(Bench.isLong ? 1000 : 20) {
            let resume = bench.files.has("c") ? " --resume c" : ""
            let run = try bench.start(words("\(Self.line) --checkpoint c --every 1 --output m.safetensors\(resume)"))
            usleep(UInt32(generator.number(in: 5_000...latest)))
            run.signal(SIGKILL)
            try #expect(run.wait().status == 128 + SIGKILL)
            guard bench.files.has("c") else { continue }
            found += 1
            let steps = try bench.json("inspect c").number("steps")
            #expect(steps >= 1)
            // Going on ends with the bytes of a fit that nothing disturbed, and leaves nothing of the killed ones.
            guard Bench.isLong ? kill % 100 == 99 : kill % 5 == 4 else { continue }
            let end = "\(Self.line) --iterations \(Int(steps) + 20)"
            try #expect(model("\(end) --resume c --checkpoint c") == model(end))
            try #expect(bench.files.names == ["X-y.npy", "X.npy", "c", "m.safetensors"])
            try bench.files.remove("c")
        }
        #expect(found > 0)
    }

    /// From its start to a fit's first checkpoint, on this machine and with this build.
    private func microsecondsToCheckpoint() throws -> Double {
        let clock = ContinuousClock(), start = clock.now
        let run = try bench.start(words("\(Self.line) --checkpoint c --every 1 --output m.safetensors"))
        try run.wait { bench.files.has("c") }
        let time = clock.now - start
        run.signal(SIGKILL)
        _ = try run.wait()
        try bench.files.remove("c")
        return time / .microseconds(1)
    }

    /// Two fits at one path: the last that was complete.
    @Test func twoWriters() throws {
        let ends = [" --seed 1", " --seed 2"]
        let runs = try ends.map {
            try bench.start(words("\(Self.line)\($0) --checkpoint c --every 1 --output \($0.suffix(1)).safetensors"))
        }
        try runs[0].wait { bench.files.has("c") }
        for _ in 0..<15 {
            let state = try bench.descent("inspect c --json")
            #expect(state.status == 0, "\(state)")
        }
        for run in runs { run.signal(SIGTERM) }
        for run in runs { try #expect(run.wait().status == 128 + SIGTERM) }
        try #expect(bench.files.names == ["X-y.npy", "X.npy", "c"])
        let steps = Int(try bench.json("inspect c").number("steps"))
        let resumed = try ends.filter { end in
            let ended = try bench.descent(
                "\(Self.line)\(end) --iterations \(steps + 10) --resume c --output m.safetensors")
            return ended.status == 3
        }
        #expect(resumed.count == 1)
        let found = try bench.files.bytes("m.safetensors")
        try #expect(model("\(Self.line)\(resumed.first ?? "") --iterations \(steps + 10)") == found)
    }
}
