import DescentAlgebra
import Testing

/// Shapes, layouts and values, whatever memory holds them.
@Suite struct MatrixTests {
    @Test func layoutsOrderTheSameValuesDifferently() throws {
        let samples = try Matrix<Double>(rows: 2, columns: 3, [1, 2, 3, 4, 5, 6])
        let features = try Matrix<Double>(rows: 2, columns: 3, layout: .featureMajor, [1, 3, 5, 2, 4, 6])
        #expect(samples.values == [1, 2, 3, 4, 5, 6] && features.values == samples.values)
        #expect(samples == features)
        #expect(samples.stride == 2 && features.stride == 3)
        #expect(samples[1, 2] == 6 && features[1, 2] == 6 && samples.count == 6)
    }

    @Test func equalityIsOfShapeAndValues() throws {
        let matrix = try Matrix<Float>(rows: 2, columns: 2, [1, 2, 3, 4])
        #expect(try matrix == Matrix(samples: [[1, 2], [3, 4]]))
        #expect(try matrix != Matrix(samples: [[1, 2], [3, 5]]))
        #expect(try matrix != Matrix(rows: 4, columns: 1, [1, 2, 3, 4]))
        #expect(try matrix != Matrix(rows: 2, columns: 2, [.nan, 2, 3, 4]))
    }

    @Test func zerosAreZero() throws {
        for layout in [Matrix<Double>.Layout.sampleMajor, .featureMajor] {
            let zeros = try Matrix<Double>(rows: 3, columns: 5, layout: layout)
            #expect(zeros.values == [Double](repeating: 0, count: 15))
        }
    }

    @Test func emptyMatricesExist() throws {
        for (rows, columns) in [(0, 0), (0, 7), (7, 0)] {
            let matrix = try Matrix<Double>(rows: rows, columns: columns)
            #expect(matrix.values.isEmpty && matrix.stride >= 1)
            #expect(matrix.transposed.rows == columns && matrix[columns: 0..<columns] == matrix)
        }
        #expect(try Matrix<Double>(samples: []).count == 0)
    }

    @Test func columnRangesAreViews() throws {
        for layout in [Matrix<Double>.Layout.sampleMajor, .featureMajor] {
            var matrix = try Matrix<Double>(rows: 2, columns: 4, layout: layout)
            for column in 0..<4 { for row in 0..<2 { matrix[row, column] = Double(10 * row + column) } }
            let range = matrix[columns: 1..<3], inner = range[columns: 1..<2]
            #expect(range.values == [1, 11, 2, 12] && inner.values == [2, 12])
            let step = layout == .sampleMajor ? matrix.stride : 1
            #expect(address(range) == address(matrix) + step && address(inner) == address(matrix) + 2 * step)
            #expect(matrix[columns: 2..<2].values.isEmpty)
        }
    }

    @Test func transposingIsAView() throws {
        let matrix = try Matrix<Float>(rows: 2, columns: 3, [1, 2, 3, 4, 5, 6]), turned = matrix.transposed
        #expect(address(turned) == address(matrix) && turned.layout == .featureMajor)
        #expect(turned.values == [1, 3, 5, 2, 4, 6] && turned.transposed == matrix)
        #expect(turned[columns: 1..<2].values == [2, 4, 6])
    }

    @Test func memoryIsAligned() throws {
        for count in [0, 1, 3, 1000] {
            #expect(Int(bitPattern: address(try Matrix<Float>(rows: count, columns: 1))) % 64 == 0)
        }
    }

    @Test func describesItself() throws {
        #expect(try Matrix<Float>(rows: 2, columns: 3).description == "Matrix<Float>(2 × 3, sampleMajor)")
    }

    @Test(arguments: [(2, 0), (-1, 0), (0, 3), (0, -1)]) func indicesOutsideTrap(_ index: (Int, Int)) async {
        let (row, column) = index
        await #expect(processExitsWith: .failure) { [row = row as Int, column = column as Int] in
            let matrix = try Matrix<Double>(rows: 2, columns: 3)
            _ = matrix[row, column]
        }
    }

    @Test func rangesOutsideTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = try Matrix<Double>(rows: 2, columns: 3)[columns: 1..<4]
        }
    }

    private func address<Element: Scalar>(_ matrix: Matrix<Element>) -> UnsafePointer<Element> {
        matrix.withUnsafePointer { $0 }
    }
}
