#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The operating system's words for an `errno`.
package func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }

/// Whether the address space has room for a mapping of this size; nothing stays mapped.
func canMap(bytes: Int) -> Bool {
    guard let probe = mmap(nil, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0), probe != MAP_FAILED else {
        return false
    }
    munmap(probe, bytes)
    return true
}

/// What `body` returns on a thread of its own; nil where the system refuses one.
func onAnotherThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result? {
    nonisolated(unsafe) var result: Result?
    let job = Unmanaged.passRetained(Job { result = body() })
    #if canImport(Darwin)
        var thread: pthread_t?
        let start: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = {
            Unmanaged<Job>.fromOpaque($0).takeUnretainedValue().body()
            return nil
        }
    #else
        var thread = pthread_t()
        let start: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
            Unmanaged<Job>.fromOpaque($0!).takeUnretainedValue().body()
            return nil
        }
    #endif
    defer { job.release() }
    guard pthread_create(&thread, nil, start, job.toOpaque()) == 0 else { return nil }
    #if canImport(Darwin)
        if let thread { pthread_join(thread, nil) }
    #else
        pthread_join(thread, nil)
    #endif
    return result
}

private final class Job {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
}
