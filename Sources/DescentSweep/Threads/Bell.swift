internal import CDescentKernels
internal import Synchronization
internal import DescentAlgebra

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Lets a thread wait for a condition on atomics that another thread changes before it rings.
final class Bell: @unchecked Sendable {
    private static var turnsPerLook: Int { 16 }
    private let sleepers = Atomic<Int>(0)
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Spins for as many seconds as `patience` says, then sleeps.
    func wait(patience: Double, until isTrue: () -> Bool) {
        if isTrue() { return }
        // Time, not turns: a pause takes from 5 to 60 ns, by CPU and hypervisor.
        let end = patience > 0 ? Math.seconds() + patience : 0
        while patience > 0 {
            for _ in 0..<Self.turnsPerLook {
                if isTrue() { return }
                descent_pause()
            }
            if Math.seconds() > end { break }
        }
        pthread_mutex_lock(mutex)
        sleepers.add(1, ordering: .sequentiallyConsistent)
        // The condition changes before the ringer looks for sleepers, so either it sees this one or this sees it.
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        while !isTrue() { pthread_cond_wait(condition, mutex) }
        sleepers.subtract(1, ordering: .sequentiallyConsistent)
        pthread_mutex_unlock(mutex)
    }

    func ring() {
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
    }
}
