import Descent
import DescentFiles
import Foundation
import TestSupport
import Testing

@Suite struct NpyWritingTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// What is written is read again to the bit, whatever the layout, and in place.
    @Test func roundTrip() throws {
        func check<T: Scalar>(_ type: T.Type, _ layout: Matrix<T>.Layout) throws {
            for (rows, columns) in [(1, 1), (3, 7), (7, 3), (1, 100_000), (10_000, 5), (0, 4), (4, 0)] {
                let values = (0..<rows * columns).map { T($0) / 7 }
                let matrix = try Matrix<T>(rows: rows, columns: columns, layout: layout, values)
                try NpyFile.write(matrix, to: scratch.path("a.npy"))
                let array = try NpyFile(scratch.path("a.npy")), data = try array.samples(as: T.self)
                #expect(array.shape == [columns, rows] && data.isInPlace)
                #expect(try array.values(as: T.self) == matrix.values)
            }
        }
        for layout in [Matrix<Double>.Layout.sampleMajor, .featureMajor] { try check(Double.self, layout) }
        try check(Float.self, .sampleMajor)
        try NpyFile.write([1.5, .nan, -.infinity, -0.0], to: scratch.path("v.npy"))
        #expect(
            try NpyFile(scratch.path("v.npy")).values(as: Double.self).map(\.bitPattern)
                == [1.5, .nan, -.infinity, -0.0].map(\.bitPattern))
    }

    /// The bytes are NumPy's own: numbers begin at a multiple of 64.
    @Test func header() throws {
        try NpyFile.write([1.0, 2], to: scratch.path("v.npy"))
        let bytes = try scratch.bytes("v.npy")
        #expect(bytes.count == 128 + 16)
        #expect(
            String(decoding: bytes[10..<128], as: UTF8.self).hasPrefix(
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }"))
        #expect(bytes[127] == 0x0a)
    }

    /// What cannot be written leaves what was there, and nothing else.
    @Test func failuresLeaveTheOldFile() throws {
        let path = scratch.path("p.npy")
        try NpyFile.write([1.0], to: path)
        for (name, code) in [(scratch.path("absent/p.npy"), ENOENT), (scratch.folder, EISDIR)] {
            let error = #expect(throws: FileError.self) { try NpyFile.write([2.0], to: name) }
            guard case .system(name, _, code) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        #expect(try NpyFile(path).values(as: Double.self) == [1])
        #expect(try scratch.names == ["p.npy"])
    }
}
