internal import CDescentKernels
internal import DescentAlgebra
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// One thread that performs what it is assigned. Both sides wait by spinning a little, then by sleeping: waking a
/// sleeper takes some 30 µs, as much as a small sweep.
final class Worker: @unchecked Sendable {
    /// Turns to spin before sleeping, about 20 µs in all.
    static let patience = 500

    /// The thread below it in the stack or crew that holds it; guarded by that holder.
    var next: Worker?

    private let isBusy = Atomic<Bool>(false)
    private let bell = Bell()
    private var work: (any TeamWork)?
    private var member = 0
    private let patience = Atomic<Int>(0)

    /// Nil where the system refuses another thread. Workers serve until the process ends.
    init?() {
        let context = Unmanaged.passRetained(self).toOpaque()
        #if canImport(Darwin)
            var thread: pthread_t?
            let status = pthread_create(&thread, nil, { Worker.main($0) }, context)
            if let thread { pthread_detach(thread) }
        #else
            var thread = pthread_t()
            let status = pthread_create(&thread, nil, { Worker.main($0!) }, context)
            if status == 0 { pthread_detach(thread) }
        #endif
        guard status == 0 else {
            Unmanaged<Worker>.fromOpaque(context).release()
            return nil
        }
    }

    private static func main(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        BLAS.pinToOneThread()
        let worker = Unmanaged<Worker>.fromOpaque(context).takeUnretainedValue()
        while true {
            worker.bell.wait(patience: worker.patience.load(ordering: .relaxed)) {
                worker.isBusy.load(ordering: .acquiring)
            }
            worker.work?.perform(member: worker.member)
            worker.work = nil
            worker.isBusy.store(false, ordering: .releasing)
            worker.bell.ring()
        }
    }

    func assign(_ work: any TeamWork, member: Int, patience: Int) {
        self.work = work
        self.member = member
        self.patience.store(patience, ordering: .relaxed)
        isBusy.store(true, ordering: .releasing)
        bell.ring()
    }

    func waitUntilDone(patience: Int) {
        bell.wait(patience: patience) { !isBusy.load(ordering: .acquiring) }
    }
}

/// Lets a thread wait for a condition on atomics that another thread changes before it rings.
final class Bell: @unchecked Sendable {
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

    func wait(patience: Int, until isTrue: () -> Bool) {
        for _ in 0..<patience {
            if isTrue() { return }
            descent_pause()
        }
        if isTrue() { return }
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
