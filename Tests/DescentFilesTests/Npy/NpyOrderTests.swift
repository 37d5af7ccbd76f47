import TestSupport
import Testing

@testable import DescentFiles

/// Arrays in the order of Fortran, whose first index is the fastest, as NumPy writes what was transposed.
@Suite struct NpyOrderTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// Each number says where it is when the last index is the fastest.
    private func array(_ shape: [Int], reading: FileReading) throws -> NpyFile {
        let words = shape.map { "\($0)," }.joined(separator: " ")
        let text = "{'descr': '<f8', 'fortran_order': True, 'shape': (\(words)), }\n"
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.utf8.count), 0] + Array(text.utf8)
        for place in 0..<shape.reduce(1, *) {
            var rest = place, number = 0
            for extent in shape {
                number = number * extent + rest % extent
                rest /= extent
            }
            withUnsafeBytes(of: Double(number).bitPattern.littleEndian) { bytes += $0 }
        }
        return try NpyFile(scratch.file("a.npy", bytes), reading: reading)
    }

    @Test(
        arguments: [[5], [1, 7], [3, 4], [2, 3, 4], [4, 1, 3, 2], [0, 3], [3, 0]],
        [FileReading.mapped, .guarded, .copied])
    func numbersComeWithTheLastIndexFastest(_ shape: [Int], _ reading: FileReading) throws {
        let file = try array(shape, reading: reading), numbers = (0..<shape.reduce(1, *)).map(Double.init)
        #expect(file.shape == shape)
        #expect(try file.values(as: Double.self) == numbers)
        let size = numbers.count / max(1, shape[0])
        for range in [0..<shape[0], 0..<0, shape[0] / 2..<shape[0]] {
            let some = numbers[range.lowerBound * size..<range.upperBound * size]
            #expect(try file.values(as: Double.self, ofSamples: range) == Array(some))
        }
    }
}
