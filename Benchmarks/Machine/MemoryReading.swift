import Descent

/// A plain read of the very memory that a case reads, by as many threads: its limit, on the same pages.
final class MemoryReading {
    let bytes: Int
    private let base: UnsafeRawPointer
    /// What keeps the memory alive.
    private let holder: Any
    private var sum: UInt64?
    /// That a thread takes at a time.
    private static let share = 1 << 20

    /// - Parameter base: where words of eight bytes may begin; what is left of the last word is not read.
    init(_ base: UnsafeRawPointer, bytes: Int, of holder: Any) {
        precondition(UInt(bitPattern: base) % 8 == 0, "memory to be read begins within a word")
        self.base = base
        self.bytes = bytes
        self.holder = holder
    }

    /// The memory of a matrix, which is not written to.
    convenience init<Element: Scalar>(_ matrix: Matrix<Element>) {
        self.init(
            matrix.withUnsafePointer { UnsafeRawPointer($0) }, bytes: matrix.count * MemoryLayout<Element>.stride,
            of: matrix)
    }

    /// Reads all once. Throws `wrongAnswer` where the sum is not that of the first time.
    func read(threads: Int) throws {
        let pieces = (bytes + Self.share - 1) / Self.share, partial = Partials(count: pieces)
        let address = UInt(bitPattern: base), bytes = bytes
        ThreadTeam.shared.run(pieces: pieces, threads: threads, budget: nil) { _, piece in
            let start = piece * Self.share, count = min(Self.share, bytes - start) / 8
            partial[piece] = total(UnsafePointer(bitPattern: address + UInt(start))!, count)
        }
        let found = partial.total
        guard found == sum ?? found else {
            throw BenchError.wrongAnswer("the same memory has the sums \(sum!) and \(found)")
        }
        sum = found
    }

    /// A number per piece, of which each is written by one thread.
    private final class Partials: @unchecked Sendable {
        private let values: UnsafeMutableBufferPointer<UInt64>
        init(count: Int) {
            values = .allocate(capacity: count)
            values.initialize(repeating: 0)
        }
        deinit { values.deallocate() }
        subscript(piece: Int) -> UInt64 {
            get { values[piece] }
            set { values[piece] = newValue }
        }
        var total: UInt64 { values.reduce(0, &+) }
    }
}

/// Sums of whole numbers may be reordered, so this loop waits for nothing but memory.
private func total(_ values: UnsafePointer<UInt64>, _ count: Int) -> UInt64 {
    var sum: UInt64 = 0
    for index in 0..<count { sum &+= values[index] }
    return sum
}
