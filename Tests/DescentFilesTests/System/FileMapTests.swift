import Descent
import DescentFiles
import Foundation
import TestSupport
import Testing

@Suite struct FileMapTests {
    private static let hasMaps = FileManager.default.fileExists(atPath: "/proc/self/maps")

    /// Address space is taken by files that are in use, and by no others.
    @Test(.enabled(if: hasMaps), arguments: [FileReading.mapped, .guarded]) func nothingStaysMapped(
        _ reading: FileReading
    ) throws {
        let scratch = try Scratch(), path = scratch.path("a.npy")
        try NpyFile.write([Double](repeating: 1, count: 100_000), to: path)
        func isMapped() throws -> Bool {
            try String(contentsOfFile: "/proc/self/maps", encoding: .utf8).contains(scratch.folder)
        }
        do {
            let file = try NpyFile(path, reading: reading)
            #expect(try isMapped())
            #expect(try file.values(as: Double.self).count == 100_000)
        }
        #expect(try !isMapped())
    }
}
