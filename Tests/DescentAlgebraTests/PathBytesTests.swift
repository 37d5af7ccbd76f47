import DescentAlgebra
import TestSupport
import Testing

/// FAULTS 96: names of files are bytes, whatever bytes they are.
@Suite struct PathBytesTests {
    /// Texts, bytes that are none, and the bytes of the very characters that stand for such.
    static let names: [[UInt8]] =
        [
            [], Array("X.csv".utf8), Array("Größe — 数据 🦆.csv".utf8), Array("e\u{301}".utf8), [0x71, 0xFF],
            [0xFF, 0xFE, 0x80], [0xC3], [0xC3, 0x28], [0xE2, 0x82], [0xE2, 0x82, 0x2F], [0xF0, 0x9F, 0xA6],
            [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] + ([0x10_FF7F, 0x10_FF80, 0x10_FFAA, 0x10_FFFF] as [UInt32]).map { Array("a\(Unicode.Scalar($0)!)b".utf8) }

    /// Of a few kinds, so that legal sequences begin and break off.
    private static func random(_ generator: inout SplitMix64) -> [UInt8] {
        let kinds: [ClosedRange<Int>] = [0x20...0x7E, 0x80...0xBF, 0xC2...0xDF, 0xE0...0xEF, 0xF0...0xF4, 0x80...0xFF]
        return (0..<Int.random(in: 0...12, using: &generator)).map { _ in
            UInt8(Int.random(in: kinds.randomElement(using: &generator)!, using: &generator))
        }
    }

    @Test func thereAndBack() {
        var generator = SplitMix64(seed: 1)
        let all = Self.names + (0..<20_000).map { _ in Self.random(&generator) }
        for name in all { #expect(String(path: name).pathBytes == name) }
    }

    @Test func everyOneAndTwoBytes() {
        for first in UInt8(1)...255 {
            #expect(String(path: [first]).pathBytes == [first])
            for second in UInt8(1)...255 where first >= 0x80 {
                let name = [first, second]
                guard String(path: name).pathBytes != name else { continue }
                Issue.record("\(name)")
            }
        }
    }

    /// What is text stays the text that it is.
    @Test func textsAreThemselves() {
        for name in ["X.csv", "Größe — 数据 🦆.csv", "e\u{301}", "\u{10FF7F}"] {
            #expect(Array(String(path: Array(name.utf8)).utf8) == Array(name.utf8))
            #expect(name.pathBytes == Array(name.utf8))
        }
    }

    @Test func cStrings() {
        let bytes = "q\u{10FFFF}".withPath { name in
            [name[0], name[1], name[2]].map { UInt8(bitPattern: $0) }
        }
        #expect(bytes == [0x71, 0xFF, 0])
        let back = [CChar(0x71), CChar(bitPattern: 0xFF), 0].withUnsafeBufferPointer { String(path: $0.baseAddress!) }
        #expect(back.pathBytes == [0x71, 0xFF] && back.shown == "q\\xff")
    }
}
