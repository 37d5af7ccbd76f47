#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The memory behind a matrix and how it is given back: owned (64-byte aligned), adopted, or a mapped file.
///
/// Matrices share a storage and copy it before they write, so a storage that two matrices hold never changes.
@usableFromInline final class MatrixStorage<Element: Scalar>: @unchecked Sendable {
    @usableFromInline let base: UnsafeMutablePointer<Element>
    let count: Int
    @usableFromInline let isWritable: Bool
    private let release: @Sendable (UnsafeMutablePointer<Element>) -> Void

    static var alignment: Int { 64 }

    /// From this size on owned memory is asked for in pages of 2 MB, so that reading it waits less for the tables of pages. Reading
    /// 224 MB on two Zen threads: 7.6 ms, 8.9 in pages of 4 KB. What a mapped file or an adopted pointer has is its owner's affair.
    private static var largeBytes: Int { 8 << 20 }

    /// Owned, uninitialised memory.
    init(count: Int) throws(DescentError) {
        let (bytes, overflow) = max(1, count).multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        var raw: UnsafeMutableRawPointer?
        let isLarge = bytes >= Self.largeBytes
        guard !overflow, posix_memalign(&raw, isLarge ? 2 << 20 : Self.alignment, bytes) == 0, let raw else {
            throw .algebra(because: .outOfMemory(bytes: bytes))
        }
        // A wish: where the system has no such pages, nothing changes.
        #if os(Linux)
            if isLarge { madvise(raw, bytes, MADV_HUGEPAGE) }
        #endif
        self.base = raw.bindMemory(to: Element.self, capacity: count)
        self.count = count
        self.isWritable = true
        self.release = { free($0) }
    }

    /// Memory that somebody else made and `deallocate` gives back.
    init(
        adopting base: UnsafeMutablePointer<Element>, count: Int, isWritable: Bool,
        deallocate: @escaping @Sendable (UnsafeMutablePointer<Element>) -> Void
    ) {
        self.base = base
        self.count = count
        self.isWritable = isWritable
        self.release = deallocate
    }

    /// Zeros, of which every bit is 0: much faster than value after value in unspecialised code.
    func clear() { memset(base, 0, count * MemoryLayout<Element>.stride) }

    deinit { release(base) }
}

extension MatrixStorage {
    /// `count` values of a regular file from byte `offset` on, mapped read-only. Nothing is read before it is used.
    ///
    /// The file must not be truncated while the matrix lives: the kernel answers a read past its end with SIGBUS.
    convenience init(mapping path: String, offset: Int, count: Int) throws(DescentError) {
        guard offset >= 0, offset % MemoryLayout<Element>.alignment == 0 else {
            throw .algebra(because: .misaligned(offset: offset, alignment: MemoryLayout<Element>.alignment))
        }
        // A C string would end there and name another file.
        guard !path.utf8.contains(0) else {
            throw .algebra(because: .file(path: path, operation: "open", errno: ENOENT))
        }
        // O_NONBLOCK: opening a pipe that nobody writes must not hang.
        let descriptor = path.withPath { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else { throw .algebra(because: .file(path: path, operation: "open", errno: errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .algebra(because: .file(path: path, operation: "stat", errno: errno))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .algebra(because: .notARegularFile(path: path)) }

        let (needed, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        let fileBytes = Int(status.st_size)
        guard !overflow, offset <= fileBytes, needed <= fileBytes - offset else {
            throw .algebra(because: .fileRange(path: path, neededBytes: needed, offset: offset, fileBytes: fileBytes))
        }
        if needed == 0 {  // the kernel maps no empty range
            try self.init(count: 0)
            return
        }

        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let lead = offset % page
        let length = needed + lead
        guard let map = mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, off_t(offset - lead)), map != MAP_FAILED
        else { throw .algebra(because: .file(path: path, operation: "mmap", errno: errno)) }
        self.init(
            adopting: (map + lead).bindMemory(to: Element.self, capacity: count), count: count, isWritable: false,
            deallocate: { munmap(UnsafeMutableRawPointer($0) - lead, length) })
    }
}
