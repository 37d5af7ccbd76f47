#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import DescentAlgebra
import Testing

/// Every way to be refused, and that the message has the numbers in it.
@Suite struct AlgebraErrorTests {
    private func expect(
        _ cause: AlgebraError.Cause, saying words: [String], sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () throws -> Void
    ) {
        #expect(throws: DescentError.algebra(because: cause), sourceLocation: sourceLocation) { try body() }
        let error = AlgebraError(cause: cause)
        for word in words {
            #expect(error.description.contains(word), "\(error)", sourceLocation: sourceLocation)
        }
    }

    @Test func negativeSizes() {
        for (rows, columns) in [(-1, 4), (4, -1), (-3, -3), (.min, 1)] {
            expect(.negativeSize(rows: rows, columns: columns), saying: ["\(rows) rows", "\(columns) columns"]) {
                _ = try Matrix<Double>(rows: rows, columns: columns)
            }
        }
    }

    /// Each product wraps: to a negative number, to zero, to a small number, and only when counted in bytes.
    @Test(arguments: [(Int.max, 2), (1 << 32, 1 << 32), (Int.max, Int.max), (1 << 60, 1)])
    func sizesThatOverflow(_ shape: (Int, Int)) {
        let (rows, columns) = shape
        let error = AlgebraError.Cause.sizeOverflow(rows: rows, columns: columns)
        expect(error, saying: ["\(rows) rows", "\(columns) columns"]) {
            _ = try Matrix<Double>(rows: rows, columns: columns)
        }
        #expect(throws: DescentError.algebra(because: error)) { try Matrix<Double>(rows: rows, columns: columns, []) }
        #expect(throws: DescentError.algebra(because: error)) {
            try Matrix<Double>(mapping: "/nowhere", rows: rows, columns: columns)
        }
        let value = UnsafeMutablePointer<Double>.allocate(capacity: 1)
        defer { value.deallocate() }
        #expect(throws: DescentError.algebra(because: error)) {
            try Matrix(adopting: value, rows: rows, columns: columns) { _ in }
        }
    }

    @Test func stridesThatOverflow() {
        let value = UnsafeMutablePointer<Double>.allocate(capacity: 1)
        defer { value.deallocate() }
        expect(.sizeOverflow(rows: .max, columns: 2), saying: ["\(Int.max)"]) {
            _ = try Matrix(adopting: value, rows: 1, columns: 2, stride: .max) { _ in }
        }
    }

    @Test func wrongCounts() {
        for count in [0, 5, 7] {
            let error = AlgebraError.Cause.valueCount(expected: 6, found: count, rows: 2, columns: 3)
            expect(error, saying: ["2 rows", "3 columns", "need 6", "are \(count)"]) {
                _ = try Matrix<Float>(rows: 2, columns: 3, [Float](repeating: 0, count: count))
            }
        }
    }

    @Test func raggedSamples() {
        expect(.raggedColumn(index: 2, expected: 2, found: 3), saying: ["column 2", "3 values", "has 2"]) {
            _ = try Matrix<Double>(samples: [[1, 2], [3, 4], [5, 6, 7]])
        }
        expect(.raggedColumn(index: 1, expected: 0, found: 1), saying: ["column 1"]) {
            _ = try Matrix<Double>(samples: [[], [1]])
        }
    }

    @Test func shortStrides() {
        let values = UnsafeMutablePointer<Double>.allocate(capacity: 6)
        defer { values.deallocate() }
        for stride in [1, 0, -2] {
            expect(.stride(minimum: 2, found: stride), saying: ["is \(stride)", "at least 2"]) {
                _ = try Matrix(adopting: values, rows: 2, columns: 3, stride: stride) { _ in }
            }
            #expect(throws: DescentError.algebra(because: .stride(minimum: 3, found: stride))) {
                try Matrix(adopting: values, rows: 2, columns: 3, layout: .featureMajor, stride: stride) { _ in }
            }
        }
    }

    @Test func refusedMemory() {
        let bytes = (1 << 58) * 8
        expect(.outOfMemory(bytes: bytes), saying: ["\(bytes) bytes"]) {
            _ = try Matrix<Double>(rows: 1 << 58, columns: 1)
        }
    }

    @Test func missingFiles() {
        let folder = TemporaryFolder(), path = folder.path + "/none\nsuch ünïcode"
        expect(
            .file(path: path, operation: "open", errno: ENOENT),
            saying: ["none\\nsuch ünïcode", "open", "No such file", "errno \(ENOENT)"]
        ) {
            _ = try Matrix<Double>(mapping: path, rows: 1, columns: 1)
        }
        let long = "/" + String(repeating: "x", count: 5000)
        expect(.file(path: long, operation: "open", errno: ENAMETOOLONG), saying: ["errno \(ENAMETOOLONG)"]) {
            _ = try Matrix<Double>(mapping: long, rows: 1, columns: 1)
        }
    }

    /// A pipe that nobody writes must not hang.
    @Test(.timeLimit(.minutes(1))) func whatIsNoRegularFile() {
        let folder = TemporaryFolder()
        for path in [folder.path, folder.pipe("pipe"), "/dev/zero"] {
            expect(.notARegularFile(path: path), saying: [path, "not a regular file"]) {
                _ = try Matrix<Double>(mapping: path, rows: 1, columns: 1)
            }
        }
    }

    @Test func filesThatEndTooEarly() {
        let folder = TemporaryFolder(), path = folder.file("short", [1, 2, 3, 4] as [Double])
        for (offset, rows, needed) in [(0, 5, 40), (8, 4, 32), (32, 1, 8), (40, 0, 0), (1 << 40, 1, 8)] {
            let error = AlgebraError.Cause.fileRange(path: path, neededBytes: needed, offset: offset, fileBytes: 32)
            expect(error, saying: [path, "\(needed) bytes", "offset \(offset)", "has 32"]) {
                _ = try Matrix<Double>(mapping: path, offset: offset, rows: rows, columns: 1)
            }
        }
    }

    @Test func offsetsWhereNoValueCanStart() {
        let folder = TemporaryFolder(), path = folder.file("values", [1, 2, 3, 4] as [Double])
        for offset in [1, 4, 7, -8, -1] {
            expect(.misaligned(offset: offset, alignment: 8), saying: ["offset \(offset)", "8 bytes"]) {
                _ = try Matrix<Double>(mapping: path, offset: offset, rows: 1, columns: 1)
            }
        }
        expect(.misaligned(offset: 6, alignment: 4), saying: ["offset 6", "4 bytes"]) {
            _ = try Matrix<Float>(mapping: path, offset: 6, rows: 1, columns: 1)
        }
    }
}
