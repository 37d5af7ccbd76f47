import Testing

@testable import DescentAlgebra

@Suite struct ChecksumTests {
    /// The catalogue's check value of CRC-64/XZ.
    @Test func isThatOfXZ() {
        var sum = Checksum()
        Array("1234".utf8).withUnsafeBytes { sum.add($0) }
        Array("56789".utf8).withUnsafeBytes { sum.add($0) }
        #expect(sum.text == "995dc9bbdf1939fa")
        #expect(Checksum().text == "0000000000000000")
    }
}
