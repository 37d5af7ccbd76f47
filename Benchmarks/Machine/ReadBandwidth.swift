import Descent
import Dispatch

/// The speed limit: a sum of memory that no cache holds, by one thread or several.
///
/// The memory comes from where a matrix's does, so that pages are as large there as here.
final class ReadBandwidth {
    /// Bytes of one read: many times the caches, or in a quick run just above them.
    let bytes: Int
    private let memory: Matrix<Double>
    private let expected: Double
    private static let unit = 1024

    init(isQuick: Bool) throws {
        let wanted = (isQuick ? 64 : 256) << 20
        // Where memory is short, a quarter of it, but something.
        bytes = min(wanted, max(8 << 20, (Memory.available ?? .max) / 4)) & ~0xF_FFFF
        let count = bytes / MemoryLayout<Double>.stride
        var memory = try Matrix<Double>(rows: Self.unit, columns: count / Self.unit)
        memory.withUnsafeMutablePointer { values in
            for index in 0..<count { values[index] = 1 }
        }
        self.memory = memory
        expected = Double(count)
    }

    /// Reads all once. Throws `wrongAnswer` where the sum shows that it did not.
    func read(threads: Int) throws {
        let sums = Mailboxes(count: threads)
        memory.withUnsafePointer { base in
            let source = UncheckedPointer(base: base)
            let columns = memory.columns
            DispatchQueue.concurrentPerform(iterations: threads) { thread in
                let first = columns * thread / threads, last = columns * (thread + 1) / threads
                sums.put(Self.sum(source.base + first * Self.unit, (last - first) * Self.unit), at: thread)
            }
        }
        guard sums.total == expected else {
            throw BenchError.wrongAnswer("memory that holds \(expected) ones has the sum \(sums.total)")
        }
    }

    /// Bytes per second: the median of a few reads.
    func measure(threads: Int) throws -> Double {
        try read(threads: threads)
        var measurement = Measurement()
        for _ in 0..<7 { try measurement.add { try read(threads: threads) } }
        return Double(bytes) / measurement.median
    }

    /// Four accumulators of eight: additions wait for memory here, not for each other.
    private static func sum(_ values: UnsafePointer<Double>, _ count: Int) -> Double {
        var a = SIMD8<Double>(), b = a, c = a, d = a
        let vectors = UnsafeRawPointer(values)
        for offset in Swift.stride(from: 0, to: count * 8, by: 256) {
            a += vectors.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
            b += vectors.loadUnaligned(fromByteOffset: offset + 64, as: SIMD8<Double>.self)
            c += vectors.loadUnaligned(fromByteOffset: offset + 128, as: SIMD8<Double>.self)
            d += vectors.loadUnaligned(fromByteOffset: offset + 192, as: SIMD8<Double>.self)
        }
        return ((a + b) + (c + d)).sum()
    }
}

/// Memory that threads only read, while its owner waits for them.
struct UncheckedPointer<Value>: @unchecked Sendable {
    let base: UnsafePointer<Value>
}

/// One number per thread, a cache line apart; each thread writes its own, the owner reads after all are done.
final class Mailboxes: @unchecked Sendable {
    private let memory: UnsafeMutableBufferPointer<Double>

    init(count: Int) {
        memory = .allocate(capacity: 8 * count)
        memory.initialize(repeating: 0)
    }

    deinit { memory.deallocate() }

    func put(_ value: Double, at index: Int) { memory[8 * index] = value }

    var total: Double { memory.reduce(0, +) }
}
