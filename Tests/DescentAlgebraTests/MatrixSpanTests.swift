import Testing

@testable import DescentAlgebra

/// Spans of a matrix are its values, in the order in which they lie.
@Suite struct MatrixSpanTests {
    static let layouts: [Matrix<Double>.Layout] = [.sampleMajor, .featureMajor]

    @Test(arguments: layouts) func valuesAreAppendedInTheOrderOfTheLayout(_ layout: Matrix<Double>.Layout) throws {
        let made = try Matrix<Double>(rows: 3, columns: 4, layout: layout) { values throws(DescentError) in
            for number in 0..<12 { values.append(Double(number)) }
        }
        #expect(try made == Matrix(rows: 3, columns: 4, layout: layout, (0..<12).map { Double($0) }))
        let span = made.span
        #expect(span.count == 12 && span.indices.allSatisfy { span[$0] == Double($0) })
        let none = try Matrix<Double>(rows: 0, columns: 4, layout: layout) { _ throws(DescentError) in }
        let isEmpty = none.span.isEmpty
        #expect(isEmpty)
    }

    @Test func otherThanAllValuesAreRefused() {
        for count in [0, 5] {
            #expect(throws: DescentError.algebra(because: .valueCount(expected: 6, found: count, rows: 2, columns: 3)))
            {
                try Matrix<Float>(rows: 2, columns: 3) { values throws(DescentError) in
                    for _ in 0..<count { values.append(1) }
                }
            }
        }
        #expect(throws: DescentError.cancelled) {
            try Matrix<Float>(rows: 2, columns: 3) { values throws(DescentError) in
                values.append(1)
                throw .cancelled
            }
        }
        #expect(throws: DescentError.algebra(because: .negativeSize(rows: -1, columns: 3))) {
            try Matrix<Float>(rows: -1, columns: 3) { _ throws(DescentError) in }
        }
    }

    @Test(arguments: layouts) func writingCopiesWhatIsShared(_ layout: Matrix<Double>.Layout) throws {
        let before = try Matrix<Double>(rows: 2, columns: 3, layout: layout)
        var after = before
        var span = after.mutableSpan
        for index in span.indices { span[index] = Double(index) }
        #expect(before.values == [0, 0, 0, 0, 0, 0])
        #expect(after.span.indices.allSatisfy { after.span[$0] == Double($0) })
    }

    @Test func columnsAreSamples() throws {
        let X = try Matrix<Double>(samples: [[1, 2, 3], [4, 5, 6]])
        #expect(X.column(1)[0] == 4 && X.column(1).count == 3 && X[columns: 1..<2].column(0)[2] == 6)
        // One row of any layout.
        let row = try Matrix<Double>(rows: 1, columns: 2, layout: .featureMajor, [7, 8])
        #expect(row.column(1)[0] == 8)
    }

    @Test func whatIsNoRunOfMemoryTraps() async {
        await #expect(processExitsWith: .failure) {
            let X = try Matrix<Double>(rows: 2, columns: 3, layout: .featureMajor)
            _ = X.column(0)
        }
        await #expect(processExitsWith: .failure) {
            let X = try Matrix<Double>(rows: 2, columns: 3)
            _ = X.column(3)
        }
        await #expect(processExitsWith: .failure) {
            let X = try Matrix<Double>(rows: 2, columns: 4, layout: .featureMajor)
            _ = X[columns: 1..<3].span
        }
    }
}
