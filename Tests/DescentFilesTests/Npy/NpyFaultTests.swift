import Descent
import DescentFiles
import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Files that are no arrays, or no longer those that they were.
@Suite struct NpyFaultTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// A header around a dictionary, and numbers behind it.
    private func array(
        _ dictionary: String, version: [UInt8] = [1, 0], length: Int? = nil, numbers: [UInt8] = []
    ) -> [UInt8] {
        let text = Array((dictionary + "\n").utf8), length = length ?? text.count
        let size = (0..<(version[0] == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        return [0x93] + Array("NUMPY".utf8) + version + size + text + numbers
    }

    private func header(_ descr: String = "'<f8'", _ order: String = "False", _ shape: String = "(2, 3)") -> String {
        "{'descr': \(descr), 'fortran_order': \(order), 'shape': \(shape), }"
    }

    private var whole: [UInt8] {
        array(
            header(), numbers: (0..<6).flatMap { withUnsafeBytes(of: Double($0).bitPattern.littleEndian, Array.init) })
    }

    private func refusal(_ bytes: [UInt8]) throws -> FileError? {
        let path = try scratch.file("a.npy", bytes)
        do {
            _ = try NpyFile(path).values(as: Double.self)
            return nil
        } catch { return error }
    }

    @Test func readsWhatIsWhole() throws {
        #expect(try refusal(whole) == nil)
    }

    @Test func truncatedAnywhere() throws {
        for length in 0..<whole.count {
            let error = try refusal(Array(whole[..<length]))
            switch error {
            case .truncated(_, _, let found): #expect(found == length)
            case .malformed where length < 6: break
            default: Issue.record("\(length) bytes: \(String(describing: error))")
            }
        }
        guard case .trailingBytes = try refusal(whole + [0]) else {
            Issue.record("one byte more")
            return
        }
    }

    /// Every verdict is an array or a typed error; numbers have no checksum.
    @Test func everyBitFlipped() throws {
        for place in whole.indices {
            for bit in 0..<8 {
                var bytes = whole
                bytes[place] ^= 1 << bit
                _ = try refusal(bytes)
            }
        }
    }

    @Test(arguments: [
        "'<c16'", "'<U5'", "'|S3'", "'|O'", "'<M8[ns]'", "'<f16'", "'|f8'", "'f8'", "'<f08'", "'<f8", "[('a', '<f8')]",
        "8", "''",
        "'\\x3cf8'",
    ])
    func otherTypes(_ descr: String) throws {
        switch try refusal(array(header(descr), numbers: [UInt8](repeating: 0, count: 48))) {
        case .unsupported, .malformed: break
        case let other: Issue.record("\(String(describing: other))")
        }
    }

    @Test(arguments: [
        "(-1, 3)", "(2 3)", "(2, 3", "2, 3)", "(2.0, 3)", "(2, x)", "(99999999999999999999, 1)", "(((((2, 3)))))",
        "[2, 3]", "(,)", "(12)", " ( 12 ) ",
        "(1" + String(repeating: ", 1", count: 64) + ")",
    ])
    func otherShapes(_ shape: String) throws {
        guard
            case .malformed(_, .npy, let offset, _) = try refusal(
                array(header("'<f8'", "False", shape), numbers: [UInt8](repeating: 0, count: 48)))
        else {
            Issue.record("accepted, or another error")
            return
        }
        #expect(offset > 10)
    }

    /// Without an allocation that the file does not justify.
    @Test(arguments: [
        "(137438953472, 1)", "(4611686018427387904, 4)", "(4294967296, 4294967296)", "(9223372036854775807,)",
        // Whose bytes are within Int, and their end in the file is not.
        "(1152921504606846975,)",
    ])
    func shapesBeyondTheFile(_ shape: String) throws {
        switch try refusal(array(header("'<f8'", "False", shape), numbers: [UInt8](repeating: 0, count: 96))) {
        case .truncated, .malformed: break
        case let other: Issue.record("\(String(describing: other))")
        }
    }

    /// A file may be as long as it says, and almost all of it a hole.
    @Test func largerThanTheMemory() throws {
        let bytes = array(header("'<f8'", "False", "(1099511627776,)"))
        let path = try scratch.file("a.npy", bytes)
        // Not every file system takes eight terabytes of nothing.
        guard truncate(path, bytes.count + (8 << 40)) == 0 else { return }
        let array = try NpyFile(path, reading: .copied)
        let error = #expect(throws: FileError.self) { try array.values(as: Double.self) }
        guard case .tooLarge(path, _, 8 << 40, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// A zero among extents does not let the others be anything: as of NumPy's, their product is bounded.
    @Test(arguments: [
        "(4611686018427387904, 4, 0)", "(0, 9223372036854775807)", "(9223372036854775807, 0)",
        "(4294967296, 0, 4294967296)",
    ])
    func zeroBesideTheRest(_ shape: String) throws {
        for order in ["False", "True"] {
            guard case .malformed(_, .npy, _, let reason) = try refusal(array(header("'<f8'", order, shape))) else {
                Issue.record("accepted, or another error")
                return
            }
            #expect(reason.contains("more bytes than a file can have"))
        }
    }

    /// As many samples as there may be, of no features; as many features, of no samples. Nobody counts through them.
    @Test(arguments: ["(1152921504606846975, 0)", "(0, 1152921504606846975)", "(0,)"], [FileReading.mapped, .copied])
    func arraysOfNothing(_ shape: String, _ reading: FileReading) throws {
        for (descr, order) in [("'<f8'", "False"), ("'>f8'", "True"), ("'|i1'", "True")] {
            let path = try scratch.file("a.npy", array(header(descr, order, shape)))
            let file = try NpyFile(path, reading: reading), samples = try file.samples(as: Double.self)
            #expect(try file.values(as: Double.self) == [])
            try NpyFile.write(samples: samples, to: scratch.path("b.npy"))
            let written = try NpyFile(scratch.path("b.npy")).shape
            #expect(written == [samples.sampleCount, samples.featureCount])
        }
    }

    @Test func headersBeyondTheFile() throws {
        for length in [200, 65_535] {
            guard case .truncated = try refusal(array(header(), length: length)) else {
                Issue.record("\(length)")
                continue
            }
        }
        guard case .malformed = try refusal(array(header(), version: [2, 0], length: 0xffff_ffff)) else {
            Issue.record("4 GiB")
            return
        }
        let deep = String(repeating: "(", count: 5000) + String(repeating: ")", count: 5000)
        for dictionary in [deep, header("'<f8'", "False", deep), "{'descr': \(deep)", "{" + deep] {
            #expect(try refusal(array(dictionary)) != nil)
        }
    }

    @Test func otherVersionsAndKeys() throws {
        for version: [UInt8] in [[0, 0], [1, 1], [4, 0], [255, 255]] {
            guard case .unsupported(_, _, let what, _) = try refusal(array(header(), version: version)) else {
                Issue.record("\(version)")
                continue
            }
            #expect(what == "version \(version[0]).\(version[1])")
        }
        for dictionary in [
            "{}", "", "{'descr': '<f8'}", header() + header(),
            "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': ()}",
            "{'descr': '<f8', 'fortran_order': 0, 'shape': ()}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (), 'x': 1}",
            "{'descr': '<f8' 'fortran_order': False, 'shape': ()}", "__import__('os').system('true')",
        ] {
            guard case .malformed = try refusal(array(dictionary, numbers: [UInt8](repeating: 0, count: 8))) else {
                Issue.record("\(dictionary)")
                continue
            }
        }
    }

    @Test func notFiles() throws {
        func refusal(_ path: String) -> FileError? {
            do {
                _ = try NpyFile(path)
                return nil
            } catch { return error }
        }
        #expect(
            refusal(scratch.path("absent")) == .system(path: scratch.path("absent"), operation: "open", errno: ENOENT))
        #expect(refusal(scratch.folder) == .notARegularFile(path: scratch.folder))
        #expect(refusal("/dev/zero") == .notARegularFile(path: "/dev/zero"))
        #expect(mkfifo(scratch.path("pipe"), 0o600) == 0)
        #expect(refusal(scratch.path("pipe")) == .notARegularFile(path: scratch.path("pipe")))
        #expect(symlink(scratch.path("loop"), scratch.path("loop")) == 0)
        #expect(refusal(scratch.path("loop")) == .system(path: scratch.path("loop"), operation: "open", errno: ELOOP))
        let long = scratch.path(String(repeating: "x", count: 5000))
        #expect(refusal(long) == .system(path: long, operation: "open", errno: ENAMETOOLONG))
        #expect(refusal("a\0b") == .system(path: "a\0b", operation: "open", errno: ENOENT))
        // On one line, whatever is in a name.
        let strange = try scratch.file("ünï\ncode", whole)
        #expect(try NpyFile(strange).shape == [2, 3])
        #expect("\(FileError.changed(path: strange))".contains("ünï\\ncode"))
    }

    /// Samples of a file whose middle is gone are an error of the sweep that met it, whatever way they come.
    @Test(arguments: [FileReading.guarded, .copied])
    func truncatedWhileInUse(_ reading: FileReading) throws {
        let path = scratch.path("X.npy"), samples = 20_000
        let X = try Matrix<Double>(rows: 8, columns: samples, (0..<8 * samples).map { Double($0 % 31) })
        try NpyFile.write(X, to: path)
        let data = try Dataset(
            NpyFile(path, reading: reading).samples(as: Double.self), targets: (0..<samples).map { Double($0 % 2) })
        let sweep = try Sweep(data, neuron: .logistic)
        let before = try sweep.lossGradient(at: sweep.zero)
        #expect(truncate(path, 100_000) == 0)
        for _ in 0..<2 {
            let error = #expect(throws: DescentError.self) { try sweep.lossGradient(at: sweep.zero) }
            guard case .source(_, let underlying) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(underlying as? FileError == .changed(path: path))
        }
        #expect(before.loss.isFinite)
    }

    /// One that was written over keeps its length, but not its time.
    @Test(arguments: [FileReading.mapped, .guarded, .copied])
    func writtenWhileInUse(_ reading: FileReading) throws {
        let path = scratch.path("X.npy")
        try NpyFile.write(try Matrix<Double>(rows: 1, columns: 2, [1, 2]), to: path)
        let array = try NpyFile(path, reading: reading), data = try array.samples(as: Double.self)
        try data.confirm()
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seek(toOffset: 128)
        try handle.write(contentsOf: Data([9]))
        try handle.close()
        var later = timeval(tv_sec: 2_000_000_000, tv_usec: 0)
        withUnsafePointer(to: &later) { first in
            _ = [first.pointee, first.pointee].withUnsafeBufferPointer { utimes(path, $0.baseAddress!) }
        }
        #expect(throws: FileError.changed(path: path)) { try data.confirm() }
    }

    /// FAULTS 105: one that was written over and says that it is as old as it was.
    @Test(arguments: [FileReading.mapped, .guarded, .copied])
    func writtenWithItsTimeKept(_ reading: FileReading) throws {
        let path = scratch.path("X.npy")
        try NpyFile.write(try Matrix<Double>(rows: 1, columns: 2, [1, 2]), to: path)
        let data = try NpyFile(path, reading: reading).samples(as: Double.self)
        var before = stat(), after = stat()
        stat(path, &before)
        // Longer than the clock of a file system stands still.
        usleep(50_000)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seek(toOffset: 128)
        try handle.write(contentsOf: Data([9]))
        try handle.close()
        #if canImport(Darwin)
            let times = [before.st_atimespec, before.st_mtimespec]
        #else
            let times = [before.st_atim, before.st_mtim]
        #endif
        #expect(utimensat(AT_FDCWD, path, times, 0) == 0)
        stat(path, &after)
        #expect(after.st_size == before.st_size)
        #expect(throws: FileError.changed(path: path)) { try data.confirm() }
    }

    /// Other names or permissions of the same bytes, at last none, since another file has it.
    @Test(arguments: [FileReading.mapped, .guarded, .copied])
    func touchedWhileInUse(_ reading: FileReading) throws {
        let path = scratch.path("X.npy")
        try NpyFile.write(try Matrix<Double>(rows: 1, columns: 2, [1, 2]), to: path)
        try NpyFile.write([3.0], to: path + "3")
        for change in [
            { chmod(path, 0o600) }, { link(path, path + "2") }, { unlink(path + "2") }, { rename(path + "3", path) },
        ] {
            let data = try NpyFile(path, reading: reading).samples(as: Double.self)
            usleep(50_000)
            #expect(change() == 0)
            try data.confirm()
        }
    }

    /// Another file of the same name leaves those alone that have the old one open.
    @Test func replacedWhileInUse() throws {
        let path = scratch.path("X.npy")
        try NpyFile.write([1.0, 2], to: path)
        let array = try NpyFile(path)
        try NpyFile.write([3.0], to: path)
        #expect(try array.values(as: Double.self) == [1, 2])
        #expect(try NpyFile(path).values(as: Double.self) == [3])
    }
}
