#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A state that one thread at a time may touch.
///
/// On Linux the standard library's `Mutex` waits on a futex that the thread sanitizer cannot see, so that every use of
/// it is reported as a race (Swift 6.3). A pthread mutex is seen, and as fast where it is not contended.
package final class Guarded<State>: @unchecked Sendable {
    @usableFromInline var state: State
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    package init(_ state: State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    // Threads of a sweep come here with every chunk, from other modules.
    @inlinable package func withLock<R>(_ body: (inout State) -> R) -> R {
        lock()
        defer { unlock() }
        return body(&state)
    }

    @usableFromInline func lock() { pthread_mutex_lock(mutex) }
    @usableFromInline func unlock() { pthread_mutex_unlock(mutex) }
}
