import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A signal in a part that nobody interrupts, however long it is: made to last for ever, it ends all the same, and no output is half
/// written.
@Suite(
    .enabled(if: HeldCall.library != nil, "no C compiler, or sanitizers, which come before any other library"),
    .serialized)
struct LongPartsTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        try bench.write(.binary(400, features: 80))
        try bench.files.file("s.csv", "a,b,y\n" + (0..<200).map { "\($0 % 7),\($0 % 11),\($0 % 2)\n" }.joined())
    }

    private static let data = "--features X.npy --targets X-y.npy"
    /// What is done, and the call that does not return.
    static let parts: [(line: String, call: String)] = [
        ("train \(data) --solver newton --output m", "LAPACKE_dpotrf_work:2"),
        ("train \(data) --neuron linear --output m", "LAPACKE_dtpqrt_work:1"),
        ("train \(data) --output m", "fsync:1"),
        ("train \(data) --output m --report r.html", "fsync:2"),
        ("train s.csv --target y --no-mmap --output m", "pread:1"),
        ("cv \(data) --folds 3 --path 3 --output m", "LAPACKE_dpotrf_work:4"),
        ("cv \(data) --folds 3 --path 3 --output m", "fsync:1"),
        ("evaluate --model old \(data) --report r.html", "fsync:1"),
        ("predict --model old X.npy --output p.npy", "cblas_dgemv:9"),
        ("predict --model old X.npy --output p.csv", "fsync:1"),
        ("convert s.csv t.npy --target y --targets u.npy --no-mmap", "pread:1"),
        ("convert X.npy t.csv", "fsync:1"),
        ("export old --onnx o.onnx", "fsync:1"),
    ]

    private func held(_ line: String, in call: String) throws -> Running {
        let run = try bench.start(
            line.split(separator: " ").map(String.init),
            environment: [
                "LD_PRELOAD": HeldCall.library!, "DESCENT_HOLD": call, "DESCENT_HOLD_MARK": bench.files.path("mark"),
            ])
        try run.wait { bench.files.has("mark") }
        return run
    }

    /// Those that are whole: an unfinished one has a name of its own, and goes with the next that is written.
    private var files: [String] { get throws { try bench.files.names.filter { !$0.hasPrefix(".") && $0 != "mark" } } }

    @Test(arguments: parts, [SIGINT, SIGTERM]) func ends(_ part: (line: String, call: String), _ signal: Int32) throws {
        #expect(try bench.descent("train \(Self.data) --l2 0.01 --output old").status == 0)
        let whole = part.call == "fsync:2" ? ["m"] : []
        let before = try files
        let run = try held(part.line, in: part.call)
        run.signal(signal)
        let ended = try run.wait(seconds: 30)
        #expect(ended.status == 128 + signal && ended.out == "" && ended.errLines.count <= 1, "\(ended)")
        try #expect(Set(files) == Set(before + whole), "\(part)")
    }

    /// A fit with a checkpoint is asked first, and cannot answer: what it has saved before stands, and goes on to the same bits.
    @Test func aLongStepIsNotWaitedFor() throws {
        let line = "train \(Self.data) --solver newton --l2 0.01"
        let run = try held("\(line) --checkpoint c --every 1 --output m", in: "LAPACKE_dpotrf_work:3")
        run.signal(SIGTERM)
        let ended = try run.wait(seconds: 30)
        #expect(ended.status == 128 + SIGTERM && ended.out == "" && ended.err.contains("--resume"), "\(ended)")
        #expect(ended.errLines.count == 1 && !bench.files.has("m"))
        try #expect(bench.json("inspect c").number("steps") >= 1)
        try #expect(bench.descent("\(line) --resume c --output resumed").status == 0)
        try #expect(bench.descent("\(line) --output whole").status == 0)
        try #expect(bench.files.bytes("resumed") == bench.files.bytes("whole"))
    }
}

private enum HeldCall {
    static let library = Bench.isSanitised ? nil : Preloaded.library("Faults/holding.c")
}
