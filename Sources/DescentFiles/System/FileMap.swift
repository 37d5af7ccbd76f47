#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif
internal import CDescentFiles
internal import Descent
internal import Synchronization

/// A whole file as memory: nothing is copied, and nothing read before it is used.
final class FileMap: @unchecked Sendable {
    let file: InputFile
    let base: UnsafeRawPointer
    private let length: Int
    /// Of a map that survives truncation of its file; nil for one that does not.
    private let guardNumber: Int32?

    /// - Parameter isGuarded: see `FileReading.guarded`.
    /// - Throws: `system`.
    init(_ file: InputFile, isGuarded: Bool) throws(FileError) {
        self.file = file
        // The kernel maps no empty range.
        length = max(1, file.size)
        guard let map = mmap(nil, length, PROT_READ, MAP_SHARED, file.descriptor, 0), map != MAP_FAILED else {
            throw .system(path: file.path, operation: "mmap", errno: errno)
        }
        base = UnsafeRawPointer(map)
        guard isGuarded else {
            guardNumber = nil
            return
        }
        let number = descent_guard_add(map, length)
        guard number >= 0 else {
            munmap(map, length)
            throw .system(path: file.path, operation: "guarding the map", errno: EAGAIN)
        }
        guardNumber = number
    }

    deinit {
        if let guardNumber { descent_guard_remove(guardNumber) }
        munmap(UnsafeMutableRawPointer(mutating: base), length)
    }

    /// Bytes that the kernel was asked for.
    private let asked = Atomic<Int>(0)

    /// Asks the kernel for bytes that will be read soon; it reads them while others are worked on.
    ///
    /// Only once for a file that memory holds easily: where all is there already, the kernel still looks for every page, which took a
    /// seventh of the time of a fit (28 x 1M, logistic, 0.6 s of CPU time).
    func prefetch(_ bytes: Range<Int>) {
        if let memory = Machine.memory, length < memory / 2 {
            guard asked.load(ordering: .relaxed) < length else { return }
            asked.add(bytes.count, ordering: .relaxed)
        }
        let page = 4096, start = bytes.lowerBound / page * page, end = min(bytes.upperBound, length)
        guard start < end else { return }
        madvise(UnsafeMutableRawPointer(mutating: base + start), end - start, MADV_WILLNEED)
    }

    /// Throws `changed` where what was read may not be what the file held.
    func confirm() throws(FileError) {
        if let guardNumber, descent_guard_has_faulted(guardNumber) { throw .changed(path: file.path) }
        try file.confirm()
    }
}
