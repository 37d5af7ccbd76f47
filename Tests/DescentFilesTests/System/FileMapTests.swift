import Descent
import DescentFiles
import Foundation
import TestSupport
import Testing

@Suite struct FileMapTests {
    private static let maps = "/proc/self/maps"
    private static let hasMaps = FileManager.default.fileExists(atPath: maps)

    /// To the end: the system tells of some maps at a time, which readers of whole files take for all.
    private func mapped() throws -> String {
        let file = try #require(fopen(Self.maps, "r"))
        defer { fclose(file) }
        var text: [UInt8] = [], block = [UInt8](repeating: 0, count: 1 << 12)
        while case let count = fread(&block, 1, block.count, file), count > 0 { text += block[..<count] }
        return String(decoding: text, as: UTF8.self)
    }

    /// Address space is taken by files that are in use, and by no others.
    @Test(.enabled(if: hasMaps), arguments: [FileReading.mapped, .guarded]) func nothingStaysMapped(
        _ reading: FileReading
    ) throws {
        let scratch = try Scratch(), path = scratch.path("a.npy")
        try NpyFile.write([Double](repeating: 1, count: 100_000), to: path)
        func isMapped() throws -> Bool { try mapped().contains(scratch.folder) }
        do {
            let file = try NpyFile(path, reading: reading)
            #expect(try isMapped())
            #expect(try file.values(as: Double.self).count == 100_000)
        }
        #expect(try !isMapped())
    }
}
