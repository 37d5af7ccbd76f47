import Descent
import TestSupport
import Testing

@testable import DescentFiles

@Suite struct LIBSVMWritingTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test func writes() throws {
        let X = try Matrix<Double>(rows: 3, columns: 3, [0.5, 0, -2, 0, -0.0, 0, 0, 1e-300, 0.1])
        try LIBSVMFile.write(X, [1, -1, 0.25], to: scratch.path("a"))
        let expected = "1 1:0.5 3:-2\n-1\n0.25 2:1e-300 3:0.1\n"
        #expect(String(decoding: try scratch.bytes("a"), as: UTF8.self) == expected)
        #expect(throws: FileError.illegalOption(name: "the number of labels", value: "2", requirement: "3")) {
            try LIBSVMFile.write(X, [1, 2], to: scratch.path("b"))
        }
        #expect(try scratch.names == ["a"])
    }

    @Test func readsBack() throws {
        func check<T: Scalar>(_ type: T.Type) throws {
            var generator = SplitMix64(seed: 6)
            let values = (0..<7000).map { T($0 % 3 == 0 ? generator.number() : 0) }
            let y = (0..<1000).map { T($0 % 2) }
            let X = try Matrix<T>(rows: 7, columns: 1000, values)
            for matrix in [X, try Matrix<T>(rows: 7, columns: 1000, layout: .featureMajor, values)] {
                try LIBSVMFile.write(matrix, y, to: scratch.path("r"))
                let file = try LIBSVMFile<T>(scratch.path("r"), features: 7)
                #expect(file.X.values == matrix.values && file.y == y)
            }
        }
        try check(Double.self)
        try check(Float.self)
    }
}
