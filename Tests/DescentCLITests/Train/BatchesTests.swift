import TestSupport
import Testing

/// Descent by mini-batches: what is random comes from the seed.
@Suite struct BatchesTests {
    private let bench: Bench
    private static let line = "train --features X.npy --targets X-y.npy"
    init() throws {
        bench = try Bench()
        try bench.write(.binary())
    }

    private func model(_ words: String) throws -> [UInt8] {
        let ended = try bench.descent("\(Self.line) \(words) --output m.safetensors")
        guard [0, 3].contains(ended.status) else { throw Trouble("\(words): \(ended)") }
        return try bench.files.bytes("m.safetensors")
    }

    @Test func seedDecides() throws {
        let first = try model("--batch 16 --epochs 3 --seed 7")
        try #expect(model("--batch 16 --epochs 3 --seed 7 --threads 1") == first)
        try #expect(model("--batch 16 --epochs 3 --seed 7 --threads 7 --quiet") == first)
        try #expect(model("--batch 16 --epochs 3 --seed 8") != first)
    }

    @Test func epochsAreSteps() throws {
        // 13 batches of 200 samples.
        for (words, steps) in [("--batch 16 --epochs 3", 39.0), ("--batch 16", 130), ("--batch 16 --iterations 5", 5)] {
            let ended = try bench.descent("\(Self.line) \(words) --output m.safetensors --json")
            #expect(ended.status == 3)
            try #expect(ended.json.number("iterations") == steps && ended.json.text("outcome") == "limit")
        }
    }

    @Test(arguments: [
        "constant", "step:20", "step:20,0.5", "exponential:0.99", "inverse:0.01", "cosine:39", "cosine:39,0.1",
        "restarts:5",
        "restarts:5,3",
    ]) func schedules(_ schedule: String) throws {
        let plain = try model("--solver momentum --batch 16 --epochs 3")
        let found = try model("--solver momentum --batch 16 --epochs 3 --schedule \(schedule)")
        #expect((found == plain) == (schedule == "constant"))
        try #expect(model("--solver momentum --batch 16 --epochs 3 --schedule \(schedule) --warm-up 4") != found)
    }

    @Test func clipping() throws {
        let plain = try model("--solver gd --batch 16 --epochs 2")
        try #expect(model("--solver gd --batch 16 --epochs 2 --clip 1e9") == plain)
        try #expect(model("--solver gd --batch 16 --epochs 2 --clip 1e-3") != plain)
    }

    @Test func tolerance() throws {
        let fit = try bench.json(
            "\(Self.line) --solver adam --batch 100 --epochs 5000 --tolerance 1e-3 --output m.safetensors")
        try #expect(fit.text("outcome") == "settled" && fit.text("rule") == "lossChange")
        try #expect(fit.number("iterations") < 10_000)
    }

    @Test func validation() throws {
        let words = "--solver adam --rate 0.1 --batch 16 --epochs 500 --validation 0.25"
        let ended = try bench.descent("\(Self.line) \(words) --patience 3 --output m.safetensors --json"),
            fit = try ended.json
        try #expect(ended.status == 0 && (fit.text("outcome")) == "stoppedEarly", "\(ended)")
        try #expect(fit.number("validationLoss") > 0)
        let first = try bench.files.bytes("m.safetensors")
        try #expect(model("\(words) --patience 3 --threads 1") == first)
        try #expect(model("\(words) --patience 3 --seed 1") != first)
    }

    /// More steps than can be counted are no reason to crash.
    @Test func epochsWithoutEnd() throws {
        let ended = try bench.descent(
            "\(Self.line) --batch 16 --epochs 9223372036854775807 --time-limit 0.1 --output m.safetensors")
        #expect(ended.status == 3, "\(ended)")
    }

    @Test func timeLimit() throws {
        let words = "--solver gd --rate 1e-9 --iterations 1000000000 --time-limit 0.2"
        let ended = try bench.descent("\(Self.line) \(words) --output m.safetensors --json")
        try #expect(ended.status == 3 && (ended.json.text("rule")) == "time")
        try #expect(ended.json.number("seconds") >= 0.2)
    }
}
