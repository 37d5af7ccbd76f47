import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// FAULTS 94: what is read is not what is written, under whatever name; nor are two files that are written.
@Suite struct KeptFilesTests {
    private let bench: Bench

    /// Arrays in a folder, a table, a model and a checkpoint; `link.npy` and `hard.npy` are shards too, `again` is their folder,
    /// `model.npy` the model, and `dangling` leads to a file that is to come.
    init() throws {
        bench = try Bench()
        let data = Samples.binary(40, features: 2), half = data.rows.count / 2
        try bench.files.folder("parts")
        try bench.files.file("parts/X-0.npy", Npy.bytes(rows: Array(data.rows[..<half])))
        try bench.files.file("parts/X-1.npy", Npy.bytes(rows: Array(data.rows[half...])))
        try bench.files.file("y.npy", Npy.bytes(data.targets))
        try bench.files.file("w.npy", Npy.bytes(data.targets.map { $0 + 1 }))
        try bench.files.file("X.csv", data.csv)
        let line = "train --features parts --targets y.npy --solver gd --iterations 3"
        try #expect(bench.descent("\(line) --checkpoint ck --output m").status == 3)
        try #expect(bench.descent("train X.csv --target y --output table").status == 0)
        symlink("parts/X-0.npy", bench.files.path("link.npy"))
        link(bench.files.path("parts/X-1.npy"), bench.files.path("hard.npy"))
        symlink("parts", bench.files.path("again"))
        link(bench.files.path("m"), bench.files.path("model.npy"))
        symlink("new", bench.files.path("dangling"))
    }

    /// A line, the file that it would write, and the one whose place that would take.
    static let lines: [(line: String, written: String, kept: String)] = [
        (
            "train --features parts/X-*.npy --targets y.npy --output parts/X-0.npy", "--output parts/X-0.npy",
            "parts/X-*.npy"
        ),
        ("train --features parts --targets y.npy --output again/X-1.npy", "--output again/X-1.npy", "parts/X-1.npy"),
        ("train --features again/ --targets y.npy --output parts/X-1.npy", "--output parts/X-1.npy", "again/X-1.npy"),
        ("train --features parts --targets y.npy --output link.npy", "--output link.npy", "parts/X-0.npy"),
        ("train --features parts --targets y.npy --output hard.npy", "--output hard.npy", "parts/X-1.npy"),
        ("train --features link.npy --targets y.npy --output parts/X-0.npy", "--output parts/X-0.npy", "link.npy"),
        ("train --features parts --targets y.npy --output n --report parts/X-1.npy", "--report parts/X-1.npy", "parts"),
        ("train --features parts --targets y.npy --output n --checkpoint parts/X-0.npy", "--checkpoint parts", "parts"),
        ("train --features parts --targets y.npy --output ./y.npy", "--output ./y.npy", "--targets"),
        (
            "train --features parts --targets y.npy --sample-weights w.npy --output w.npy", "--output w.npy",
            "--sample-weights"
        ),
        ("train --features parts --targets y.npy --offset w.npy --output w.npy", "--output w.npy", "--offset"),
        ("train --features parts --targets y.npy --solver gd --resume ck --output ck", "--output ck", "--resume"),
        (
            "train --features parts --targets y.npy --solver gd --resume ck --output n --report ck", "--report ck",
            "--resume"
        ),
        (
            "train --features parts --targets y.npy --solver gd --resume ck --checkpoint ck --output ck", "--output ck",
            "--resume"
        ),
        (
            "train --features parts --targets y.npy --solver gd --resume m --checkpoint y.npy --output n",
            "--checkpoint y.npy", "--targets"
        ),
        ("train X.csv --target y --output X.csv", "--output X.csv", "X.csv, which is read"),
        ("train X.csv --target y --output n --report n", "--report n", "n, which is written (--output)"),
        ("train X.csv --target y --output n --report ./n", "--report ./n", "n, which is written (--output)"),
        ("train X.csv --target y --output n --checkpoint parts/../n", "--checkpoint parts/../n", "(--output)"),
        ("train X.csv --target y --output new --checkpoint dangling", "--checkpoint dangling", "(--output)"),
        ("cv --features parts --targets y.npy --output y.npy", "--output y.npy", "--targets"),
        ("cv --features parts --targets y.npy --report again/X-0.npy", "--report again/X-0.npy", "parts/X-0.npy"),
        ("predict --model m --features parts --output hard.npy", "--output hard.npy", "parts/X-1.npy"),
        ("predict --model m --features parts --output model.npy", "--output model.npy", "--model"),
        ("evaluate --model m --features parts --targets y.npy --report m", "--report m", "--model"),
        ("evaluate --model m --features parts --targets y.npy --report link.npy", "--report link.npy", "parts/X-0.npy"),
        ("convert parts/X-*.npy parts/X-1.npy", "the new file parts/X-1.npy", "parts/X-*.npy"),
        ("convert parts hard.npy", "the new file hard.npy", "parts/X-1.npy"),
        ("convert parts y.csv --targets y.csv", "the new file y.csv", ""),
        ("convert X.csv n.npy --target y --targets ./n.npy", "--targets ./n.npy", "the new file"),
        ("export m --onnx m", "--onnx m", "the model"), ("export m --onnx model.npy", "--onnx model.npy", "the model"),
    ]

