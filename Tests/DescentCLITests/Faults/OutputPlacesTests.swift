import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// FAULTS 95: what is where an output goes is replaced as it is, written to, or refused.
@Suite struct OutputPlacesTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        try bench.files.file("X.csv", Samples.binary(40, features: 2).csv)
        _ = try bench.json("train X.csv --target y --output expected")
    }

    private static let train = "train X.csv --target y --output"

    private func status(_ name: String) -> stat {
        var status = stat()
        lstat(bench.files.path(name), &status)
        return status
    }

    /// Every command that writes, but for the name.
    static let writers = [
        "train X.csv --target y --output", "train X.csv --target y --solver gd --iterations 3 --output n --checkpoint",
        "train X.csv --target y --output n --report", "cv X.csv --target y --path 3 --output",
        "cv X.csv --target y --path 3 --report", "predict --model expected X.csv --output",
        "evaluate --model expected X.csv --target y --report", "convert X.csv", "export expected --onnx",
    ]

    /// Three iterations are no fit.
    private static func status(of line: String) -> Int32 { line.contains("--iterations 3") ? 3 : 0 }

    @Test(arguments: writers, [0o600, 0o640, 0o755, 0o222] as [mode_t]) func permissionsAreKept(
        _ line: String, _ mode: mode_t
    ) throws {
        try bench.files.file("p.csv", "the old one")
        chmod(bench.files.path("p.csv"), mode)
        let before = status("p.csv"), ended = try bench.descent("\(line) p.csv")
        #expect(ended.status == Self.status(of: line), "\(ended)")
        let after = status("p.csv")
        #expect(after.st_mode == before.st_mode && after.st_uid == before.st_uid && after.st_gid == before.st_gid)
        #expect(after.st_ino != before.st_ino)
    }

    /// Also of somebody whom nothing is forbidden.
    @Test(arguments: writers, [0o444, 0o555, 0o400] as [mode_t]) func readOnlyFilesStay(
        _ line: String, _ mode: mode_t
    ) throws {
        try bench.files.file("p.csv", "the old one")
        chmod(bench.files.path("p.csv"), mode)
        try bench.expectRefused("\(line) p.csv", "p.csv", "read-only")
        try #expect(bench.files.text("p.csv") == "the old one")
    }

    @Test(arguments: writers) func foldersAndSocketsStay(_ line: String) throws {
        try bench.files.folder("d.csv")
        try bench.expectRefused("\(line) d.csv", "d.csv", "directory")
        let path = bench.files.path("s.csv"), made = bindSocket(path)
        defer { close(made) }
        try bench.expectRefused("\(line) s.csv", "s.csv", "socket")
        #expect(status("s.csv").st_mode & S_IFMT == S_IFSOCK)
    }

    private func bindSocket(_ path: String) -> Int32 {
        #if canImport(Glibc)
            let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let number = socket(AF_UNIX, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8).prefix($0.count - 1)) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(result == 0)
        return number
    }

    /// The link stays, and what it leads to is another file, be it in another folder, further links away, or yet to come.
    @Test(arguments: [true, false]) func linksAreFollowed(_ isThere: Bool) throws {
        try bench.files.folder("far")
        if isThere { try bench.files.file("far/target", "the old one") }
        symlink("target", bench.files.path("far/next"))
        symlink("far/next", bench.files.path("link"))
        try #expect(bench.descent("\(Self.train) link").status == 0)
        try #expect(bench.files.bytes("far/target") == bench.files.bytes("expected"))
        for name in ["link", "far/next"] { #expect(status(name).st_mode & S_IFMT == S_IFLNK) }
        let names = try FileManager.default.contentsOfDirectory(atPath: bench.files.path("far")).sorted()
        #expect(names == ["next", "target"])
    }

    @Test func linksInACircle() throws {
        symlink("b", bench.files.path("a"))
        symlink("a", bench.files.path("b"))
        try bench.expectRefused("\(Self.train) a", "a: ", "symbolic links")
    }

    /// A pipe gets the bytes that a file would have, and is a pipe still.
    @Test func pipes() throws {
        for line in Self.writers.filter({ !$0.contains("checkpoint") && !$0.contains("report") }) {
            try #expect(bench.descent("\(line) file.csv").status == 0)
            let ended = try bench.shell(
                "rm -f p.csv; mkfifo p.csv; cat p.csv > got & descent \(line) p.csv; status=$?; wait; exit $status")
            #expect(ended.status == 0, "\(ended)")
            try #expect(bench.files.bytes("got") == bench.files.bytes("file.csv"), "\(line)")
            #expect(status("p.csv").st_mode & S_IFMT == S_IFIFO)
        }
    }

    /// Before the work whose result nobody would get.
    @Test func pipesThatNobodyReads() throws {
        mkfifo(bench.files.path("p"), 0o600)
        try bench.expectRefused("\(Self.train) p", "p: ", "nobody reads")
        #expect(status("p").st_mode & S_IFMT == S_IFIFO)
    }

    /// A device that stands for /dev/null, which root would lose.
    @Test func devices() throws {
        #if os(Linux)
            let made = mknod(bench.files.path("null.csv"), S_IFCHR | 0o666, 1 << 8 | 3) == 0
            let name = made ? "null.csv" : "/dev/null"
            for line in Self.writers
            where name != "/dev/null" || !line.hasPrefix("convert") && !line.hasPrefix("predict") {
                let ended = try bench.descent("\(line) \(name)")
                #expect(ended.status == Self.status(of: line), "\(ended)")
                if made { #expect(status("null.csv").st_mode & S_IFMT == S_IFCHR) }
            }
            // It keeps nothing, so there is nothing to lose by two.
            try #expect(bench.descent("\(Self.train) \(name) --report \(name)").status == 0)
        #endif
        try #expect(!bench.files.names.contains { $0.hasSuffix(".partial") })
    }

    /// A full device is an error as a full disk is.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"))) func fullDevices() throws {
        try bench.expectRefused("export expected --onnx /dev/full", "/dev/full", "No space left")
    }
}
