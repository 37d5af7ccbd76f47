#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What forecasts, and readers of files before they take memory, need to know of the machine.
package enum Machine {
    /// Bytes of memory that this process may have: those of the machine, or of its control group, such as a container, where that is
    /// allowed fewer. Nil where the system does not say.
    package static let memory: Int? = [physical, ControlGroups.memory].compactMap { $0 }.min()

    private static var physical: Int? {
        let pages = sysconf(Int32(_SC_PHYS_PAGES)), size = sysconf(Int32(_SC_PAGESIZE))
        return pages > 0 && size > 0 ? pages * size : nil
    }
}
