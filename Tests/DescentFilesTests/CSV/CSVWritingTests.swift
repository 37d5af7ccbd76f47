import Descent
import Foundation
import TestSupport
import Testing

@testable import DescentFiles

/// What is written reads back to the same.
@Suite struct CSVWritingTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func text(_ name: String) throws -> String { String(decoding: try scratch.bytes(name), as: UTF8.self) }

    @Test func writes() throws {
        let path = scratch.path("a.csv")
        let X = try Matrix<Double>(rows: 2, columns: 3, [0.1, 1, -2.5, 1e300, 3, 1e-7])
        try CSVFile.write(
            [
                .matrix(["a", "b,\"c\""], X), .integers("n", [1, -2, 3]), .texts("t", ["x", "two\nlines", ""]),
                .labels("l", [1, 0, 1], of: ["no", "a;b"]), .numbers("z", [0, -0.0, 4]),
            ], to: path)
        let expected = #"""
            a,"b,""c""",n,t,l,z
            0.1,1,1,x,a;b,0
            -2.5,1e+300,-2,"two
            lines",no,-0
            3,1e-07,3,"",a;b,4

            """#
        #expect(try text("a.csv") == expected)
        try CSVFile<Double>.write(
            [.labels("l", [1, 0], of: ["no", "a;b"])], to: path, hasHeader: false, separator: UInt8(ascii: ";"))
        #expect(try text("a.csv") == "\"a;b\"\nno\n")
        try CSVFile.write([.matrix(["a", "b"], X.transposed[columns: 0..<2].transposed[columns: 1..<3])], to: path)
        #expect(try text("a.csv") == "a,b\n-2.5,1e+300\n3,1e-07\n")
    }

    private func roundTrip<T: Scalar>(_ values: [T]) throws {
        let path = scratch.path("r.csv"), rows = values.count / 4
        let X = try Matrix<T>(rows: 4, columns: rows, values)
        for matrix in [X, try Matrix<T>(rows: 4, columns: rows, layout: .featureMajor, values)] {
            try CSVFile.write([.matrix(["a", "b", "c", "d"], matrix)], to: path)
            let found = try CSVFile<T>(path).X.values
            let expected = matrix.values
            #expect(zip(found, expected).allSatisfy { Double($0).bitPattern == Double($1).bitPattern })
            #expect(found.count == expected.count)
        }
    }

    @Test func sameBits() throws {
        var generator = SplitMix64(seed: 5)
        try roundTrip((0..<4000).map { _ in Double(bitPattern: generator.next()) }.map { $0.isFinite ? $0 : 1 })
        try roundTrip(
            (0..<4000).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: generator.next())) }
                .map { $0.isFinite ? $0 : 1 })
        try roundTrip([
            0, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e22, 1e23, 1 / 3, -.leastNonzeroMagnitude,
        ])
    }

    @Test func numbersThatAreNone() throws {
        try CSVFile<Float>.write([.numbers("a", [.nan, .infinity, -.infinity])], to: scratch.path("n.csv"))
        #expect(try text("n.csv") == "a\nnan\ninf\n-inf\n")
    }

    @Test func blocksOfAnySink() throws {
        let values = (0..<100_000).map { Double($0) }
        var bytes: [UInt8] = [], blocks = 0
        try CSVFile.write([.numbers("a", values)]) { block in
            bytes += block
            blocks += 1
        }
        #expect(blocks > 2)
        try CSVFile.write([.numbers("a", values)], to: scratch.path("b.csv"))
        #expect(try scratch.bytes("b.csv") == bytes)
        #expect(try CSVFile<Double>(scratch.path("b.csv")).X.values == values)
        #expect(throws: FileError.changed(path: "sink")) {
            try CSVFile.write([.numbers("a", values)]) { _ throws(FileError) in throw .changed(path: "sink") }
        }
    }

    @Test func partsThatDoNotFit() throws {
        let path = scratch.path("x.csv"), X = try Matrix<Double>(rows: 2, columns: 2)
        for parts: [CSVPart<Double>] in [
            [.numbers("a", [1, 2]), .numbers("b", [1])], [.matrix(["a"], X)], [.labels("a", [0, 2], of: ["x", "y"])],
            [.labels("a", [-1], of: ["x", "y"])],
        ] {
            let error = #expect(throws: FileError.self) { try CSVFile.write(parts, to: path) }
            guard case .illegalOption("a part of the table", _, _) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        let absent = scratch.path("none/x.csv")
        let error = #expect(throws: FileError.self) { try CSVFile.write([.numbers("a", [1.0])], to: absent) }
        guard case .system(absent, _, ENOENT) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try scratch.names.isEmpty)
    }

    @Test func textsReadBack() throws {
        let texts = ["a", "", " b ", "\"", "\"\"", "a,b", "\r", "\n", "\r\n", "é", "NA", "1"]
        try CSVFile<Double>.write(
            [.texts("t", texts), .integers("n", Array(texts.indices))], to: scratch.path("t.csv"))
        #expect(try CSVTexts.records(scratch.path("t.csv")).dropFirst().map { $0[0] } == texts)
        try CSVFile<Double>.write([.texts("t", texts)], to: scratch.path("t.csv"))
        #expect(try CSVTexts.records(scratch.path("t.csv")).dropFirst().map { $0[0] } == texts)
    }
}
