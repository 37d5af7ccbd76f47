import DescentAlgebra
import Testing

/// Mapped files: the values are the file's, at any offset, and the file is never written.
@Suite struct MappedMatrixTests {
    /// Within the first page, at its end, at the start of the second, and beyond.
    @Test(arguments: [0, 8, 128, 4088, 4096, 4104, 70_000]) func readsFromAnyAlignedOffset(_ offset: Int) throws {
        let folder = TemporaryFolder(), values = Double.numbers(600, seed: 1)
        let path = folder.file("values", lead: offset, values)
        let samples = try Matrix<Double>(mapping: path, offset: offset, rows: 3, columns: 200)
        let features = try Matrix<Double>(
            mapping: path, offset: offset, rows: 200, columns: 3, layout: .featureMajor)
        #expect(samples.values == values && features.transposed.values == values)
        #expect(samples[columns: 199..<200].values == Array(values.suffix(3)))
    }

    @Test func singlePrecisionNeedsOnlyItsOwnAlignment() throws {
        let folder = TemporaryFolder(), values = Float.numbers(6, seed: 2)
        let path = folder.file("values", lead: 4100, values)
        #expect(try Matrix<Float>(mapping: path, offset: 4100, rows: 2, columns: 3).values == values)
    }

    @Test func aWrittenMatrixBecomesACopy() throws {
        let folder = TemporaryFolder()
        let path = folder.file("values", lead: 8, [1, 2, 3, 4] as [Double]), before = TemporaryFolder.bytes(path)
        var matrix = try Matrix<Double>(mapping: path, offset: 8, rows: 2, columns: 2)
        matrix[1, 0] = 9
        #expect(matrix.values == [1, 9, 3, 4])
        #expect(
            TemporaryFolder.bytes(path) == before && before.count == 40 && before.prefix(8).allSatisfy { $0 == 0xAB })
        #expect(try Matrix<Double>(mapping: path, offset: 8, rows: 2, columns: 2).values == [1, 2, 3, 4])
    }

    @Test func theMapOutlivesItsNameAndItsMatrix() throws {
        var view: Matrix<Double>
        do {
            let folder = TemporaryFolder()
            let path = folder.file("values", [1, 2, 3, 4] as [Double])
            view = try Matrix<Double>(mapping: path, rows: 2, columns: 2)[columns: 1..<2]
        }
        #expect(view.values == [3, 4])
        view[0, 0] = 5
        #expect(view.values == [5, 4])
    }

    #if os(Linux)
        @Test(arguments: [0, 4104]) func theMapIsGivenBackWithItsLastView(_ offset: Int) throws {
            let folder = TemporaryFolder(), path = folder.file("values", lead: offset, [1, 2, 3, 4] as [Double])
            func isMapped() -> Bool {
                String(decoding: TemporaryFolder.bytes("/proc/self/maps"), as: UTF8.self).contains(path)
            }
            var view: Matrix<Double>? = try Matrix<Double>(mapping: path, offset: offset, rows: 2, columns: 2)[
                columns: 1..<2]
            #expect(isMapped() && view?.values == [3, 4])
            view = nil
            #expect(!isMapped())
        }
    #endif

    @Test func nothingCanBeMappedFromAnyFile() throws {
        let folder = TemporaryFolder(), path = folder.file("empty", [] as [Double])
        #expect(try Matrix<Double>(mapping: path, rows: 0, columns: 5).values.isEmpty)
        #expect(try Matrix<Double>(mapping: path, rows: 5, columns: 0).values.isEmpty)
    }
}
