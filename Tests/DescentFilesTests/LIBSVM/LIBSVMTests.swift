import Descent
import TestSupport
import Testing

@testable import DescentFiles

@Suite struct LIBSVMTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func read(
        _ text: String, features: Int? = nil, _ reading: FileReading = .mapped
    ) throws -> LIBSVMFile<Double> {
        try LIBSVMFile(try scratch.file("a.libsvm", Array(text.utf8)), features: features, reading: reading)
    }

    @Test(arguments: [FileReading.mapped, .guarded, .copied]) func reads(_ reading: FileReading) throws {
        let text = "# head\n+1 1:0.5 3:-2e1\r\n\n-1\t2:1  # tail\n  0.25 3:.5 "
        let file = try read(text, reading)
        #expect(file.y == [1, -1, 0.25])
        #expect(file.X.rows == 3 && file.X.values == [0.5, 0, -20, 0, 1, 0, 0, 0, 0.5])
        #expect(try read("\u{feff}1 1:2", reading).X.values == [2], "a byte order mark")
        let wide = try read("1 1:2", features: 4, reading)
        #expect(wide.X.values == [2, 0, 0, 0])
    }

    @Test func singlePrecision() throws {
        let file = try LIBSVMFile<Float>(try scratch.file("a", Array("1 1:0.1\n".utf8)))
        #expect(file.X.values == [0.1 as Float] && file.y == [1])
        // Rounded once: by way of Double this would be the neighbour. What is no Float is not taken as infinity.
        let halfway = try LIBSVMFile<Float>(try scratch.file("b", Array("1 1:1.00000017881393432617187499\n".utf8)))
        #expect(halfway.X.values == [1.00000011920928955078125])
        #expect(
            throws: FileError.illegalText(
                path: scratch.path("c"), line: 1, column: 5,
                reason: "'1e300' is larger than a number can be (value of index 1)")
        ) { try LIBSVMFile<Float>(try scratch.file("c", Array("1 1:1e300\n".utf8))) }
    }

    @Test(
        .enabled(if: Corpora.has("libsvm/heart_scale"), "no corpora"),
        arguments: [
            ("heart_scale", 270, 13, 120), ("a9a", 32_561, 123, 7_841), ("a9a.t", 16_281, 122, nil as Int?),
        ])
    func corpora(_ name: String, _ samples: Int, _ features: Int, _ positive: Int?) throws {
        let file = try LIBSVMFile<Double>(Corpora.folder! + "/libsvm/" + name)
        #expect(file.X.columns == samples && file.X.rows == features)
        if let positive { #expect(file.y.count { $0 > 0 } == positive) }
    }

    /// Where, what is there, what would be right.
    @Test(arguments: [
        ("1 1:2\nx 1:2\n", 2, 1, "'x' is not a number (label)"), ("1 0:2", 1, 3, "index 0; indices begin with 1"),
        ("1 -1:2", 1, 3, "'-1:2' is not index:value, with an index from 1 on"),
        ("1 2147483648:2", 1, 3, "'2147483648:2': an index beyond 2147483647"),
        ("1 9223372036854775808:2", 1, 3, "'9223372036854775808:2': an index beyond 2147483647"),
        ("1 2:1 1:1", 1, 7, "index 1 follows index 2; indices ascend, each once"),
        ("1 2:1 2:1", 1, 7, "index 2 follows index 2; indices ascend, each once"),
        ("1 1:n/a", 1, 5, "'n/a' is not a number (value of index 1)"),
        ("1 1:1e400", 1, 5, "'1e400' is larger than a number can be (value of index 1)"),
        ("1 1:nan", 1, 5, "'nan' is not a number (value of index 1)"),
        ("inf 1:1", 1, 1, "'inf' is not a number (label)"),
        ("1 1:1,5", 1, 5, "'1,5' is not a number (value of index 1)"),
        ("1 1", 1, 3, "'1' is not index:value, with an index from 1 on"),
        ("1 qid:3 1:1", 1, 3, "'qid:3' is not index:value, with an index from 1 on"),
        ("1,2 1:1", 1, 1, "'1,2' is not a number (label)"), ("1\n", 1, 1, "no sample has a feature"),
        ("1 1:\u{0}", 1, 5, "'\\0' is not a number (value of index 1)"),
    ])
    func refuses(_ text: String, _ line: Int, _ column: Int, _ reason: String) throws {
        let expected = FileError.illegalText(path: scratch.path("a.libsvm"), line: line, column: column, reason: reason)
        #expect(throws: expected) { try read(text) }
    }

    @Test func indicesBeyondTheFeatures() throws {
        #expect(
            throws: FileError.illegalText(
                path: scratch.path("a.libsvm"), line: 1, column: 3, reason: "index 3, where there are 2 features")
        ) { try read("1 3:1", features: 2) }
        #expect(throws: FileError.empty(path: scratch.path("a.libsvm"))) { try read("# nothing\n\n") }
        #expect(throws: FileError.empty(path: scratch.path("a.libsvm"))) { try read("") }
    }

    /// A few bytes that ask for gigabytes, which the machine may have, are refused by the number; more only where somebody said so.
    @Test func denseBeyondTheFile() throws {
        let text = "1 1:1\n0 100000000:1 #......\n"
        #expect(text.utf8.count == 28)
        #expect(
            throws: FileError.tooSparse(
                path: scratch.path("a.libsvm"), samples: 2, features: 100_000_000, bytes: 1_600_000_000, fileBytes: 28)
        ) { try read(text) }
        #expect(
            throws: FileError.tooSparse(
                path: scratch.path("a.libsvm"), samples: 1, features: 100_000_000, bytes: 800_000_000, fileBytes: 6)
        ) { try read("1 1:1\n", features: 100_000_000) }
        // Of a small file 16 MB are no harm, and of a larger one a thousand times its size.
        let harmless = DenseLimit.harmless / 8
        #expect(try read("1 1:1\n", features: harmless).X.rows == harmless)
        #expect(
            throws: FileError.tooSparse(
                path: scratch.path("a.libsvm"), samples: 1, features: harmless + 1, bytes: (16 << 20) + 8, fileBytes: 6)
        ) { try read("1 1:1\n", features: harmless + 1) }
        let comment = String(repeating: "#", count: 20_000 - 6)
        #expect(try read("1 1:1\n" + comment, features: 2_500_000).X.rows == 2_500_000)
        #expect(
            throws: FileError.tooSparse(
                path: scratch.path("a.libsvm"), samples: 1, features: 2_500_001, bytes: 20_000_008, fileBytes: 20_000)
        ) { try read("1 1:1\n" + comment, features: 2_500_001) }
        let path = try scratch.file("b.libsvm", Array("1 1:1\n".utf8))
        #expect(try LIBSVMFile<Double>(path, features: harmless + 1, limit: .memory).X.rows == harmless + 1)
    }

    /// Memory was made for what the first read counted; a second read of other bytes must not go beyond it.
    @Test(arguments: ["1 1:1\n0 2:1\n1 1:1\n", "1 1:1\n0 3:1\n", "1 1:1\n"])
    func writtenBetweenTheReads(_ text: String) throws {
        let bytes = try TextBytes(try scratch.file("a.libsvm", Array(text.utf8)), .mapped)
        var scan = LIBSVMScan(bytes, most: nil), X = [Double](repeating: 0, count: 4), y = [0.0, 0]
        #expect(throws: FileError.changed(path: bytes.path)) {
            try X.withUnsafeMutableBufferPointer { X in
                try y.withUnsafeMutableBufferPointer { y in
                    try scan.run(
                        into: LIBSVMScan.Target(X: X.baseAddress!, y: y.baseAddress!, features: 2, samples: 2))
                }
            }
        }
    }

    /// Two lines that ask for terabytes are refused by the number, before anything is allocated.
    @Test func denseBeyondTheMemory() throws {
        let text = (0..<400).map { _ in "1 2147483647:1" }.joined(separator: "\n")
        guard case .tooLarge(_, _, let bytes, _) = #expect(throws: FileError.self, performing: { try read(text) })
        else {
            Issue.record("another error")
            return
        }
        #expect(bytes == 400 * 2_147_483_647 * 8)
    }
}
