internal import DescentAlgebra

/// A state as bytes: a name, a version, values of eight bytes each, and a checksum; little-endian on every machine.
package struct StateWriter: StateCoder {
    static let magic = Array("DescentState".utf8)
    /// 9: with the metric of a softmax. 8: with a digest of the data, and the checksum of models. 7 is read as well.
    static let version = 9
    package var version: Int { Self.version }
    private var bytes = magic

    package init() {
        var version = UInt64(Self.version)
        code(&version)
    }

    package mutating func code(_ bits: inout UInt64) throws(Never) {
        withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
    }

    package func hasRoom(for count: Int) -> Bool { true }

    package mutating func require(_ isLegal: Bool, _ problem: @autoclosure () -> String) throws(Never) {}

    package consuming func sealed() -> [UInt8] {
        var seal = Self.seal(of: bytes, version: Self.version)
        code(&seal)
        return bytes
    }

    /// The checksum at the end of a state of some version.
    static func seal(of bytes: [UInt8], version: Int) -> UInt64 {
        guard version >= 8 else { return hash(bytes) }
        var sum = Checksum()
        bytes.withUnsafeBytes { sum.add($0) }
        return sum.value
    }

    /// A number of a text, the same in every version.
    package static func fingerprint(of words: String) -> UInt64 { hash(Array(words.namingOneModule.utf8)) }

    /// FNV-1a.
    private static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
