import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Paths that lead nowhere, or not to a file.
@Suite struct PathFaultsTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        try bench.write(.binary(20, features: 2))
        try bench.files.file("X.csv", Samples.binary(20).csv)
        try bench.files.folder("folder")
        mkfifo(bench.files.path("pipe"), 0o600)
        symlink("loop", bench.files.path("loop"))
    }

    @Test(arguments: [
        ("absent", "No such file"), ("folder", ""), ("pipe", "not a regular file"), ("/dev/zero", "not a regular file"),
        ("loop", "symbolic links"), ("X.csv/below", "Not a directory"),
    ]) func inputs(_ path: String, _ part: String) throws {
        for format in ["npy", "csv", "libsvm"] {
            let target = format == "csv" ? " --target y" : format == "npy" ? " --targets X-y.npy" : ""
            try bench.expectRefused("train \(path) --format \(format)\(target) --output m", path, part)
        }
        try bench.expectRefused("train X.npy --targets \(path) --output m", path)
        try bench.expectRefused("predict --model \(path) X.npy", path)
        try bench.expectRefused("inspect \(path)", path)
    }

    /// Said before the work, not after.
    @Test(arguments: ["absent/m", "X.csv/m"]) func outputs(_ path: String) throws {
        try bench.expectRefused("train X.csv --target y --output \(path)", path)
        try bench.expectRefused("train X.csv --target y --output m --report \(path)", path)
        try bench.expectRefused("train X.csv --target y --output m --checkpoint \(path)", path)
        try bench.expectRefused("cv X.csv --target y --output \(path)", path)
    }

    @Test func outputThatIsAFolder() throws {
        for path in ["folder", "folder/"] {
            try bench.expectRefused("train X.csv --target y --output \(path)", path)
            for flag in ["--report", "--checkpoint"] {
                try bench.expectRefused("train X.csv --target y --output m \(flag) \(path)", path)
            }
            try? bench.files.remove("m")
        }
        try #expect(FileManager.default.contentsOfDirectory(atPath: bench.files.path("folder")).isEmpty)
    }

    /// What is read is not what is written.
    @Test(arguments: [
        "train --features X.npy --targets X-y.npy --output X.npy", "train X.csv --target y --output X.csv",
        "convert X.npy X.npy", "train X.csv --target y --output m --report m",
    ]) func inputsAreKept(_ line: String) throws {
        let before = try ["X.npy", "X.csv"].map(bench.files.bytes)
        try #expect(bench.descent(line).status == 2)
        try #expect(["X.npy", "X.csv"].map(bench.files.bytes) == before)
    }

    static let names = [
        "Größe — 数据.csv", "two words.csv", "line\nbreak.csv", "-dash.csv", "a=b,c;d'e\"f.csv", "🦆.csv",
        String(repeating: "n", count: 251) + ".csv",
    ]

    @Test(arguments: names) func strangeNames(_ name: String) throws {
        try bench.files.file(name, Samples.binary(20).csv)
        let model = name.replacing(".csv", with: ".st")
        let fit = try bench.run("train", "--target", "y", "--output=\(model)", "--", name)
        #expect(fit.status == 0 && bench.files.has(model), "\(fit)")
        try #expect(bench.run("predict", "--model=\(model)", "--", name).status == 0)
        try bench.files.file(name, "x1,y\n1,a\nb,1\n")
        let ended = try bench.run("train", "--target", "y", "--neuron", "linear", "--output", "m", "--", name)
        #expect(ended.status == 1 && ended.errLines.count == 1, "\(ended)")
        try #expect(!bench.files.names.contains { $0.hasSuffix(".partial") })
    }

    @Test func tooLongNames() throws {
        let name = String(repeating: "a/", count: 3000) + "X.csv"
        try bench.expectRefused(["train", name, "--target", "y", "--output", "m"], ["too long", "a/a/"])
        try bench.expectRefused(["train", "X.csv", "--target", "y", "--output", name], ["too long"])
    }
}
