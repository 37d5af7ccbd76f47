import Foundation
import TestSupport
import Testing

/// Files of earlier builds, which `Tests/Golden/README.md` describes: their models predict what they did, and checkpoints of a version
/// that is not read any more are refused by its name.
@Suite struct GoldenTests {
    /// One folder of files, and one of the files in it with what made it.
    struct File: Sendable, CustomTestStringConvertible {
        let folder: String
        /// Such as `models/poisson.safetensors`.
        let path: String
        /// The words after `descent`.
        let command: [String]

        var testDescription: String { "\(URL(fileURLWithPath: folder).lastPathComponent)/\(path)" }
        var whole: String { folder + "/" + path }
        var name: String { URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent }
        var isSingle: Bool { command.contains("float") }
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Golden").path
    private static let data = root + "/data/"

    private static let folders = names(of: root).filter { exists("\(root)/\($0)/models") }
    private static let files = folders.flatMap { folder in
        lines(of: "\(root)/\(folder)/commands.txt").map { line in
            let parts = line.components(separatedBy: ": descent ")
            return File(
                folder: "\(root)/\(folder)", path: parts[0], command: parts[1].split(separator: " ").map(String.init))
        }
    }
    /// Versions of checkpoints before today's that fits go on from still.
    private static let readable = [7, 8]
    private static let models = files.filter { $0.path.hasPrefix("models/") }
    private static let checkpoints = files.filter { $0.path.hasPrefix("checkpoints/") }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private static func names(of folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    private static func lines(of path: String) -> [String] {
        ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    private let bench: Bench
    init() throws { bench = try Bench() }

    /// No file is left out because its line is missing, and no line is about a file that is not there.
    @Test func everyFileHasItsCommand() {
        #expect(!Self.folders.isEmpty && !Self.models.isEmpty && !Self.checkpoints.isEmpty)
        for folder in Self.folders {
            for kind in ["models", "predictions", "checkpoints"] {
                let whole = "\(Self.root)/\(folder)", there = Self.names(of: "\(whole)/\(kind)")
                let listed = Self.files.filter { $0.folder == whole && $0.path.hasPrefix(kind + "/") }
                #expect(listed.map { String($0.path.dropFirst(kind.count + 1)) }.sorted() == there, "\(folder)/\(kind)")
            }
        }
    }

    /// Three units in the last place of a Double and one of a Float, relative to numbers just above a power of two: what BLAS on
    /// another core may make of a score. A score near 0 is rounded as what it is a sum of, which is of the size of 1.
    @Test(arguments: models) func modelsPredictWhatTheyDid(_ model: File) throws {
        let prediction = try #require(
            Self.files.first { $0.folder == model.folder && $0.path == "predictions/\(model.name).csv" })
        let samples = try #require(prediction.command.last)
        let ended = try bench.run(["predict", "--model", model.whole, Self.data + samples])
        #expect(ended.status == 0, "\(ended)")
        let isUnfinished = ["logistic-unfinished", "perceptron"].contains(model.name)
        #expect(ended.err.contains("did not converge") == isUnfinished)
        // And of the older ones that nobody knows whether they were trained with an offset.
        let isOld = ["version-6", "version-7"].contains { model.folder.hasSuffix($0) }
        #expect(ended.err.contains("made before offsets were recorded") == isOld)
        #expect(ended.errLines.count == (isUnfinished ? 1 : 0) + (isOld ? 1 : 0))
        let expected = Self.lines(of: prediction.whole)
        // What a column is called is no promise of earlier builds; a model of arrays has no better name still.
        let isTable = (model.name.hasPrefix("table") || model.name.hasPrefix("terms")) && !isOld
        #expect(
            ended.lines.count == expected.count
                && (isTable || ended.lines.first.map(String.init) == expected.first))
        let tolerance = model.isSingle ? 1.2e-7 : 7e-16
        for (line, other) in zip(ended.lines, expected).dropFirst() {
            let found = line.split(separator: ",").map { Double($0) ?? .nan }
            let wanted = other.split(separator: ",").map { Double($0) ?? .nan }
            #expect(found.count == wanted.count)
            for (value, reference) in zip(found, wanted) {
                #expect(
                    (value - reference).magnitude <= tolerance * max(reference.magnitude, 0.5), "\(value) \(reference)")
            }
        }
    }

    /// What is in a model can be told, too.
    @Test(arguments: models) func modelsAreInspected(_ model: File) throws {
        let facts = try bench.json("inspect \(model.whole)")
        try #expect(facts.text("kind") == "model")
    }

    /// Each is given to the very fit that it is of, so that nothing but its version is wrong with it.
    @Test(arguments: checkpoints) func checkpointsOfOtherVersionsAreRefused(_ checkpoint: File) throws {
        let version = try Self.version(of: checkpoint.whole), now = try versionNow()
        guard !Self.readable.contains(version), version != now else {
            try #expect(bench.json("inspect \(checkpoint.whole)").text("kind") == "checkpoint")
            return
        }
        let fit = checkpoint.command.map { Self.exists(Self.data + $0) ? Self.data + $0 : $0 }
        let parts = ["it has version \(version)", "this is version \(now)"]
        try bench.expectRefused(
            fit + ["--resume", checkpoint.whole, "--checkpoint", "next", "--output", "m.safetensors"],
            parts + [checkpoint.whole])
        try bench.expectRefused(["inspect", checkpoint.whole], parts)
    }

    /// Their penalty was of the fit's coordinates, or of the original scale, and nothing says which.
    @Test(
        arguments: checkpoints.filter {
            $0.folder.hasSuffix("version-7") && $0.command.contains { ["--l1", "--l2"].contains($0) }
        })
    func penaltiesWithoutUnitsAreRefused(_ checkpoint: File) throws {
        let fit = checkpoint.command.map { Self.exists(Self.data + $0) ? Self.data + $0 : $0 }
        try bench.expectRefused(
            fit + ["--resume", checkpoint.whole, "--checkpoint", "next", "--output", "m.safetensors"],
            ["penalty (whose units older versions did not name)", checkpoint.whole])
    }

    /// A name of twelve bytes, then eight of the version, the least first.
    private static func version(of path: String) throws -> Int {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)).prefix(20))
        guard bytes.count == 20, bytes.starts(with: "DescentState".utf8) else {
            throw Trouble("\(path) is no checkpoint")
        }
        return bytes.suffix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// Of a checkpoint that the command writes today.
    private func versionNow() throws -> Int {
        try bench.write(.binary(50))
        _ = try bench.json(
            "train --features X.npy --targets X-y.npy --solver gd --iterations 3 --checkpoint now --output n.safetensors",
            status: 3)
        return try Self.version(of: bench.files.path("now"))
    }
}
