#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif
internal import Descent

/// Bytes whose number is known when all are there, in memory that the system moves without a copy where it can.
final class GrownBytes {
    private(set) var base: UnsafeMutableRawPointer
    private(set) var count = 0
    private var capacity: Int
    /// Of the file that they come from, for messages.
    private let path: String
    private let what: String

    /// - Parameters:
    ///   - expected: how many there may be, which costs nothing where they are fewer.
    ///   - what: they are, for messages.
    /// - Throws: `outOfMemory`.
    init(_ path: String, _ what: String, expected: Int) throws(FileError) {
        (self.path, self.what) = (path, what)
        capacity = max(1 << 16, min(expected, Machine.memory ?? .max))
        guard let memory = malloc(capacity) else { throw .outOfMemory(path: path, bytes: capacity) }
        base = memory
    }

    deinit { free(base) }

    /// Room for so many more at least: all that there is.
    ///
    /// - Throws: `tooLarge` for more than a process may have, `outOfMemory`.
    func room(for more: Int) throws(FileError) -> UnsafeMutableRawBufferPointer {
        guard let needed = count.adding(checked: more), needed <= Machine.memory ?? .max else {
            throw .tooLarge(
                path: path, what: what, bytes: count + min(more, .max - count), memory: Machine.memory ?? .max)
        }
        if needed > capacity {
            let larger = max(needed, min(2 * capacity, Machine.memory ?? .max))
            guard let memory = realloc(base, larger) else { throw .outOfMemory(path: path, bytes: larger) }
            (base, capacity) = (memory, larger)
        }
        return UnsafeMutableRawBufferPointer(start: base + count, count: capacity - count)
    }

    /// So many of the room have been written.
    func take(_ written: Int) { count += written }

    func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        let room = try room(for: bytes.count)
        memcpy(room.baseAddress!, start, bytes.count)
        count += bytes.count
    }
}
