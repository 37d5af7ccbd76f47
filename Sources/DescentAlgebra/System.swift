#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The operating system's words for an `errno`.
func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }

/// Whether the address space has room for a mapping of this size; nothing stays mapped.
func canMap(bytes: Int) -> Bool {
    guard let probe = mmap(nil, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0), probe != MAP_FAILED else {
        return false
    }
    munmap(probe, bytes)
    return true
}
