#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Memory that one owner writes, aligned for vectors and freed with its owner.
package final class Buffer<Value: BitwiseCopyable>: @unchecked Sendable {
    package let base: UnsafeMutablePointer<Value>
    package let count: Int

    /// Zeros; or, where pages that are never used should cost nothing, whatever lies there.
    package init(_ count: Int, zeroed: Bool = true) throws(DescentError) {
        let (bytes, overflow) = max(1, count).multipliedReportingOverflow(by: MemoryLayout<Value>.stride)
        var raw: UnsafeMutableRawPointer?
        guard !overflow, posix_memalign(&raw, 64, bytes) == 0, let raw else {
            throw .algebra(because: .outOfMemory(bytes: bytes))
        }
        if zeroed { memset(raw, 0, bytes) }
        self.base = raw.assumingMemoryBound(to: Value.self)
        self.count = count
    }

    deinit { free(base) }

    @inlinable package subscript(index: Int) -> Value {
        get { base[index] }
        set { base[index] = newValue }
    }
}