    /// Every file, by its path in the folder.
    private var contents: [String: Data] {
        let folder = bench.files.folder
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return paths.reduce(into: [:]) { $0[$1] = FileManager.default.contents(atPath: folder + "/" + $1) }
    }

    @Test(arguments: lines.indices) func isRefused(_ index: Int) throws {
        let (line, written, kept) = Self.lines[index]
        if line.contains("y.csv") { symlink("y.npy", bench.files.path("y.csv")) }
        let before = contents
        try bench.expectRefused(line, status: 2, written, kept, "nothing was written")
        #expect(contents == before)
    }

    /// The normal way: a fit goes on, and its checkpoint with it.
    @Test(arguments: ["ck", "./ck", "ck-link"]) func aCheckpointIsItsOwnNext(_ name: String) throws {
        symlink("ck", bench.files.path("ck-link"))
        let line = "train --features parts --targets y.npy --solver gd --iterations 9 --resume ck --output n"
        try #expect(bench.descent("\(line) --checkpoint \(name)").status == 3)
        try #expect(bench.json("inspect ck").number("steps") == 9)
    }

    /// New files beside those that are read are no harm.
    @Test func newShards() throws {
        try #expect(bench.descent("predict --model m --features parts --output parts/p.npy").status == 0)
        try #expect(bench.descent("train X.csv --target y --output parts/m --report parts/r.html").status == 0)
    }

    /// What a shell appends to.
    @Test func stdoutIntoAnInput() throws {
        let before = contents
        let ended = try bench.shell("descent predict --model table X.csv >> X.csv")
        #expect(ended.status == 2 && ended.err.contains("stdout") && ended.err.contains("X.csv"), "\(ended)")
        let other = try bench.shell("descent train X.csv --target y --output n > n")
        #expect(other.status == 2 && other.err.contains("--output n"), "\(other)")
        try bench.files.remove("n")
        #expect(contents == before)
    }

    /// Another's data of the same shape are another fit.
    @Test func checkpointsAreOfTheirData() throws {
        let values = try Npy.values(bench.files.bytes("y.npy"))
        try bench.files.file("z.npy", Npy.bytes(Array(values.reversed())))
        let line = "train --features parts --solver gd --iterations 9 --resume ck --output n --targets"
        try bench.expectRefused("\(line) z.npy", "ck", "other data of the same shape")
        try #expect(bench.descent("\(line) y.npy").status == 3)
    }
}
