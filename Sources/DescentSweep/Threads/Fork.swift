internal import Synchronization
internal import DescentAlgebra

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Whether this process was forked off one that had used threads: a child has none of them, nor ever gets back a lock that one of
/// them held, so it would wait for ever.
enum Fork {
    private static let isChild = Atomic<Bool>(false)
    private static let watch: Void = {
        _ = pthread_atfork(nil, nil) { Fork.isChild.store(true, ordering: .relaxed) }
    }()

    /// Before anything that threads share. The first call is what a fork has to come after to matter.
    ///
    /// - Throws: `noThreads` in a child.
    static func requireNone() throws(DescentError) {
        watch
        if isChild.load(ordering: .relaxed) { throw .forked }
    }
}
