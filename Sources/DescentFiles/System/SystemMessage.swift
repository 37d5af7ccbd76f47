#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The operating system's words for an `errno`.
func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }
