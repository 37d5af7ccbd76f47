package import DescentAlgebra

/// Reads what a `StateWriter` has written. Throws `unusableState` for bytes that are none, are damaged, or hold a value that
/// no fit has.
package struct StateReader: StateCoder {
    private let bytes: [UInt8]
    private var place = StateWriter.magic.count
    private let end: Int
    package let version: Int

    package init(_ bytes: [UInt8]) throws(DescentError) {
        self.bytes = bytes
        end = bytes.count - 8
        guard end >= place + 8, bytes.starts(with: StateWriter.magic) else {
            throw .unusableState(reason: "it is not one")
        }
        // What its checksum is, its version says.
        let found = Self.word(bytes, place)
        version = Int(clamping: found)
        guard Self.word(bytes, end) == StateWriter.seal(of: Array(bytes[..<end]), version: version) else {
            throw .unusableState(reason: "it is damaged: the checksum does not match")
        }
        guard Self.readable.contains(version) else {
            throw .unusableState(reason: "it has version \(found), this is version \(StateWriter.version)")
        }
        place += 8
    }

    private static let readable = 7...StateWriter.version

    package mutating func code(_ bits: inout UInt64) throws(DescentError) {
        guard place + 8 <= end else { throw .unusableState(reason: "it ends after \(bytes.count) bytes") }
        bits = Self.word(bytes, place)
        place += 8
    }

    package func hasRoom(for count: Int) -> Bool { count <= (end - place) / 8 }

    package mutating func require(_ isLegal: Bool, _ problem: @autoclosure () -> String) throws(DescentError) {
        guard isLegal else { throw .unusableState(reason: problem()) }
    }

    package func expectEnd() throws(DescentError) {
        guard place == end else { throw .unusableState(reason: "\(end - place) bytes follow its end") }
    }

    private static func word(_ bytes: [UInt8], _ place: Int) -> UInt64 {
        (0..<8).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
    }
}
