import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// What goes wrong on one rank: all end, in time, with one first cause; no file is half written; the restart gives the undisturbed bits.
@Suite(.enabled(if: Job.isThere), .serialized) struct RankFaultTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    private static let long = "train --features X.npy --targets X-y.npy --solver adam --batch 512 --epochs 100000000"

    /// A number that is none, in the part of the last rank.
    @Test func aBadRow() throws {
        var samples = Samples.binary(40_000, features: 28)
        samples.rows[39_000][5] = .nan
        try bench.write(samples)
        let ended = try bench.job(4, "train --features X.npy --targets X-y.npy --output m")
        #expect(ended.status == 1 && ended.out == "", "\(ended)")
        #expect(ended.err.contains("rank 3: X.npy") && ended.err.contains("sample 39000"), "\(ended)")
        #expect(ended.errLines.count { $0.hasPrefix("descent:") } == 1, "\(ended)")
        #expect(!bench.files.has("m"))
    }

    /// A program that was built without MPI does not do everything as often as there are ranks.
    @Test func withoutMPI() throws {
        try bench.write(.binary(100))
        let words = ["-np", "2", "--oversubscribe", Bench.program, "train", "--features", "X.npy"]
        let ended = try Running(
            "mpirun", words + ["--targets", "X-y.npy", "--output", "m"], in: bench.files.folder,
            environment: Job.environment
        ).wait()
        #expect(ended.status == 1 && ended.err.contains("--traits MPI") && !bench.files.has("m"), "\(ended)")
    }

    /// Tasks of `srun` that no MPI joins are not as many fits that write one file.
    @Test func tasksWithoutMPI() throws {
        try bench.write(.binary(100))
        let words = "train --features X.npy --targets X-y.npy --output m".split(separator: " ").map(String.init)
        for program in [Bench.program, Job.program!] {
            let ended = try Running(
                program, words, in: bench.files.folder, environment: ["SLURM_STEP_NUM_TASKS": "2"]
            ).wait()
            #expect(ended.status == 1 && ended.err.contains("2 tasks") && !bench.files.has("m"), "\(ended)")
            let alone = try Running(
                program, words, in: bench.files.folder, environment: ["SLURM_STEP_NUM_TASKS": "1"]
            ).wait()
            #expect(alone.status == 0 && bench.files.has("m"), "\(alone)")
            try bench.files.remove("m")
        }
    }

    @Test func wrongUse() throws {
        let ended = try bench.job(3, "train --features absent.npy --targets y.npy --output m")
        #expect(ended.status == 1 && ended.errLines.count { $0.hasPrefix("descent:") } == 1, "\(ended)")
        let wrong = try bench.job(2, "train --bogus")
        #expect(wrong.status == 2 && wrong.errLines.count { $0.hasPrefix("descent:") } == 1, "\(wrong)")
    }

    /// Ranks whose BLAS computes other bits, with kernels that every x86-64 has and no later one is given; or that were told something else.
    @Test func ranksThatDiffer() throws {
        try bench.write(.binary(100))
        let program = Job.program!, fit = "train --features X.npy --targets X-y.npy --output m"
        for (environment, words, part) in [
            ("OPENBLAS_CORETYPE=Nehalem", fit, "BLAS"), ("DESCENT_KERNELS=portable", fit, "kernels"),
            ("A=b", "\(fit) --l2 0.1", "words"),
        ] {
            let job =
                ["-np", "1", program] + fit.split(separator: " ").map(String.init) + [
                    ":", "-np", "1", "-x", environment,
                ]
                + [program] + words.split(separator: " ").map(String.init)
            let ended = try Running(
                "mpirun", ["--oversubscribe"] + job, in: bench.files.folder, environment: Job.environment
            ).wait()
            if environment.hasPrefix("DESCENT"), ended.status == 0 { continue }
            #expect(ended.status == 1 && ended.err.contains(part) && ended.err.contains("rank 1"), "\(ended)")
            #expect(!bench.files.has("m"))
        }
    }

    /// Under one path, machines have files of other shapes: one message that names rank, file and both shapes.
    @Test func filesThatDiffer() throws {
        try bench.files.folder("0")
        try bench.files.folder("1")
        let folders = ["0", "1"]
        func write(_ name: String, _ bytes: [[UInt8]]) throws {
            for (folder, bytes) in zip(folders, bytes) { try bench.files.file("\(folder)/\(name)", bytes) }
        }
        let few = Samples.binary(3000, features: 6), many = Samples.binary(3001, features: 6)
        let wide = Samples.binary(3000, features: 7)
        func x(_ samples: Samples) -> [UInt8] { Npy.bytes(rows: samples.rows) }
        func y(_ samples: Samples) -> [UInt8] { Npy.bytes(samples.targets) }
        let fit = "train --features X.npy --targets y.npy --output m"
        for (rows, targets, line, words) in [
            (
                [few, many], [few, many], fit,
                "X.npy: rank 1 has 3001 samples of 6 features, but rank 0 has 3000 samples of 6"
            ),
            (
                [few, wide], [few, few], fit,
                "X.npy: rank 1 has 3000 samples of 7 features, but rank 0 has 3000 samples of 6"
            ),
            (
                [few, few], [few, many], fit,
                "y.npy: rank 1 has a number for each of 3001 samples, but rank 0 has a number"
            ),
            ([few, many], [few, few], "predict --model old X.npy --output p.npy", "X.npy: rank 1 has 3001 samples"),
        ] {
            try write("X.npy", rows.map(x))
            try write("y.npy", targets.map(y))
            try bench.files.file("0/few.npy", x(few))
            try bench.files.file("0/few-y.npy", y(few))
            _ = try bench.alone("train --features 0/few.npy --targets 0/few-y.npy --output 0/old")
            try bench.files.file("1/old", bench.files.bytes("0/old"))
            let before = try bench.files.names
            let ranks = folders.map {
                ["-np", "1", "-wdir", bench.files.path($0), Job.program!] + line.split(separator: " ").map(String.init)
            }
            let ended = try Running(
                "mpirun", ["--oversubscribe"] + ranks[0] + [":"] + ranks[1], in: bench.files.folder,
                environment: Job.environment
            ).wait()
            #expect(ended.status == 1 && ended.err.contains(words), "\(ended)")
            #expect(
                ended.errLines.count { $0.hasPrefix("descent:") } == 1 && !ended.err.contains("MPI Error"), "\(ended)")
            try #expect(bench.files.names == before)
        }
    }

    /// What one rank does for all, it does alone, though files are read for it.
    @Test func oneConverts() throws {
        try bench.write(.binary(500, features: 3))
        let ended = try bench.job(3, "convert X.npy t.libsvm --targets X-y.npy")
        #expect(ended.status == 0 && ended.err == "", "\(ended)")
        #expect(try bench.alone("convert X.npy u.libsvm --targets X-y.npy").status == 0)
        try #expect(bench.files.bytes("t.libsvm") == bench.files.bytes("u.libsvm"))
    }

    /// Killed at any instant: the job is gone, and another number of ranks goes on to the undisturbed bits.
    @Test(arguments: 0..<(Bench.isLong ? 20 : 4)) func aRankIsKilled(_ number: Int) throws {
        try bench.write(.binary(3000, features: 8))
        var generator = SplitMix64(seed: UInt64(number))
        let job = try bench.startJob(3, "\(Self.long) --checkpoint c --every 1 --output m")
        try job.wait { bench.files.has("c") }
        usleep(UInt32(generator.number(in: 0...300_000)))
        let ranks = job.ranks
        try #require(ranks.count == 3)
        kill(ranks[number % 3], SIGKILL)
        let ended = try job.wait()
        #expect(ended.status != 0)
        #expect(Running.areGone(ranks))
        #expect(!bench.files.has("m"))
        let steps = Int(try bench.json("inspect c").number("steps"))
        let end = Self.long + " --iterations \(steps + 20)"
        try #expect(bench.job(2, "\(end) --resume c --output resumed").status == 3)
        try #expect(bench.alone("\(end) --output undisturbed").status == 3)
        try #expect(bench.files.bytes("resumed") == bench.files.bytes("undisturbed"))
    }

    /// A rank that stands still is as good as gone.
    @Test func aRankHangs() throws {
        try bench.write(.binary(3000, features: 8))
        let job = try bench.startJob(
            2, "\(Self.long) --checkpoint c --every 1 --output m", environment: ["DESCENT_RANK_TIMEOUT": "3"])
        try job.wait { bench.files.has("c") }
        let ranks = job.ranks
        try #require(ranks.count == 2)
        kill(ranks[1], SIGSTOP)
        let ended = try job.wait()
        #expect(ended.status != 0 && ended.err.contains("rank 0 has waited 3 s"), "\(ended)")
        #expect(Running.areGone(ranks))
        try #expect(bench.json("inspect c").number("steps") >= 1)
    }

    /// As a batch system ends a job.
    @Test func terminated() throws {
        try bench.write(.binary(3000, features: 8))
        let job = try bench.startJob(2, "\(Self.long) --checkpoint c --every 1000000 --output m")
        usleep(1_500_000)
        for rank in job.ranks.suffix(1) { kill(rank, SIGTERM) }
        let ended = try job.wait()
        #expect(ended.status == 128 + SIGTERM && ended.err.contains("go on by --resume"), "\(ended)")
        try #expect(bench.json("inspect c").number("steps") >= 1)
    }
}
