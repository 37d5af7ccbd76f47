import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A rank is killed at one call of a fit: the job is gone, no checkpoint is lost, and another number of ranks goes on
/// to the undisturbed bits.
@Suite(.enabled(if: Job.isThere), .serialized) struct MarkedKillTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    struct Point: Sendable, CustomTestStringConvertible {
        /// As `killing.c` is told.
        let name: String
        /// Of the checkpoint that is there then; 0 for none.
        let steps: ClosedRange<Int>
        let hasModel: Bool

        init(_ name: String, _ steps: ClosedRange<Int>, hasModel: Bool = false) {
            (self.name, self.steps, self.hasModel) = (name, steps, hasModel)
        }
        var testDescription: String { name }
    }

    /// Twenty steps, whose batches are shared by three ranks; after each a checkpoint.
    private static let fit =
        "train --features X.npy --targets X-y.npy --solver adam --batch 4096 --iterations 20"
    /// Where the fit is under way, and its checkpoint is of whatever step.
    private static let some = 1...20

    /// By what the rank is at.
    private static let kinds = [
        // The start: while others wait for a rank that never comes, and in the test of the BLAS.
        [
            Point("1:MPI_Init_thread:1:before", 0...0), Point("2:MPI_Comm_split_type:1:after", 0...0),
            Point("1:cblas_dgemm:10:before", 0...0),
        ],
        // Compute: scores and gradients.
        [
            Point("1:cblas_dgemv:60:after", some), Point("0:cblas_dgemv:41:before", some),
            Point("2:cblas_dgemv:38:after", some),
        ],
        // Reductions and agreement: on both sides of a message, before the sum is told, in a wait, and when all say a word.
        [
            Point("1:MPI_Isend:20:after", some), Point("2:MPI_Isend:12:before", some),
            Point("0:MPI_Irecv:20:before", some), Point("0:MPI_Ibcast:20:before", some),
            Point("2:MPI_Testall:80:before", some), Point("1:MPI_Iallreduce:40:after", some),
        ],
        // A checkpoint: until the call that makes it the file of its path, the one before is there.
        [
            Point("0:write:3:amid", 2...2), Point("0:write:1:amid", 0...0), Point("0:fsync:5:before", 4...4),
            Point("0:rename:7:before", 6...6), Point("0:rename:8:after", 8...8),
        ],
        // The end: twenty checkpoints are followed by the model.
        [
            Point("1:MPI_Finalize:1:before", 20...20, hasModel: true), Point("0:rename:21:before", 20...20),
            Point("0:MPI_Finalize:1:before", 20...20, hasModel: true),
        ],
    ]
    static let points = Bench.isLong ? Array(kinds.joined()) : kinds.map { $0[0] }

    private static let library = Preloaded.library("Ranks/killing.c", flags: "$(pkg-config --cflags mpi-c)")

    /// What the library has written.
    private var log: [[Substring]] {
        ((try? bench.files.text("log")) ?? "").split(separator: "\n").map { $0.split(separator: " ") }
    }
    private var isKilled: Bool { log.contains { $0[0] == "killed" } }

    @Test(arguments: points) func aRankIsKilled(at point: Point) throws {
        let library = try #require(Self.library, "no C compiler")
        // Features so many that their products are the BLAS's.
        try bench.write(.binary(6000, features: 100))
        let line = "\(Self.fit) --checkpoint c --every 1 --output m"
        let job = try bench.startJob(
            3, line,
            telling: [
                "LD_PRELOAD": library, "DESCENT_KILL": point.name, "DESCENT_KILL_LOG": bench.files.path("log"),
            ])
        // A job that never comes there ends by itself, which is seen below.
        try? job.wait { isKilled }
        let ended = try job.wait()
        #expect(ended.status != 0 && isKilled, "\(ended)")
        let processes = Set(log.compactMap { $0.last.flatMap { pid_t($0) } })
        // Where MPI has not started, one of them may not have either.
        #expect(processes.count == 3 || point.name.contains("MPI_Init"), "\(log)")
        #expect(Running.areGone(Array(processes)))

        try #expect(bench.alone("\(Self.fit) --output undisturbed").status == 3)
        let undisturbed = try bench.files.bytes("undisturbed")
        #expect(bench.files.has("m") == point.hasModel)
        if bench.files.has("m") { try #expect(bench.files.bytes("m") == undisturbed) }
        let steps = bench.files.has("c") ? Int(try bench.json("inspect c").number("steps")) : 0
        #expect(point.steps.contains(steps), "\(steps) steps")
        let again = try bench.job(2, steps > 0 ? "\(line) --resume c" : line)
        #expect(again.status == 3, "\(again)")
        try #expect(bench.files.bytes("m") == undisturbed)
        // Nor is anything unfinished left.
        try #expect(bench.files.names == ["X-y.npy", "X.npy", "c", "log", "m", "undisturbed"])
    }
}
