import DescentAlgebra
import Synchronization
import Testing

/// Value semantics: whoever writes sees the change, and nobody else does.
@Suite struct CopyOnWriteTests {
    /// Ways to share a matrix's memory; each view of [1 … 6] holds the value 3 at `place`.
    static let views: [(name: String, make: @Sendable (Matrix<Double>) -> Matrix<Double>, place: (Int, Int))] = [
        ("copy", { $0 }, (0, 1)), ("columns", { $0[columns: 1..<3] }, (0, 0)),
        ("transposed", { $0.transposed }, (1, 0)),
        ("columns of transposed", { $0.transposed[columns: 0..<1] }, (1, 0)),
    ]

    @Test(arguments: [Matrix<Double>.Layout.sampleMajor, .featureMajor], views.indices)
    func writingToAViewLeavesTheOriginal(_ layout: Matrix<Double>.Layout, _ index: Int) throws {
        let (_, make, place) = Self.views[index]
        let original = try counting(layout)
        var view = make(original)
        let before = view.values
        view[place.0, place.1] = -1
        #expect(original.values == [1, 2, 3, 4, 5, 6])
        #expect(view.values == before.map { $0 == 3 ? -1 : $0 })
        #expect(view.layout == make(original).layout)
    }

    @Test(arguments: [Matrix<Double>.Layout.sampleMajor, .featureMajor], views.indices)
    func writingToTheOriginalLeavesAView(_ layout: Matrix<Double>.Layout, _ index: Int) throws {
        var original = try counting(layout)
        let view = Self.views[index].make(original), before = view.values
        original.withUnsafeMutablePointer { $0[0] = -1 }
        original[0, 1] = -3
        #expect(view.values == before)
        #expect(original.values == [-1, 2, -3, 4, 5, 6])
    }

    @Test func aSoleOwnerWritesInPlace() throws {
        var matrix = try counting(.sampleMajor)
        let before = matrix.withUnsafePointer { $0 }
        matrix[1, 1] = 9
        let after = matrix.withUnsafeMutablePointer { UnsafePointer($0) }
        #expect(before == after)
    }

    @Test func adoptedMemoryIsGivenBackOnceAndLast() throws {
        let released = Counter()
        do {
            var last: Matrix<Double>?
            do {
                let matrix = try adopt(6, rows: 2, columns: 3, released)
                var written = matrix
                written[0, 0] = 7
                last = matrix[columns: 2..<3].transposed
                #expect(matrix[0, 0] == 0 && written[0, 0] == 7)
            }
            #expect(released.count == 0)
            #expect(last?.values == [4, 5])
            last = nil
        }
        #expect(released.count == 1)
    }

    @Test func adoptedMemoryIsWrittenInPlaceByItsOwner() throws {
        let released = Counter()
        do {
            var matrix = try adopt(8, rows: 2, columns: 2, stride: 5, released)
            let before = matrix.withUnsafePointer { $0 }
            matrix[1, 1] = 9
            #expect(before[6] == 9 && matrix.values == [0, 1, 5, 9])
        }
        #expect(released.count == 1)
    }

    @Test func aRefusedShapeLeavesTheMemoryToItsOwner() {
        let released = Counter(), memory = UnsafeMutablePointer<Double>.allocate(capacity: 1)
        #expect(throws: DescentError.algebra(because: .negativeSize(rows: -1, columns: 1))) {
            try Matrix(adopting: memory, rows: -1, columns: 1) { _ in released.increment() }
        }
        #expect(released.count == 0)
        memory.deallocate()
    }

    private func counting(_ layout: Matrix<Double>.Layout) throws -> Matrix<Double> {
        try Matrix(
            rows: 2, columns: 3, layout: layout, layout == .sampleMajor ? [1, 2, 3, 4, 5, 6] : [1, 3, 5, 2, 4, 6])
    }

    /// Memory that holds 0, 1, 2, …
    private func adopt(
        _ capacity: Int, rows: Int, columns: Int, stride: Int? = nil, _ released: Counter
    ) throws -> Matrix<Double> {
        let memory = UnsafeMutablePointer<Double>.allocate(capacity: capacity)
        for index in 0..<capacity { memory[index] = Double(index) }
        return try Matrix(adopting: memory, rows: rows, columns: columns, stride: stride) {
            released.increment()
            $0.deallocate()
        }
    }

    private final class Counter: Sendable {
        private let value = Mutex(0)
        var count: Int { value.withLock { $0 } }
        func increment() { value.withLock { $0 += 1 } }
    }
}
