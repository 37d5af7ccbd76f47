package import DescentAlgebra
internal import Synchronization

/// The speed limit of every sweep: a sum of memory that no cache holds, by one thread or several.
///
/// The memory comes from where a matrix's does, so that pages are as large there as here.
package final class ReadBandwidth: Sendable {
    /// Bytes of one read.
    package let bytes: Int
    private let memory: Matrix<Double>
    private static let rows = 1024
    /// Columns that a thread takes at a time: a megabyte.
    private static let share = 128

    /// - Parameter bytes: many times the caches; rounded down to megabytes, at least one. Default 128 MB.
    /// - Throws: `algebra` where there is no memory for it.
    package init(bytes: Int = 128 << 20) throws(DescentError) {
        let megabytes = max(1, bytes >> 20)
        self.bytes = megabytes << 20
        var memory = try Matrix<Double>(rows: Self.rows, columns: megabytes * Self.share)
        let count = memory.count
        memory.withUnsafeMutablePointer { $0.update(repeating: 1, count: count) }
        self.memory = memory
    }

    /// Reads all once, and returns the sum of the ones that are there: `bytes` / 8.
    @discardableResult
    package func read(threads: Int) -> Double {
        let job = Job(), columns = memory.columns
        let work = TeamWork { [memory] _ in
            var sum = 0.0
            memory.withUnsafePointer { values in
                while true {
                    let first = job.next.add(Self.share, ordering: .relaxed).oldValue
                    guard first < columns else { break }
                    let part = values + first * Self.rows
                    // BLAS's inner product of memory with itself waits for nothing but memory, also in a debug build.
                    sum += Double.dot(Self.share * Self.rows, part, part)
                }
            }
            job.sum.withLock { $0 += sum }
        }
        BLAS.pinToOneThread()
        ThreadTeam.shared.run(work, seats: threads, budget: nil)
        return job.sum.withLock { $0 }
    }

    private final class Job: Sendable {
        let next = Atomic<Int>(0)
        let sum = Guarded(0.0)
    }

    /// Bytes per second: the median of seven reads.
    package func measure(threads: Int) -> Double {
        read(threads: threads)
        let seconds = (0..<7).map { _ in
            let began = Math.seconds()
            read(threads: threads)
            return Math.seconds() - began
        }
        return Double(bytes) / seconds.sorted()[3]
    }

    private static let known = Guarded<[Int: Double]>([:])

    /// What so many threads of this process reach, in bytes per second: measured when it is first asked for, in some tens of
    /// milliseconds, and known from then on.
    ///
    /// - Throws: `algebra` where there is no memory for it, `illegalOption` for a number of threads that is none.
    package static func ofProcess(threads: Int) throws(DescentError) -> Double {
        let count = try ThreadBudget.grant(asked: threads).threads
        let result = known.withLock { known -> Result<Double, DescentError> in
            if let found = known[count] { return .success(found) }
            do throws(DescentError) {
                let found = try ReadBandwidth().measure(threads: count)
                known[count] = found
                return .success(found)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
