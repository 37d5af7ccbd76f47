/// A state as bytes: a name, a version, values of eight bytes each, and a checksum; little-endian on every machine.
struct StateWriter: StateCoder {
    static let magic = Array("DescentState".utf8)
    static let version = 7
    private var bytes = magic

    init() {
        var version = UInt64(Self.version)
        code(&version)
    }

    mutating func code(_ bits: inout UInt64) throws(Never) {
        withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
    }

    func hasRoom(for count: Int) -> Bool { true }

    mutating func require(_ isLegal: Bool, _ problem: @autoclosure () -> String) throws(Never) {}

    consuming func sealed() -> [UInt8] {
        var seal = Self.hash(bytes)
        code(&seal)
        return bytes
    }

    /// FNV-1a.
    static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
