import Descent
import Foundation
import TestSupport
import Testing

@testable import DescentFiles

/// Inputs that once ended the process, or had no end, as people or fuzzing found them. All readers see all of them: each is refused by an
/// error, or read.
@Suite struct CrashersTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// In Base64, as most are no text.
    static let found: [(name: String, base64: String)] = [
        (
            "extents of 2⁶² and 0",
            "k05VTVBZAQBQAHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDQ2MTE2ODYwMTg0MjczODc5MDQs"
                + "IDQsIDApLCB9"
        ),
        (
            "extents of 0 and 2⁶³ − 1",
            "k05VTVBZAQBNAHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDAsIDkyMjMzNzIwMzY4NTQ3NzU4"
                + "MDcpLCB9"
        ),
        (
            "offsets near 2⁶³",
            "YAAAAAAAAAB7IndlaWdodHMiOnsiZHR5cGUiOiJGNjQiLCJzaGFwZSI6WzExNTI5MjE1MDQ2MDY4NDY5NzVdLCJkYXRhX29mZnNldHMiOlsw"
                + "LDkyMjMzNzIwMzY4NTQ3NzU4MDBdfX0="
        ),
        ("gigabytes by a line", "MSAxOjEKMCAyMDAwMDAwMDAwOjEK"),
    ]

    @Test(arguments: found.indices, [FileReading.mapped, .copied])
    func areErrorsOrRead(_ index: Int, _ reading: FileReading) throws {
        let bytes = [UInt8](try #require(Data(base64Encoded: Self.found[index].base64)))
        let path = try scratch.file("found", bytes)
        let readers: [() throws -> Void] = [
            { _ = try NpyFile(path, reading: reading).values(as: Double.self) },
            {
                let samples = try NpyFile(path, reading: reading).samples(as: Double.self)
                _ = try samples.copied(from: path)
            },
            { _ = try CSVFile<Double>(path, reading: reading) }, { _ = try LIBSVMFile<Double>(path, reading: reading) },
            { _ = try Model<Double>(path) }, { _ = try FileKind(ofFile: path) },
        ]
        for read in readers {
            do { try read() } catch { #expect(error is FileError, "\(Self.found[index].name): \(error)") }
        }
        do { _ = try SavedProgress(checkpoint: path) } catch { #expect(error is DescentError) }
        do { _ = try JSONParser.parse(bytes) } catch { #expect(error.place <= bytes.count) }
    }
}
