#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif
internal import CDescentFiles

/// How the bytes of a text are packed, known by the first of them.
enum Packing: Sendable {
    case gzip, zstandard

    /// Nil for bytes that are not packed.
    init?(_ start: some Sequence<UInt8>) {
        let first = Array(start.prefix(4))
        if first.starts(with: [0x1f, 0x8b]) {
            self = .gzip
        } else if first == [0x28, 0xb5, 0x2f, 0xfd] || first.count == 4 && Self.isSkippable(first) {
            self = .zstandard
        } else {
            return nil
        }
    }

    /// Of a frame that has no data, which parallel programs write first.
    private static func isSkippable(_ magic: [UInt8]) -> Bool {
        (0x50...0x5f).contains(magic[0]) && magic[1...] == [0x2a, 0x4d, 0x18]
    }

    /// Endings of names, which say nothing about what is packed.
    static let endings = [".gz", ".zst"]

    fileprivate var format: FileFormat { self == .gzip ? .gzip : .zstandard }
    fileprivate var number: Int32 { Int32(self == .gzip ? DESCENT_GZIP : DESCENT_ZSTD) }
    fileprivate var debianPackage: String { self == .gzip ? "zlib1g" : "libzstd1" }
}

extension Packing {
    /// What is packed in a file, of one member or several.
    ///
    /// - Throws: `system` where the library is not there, `malformed` with the place in the file for members that are truncated or not
    ///   what was packed, `tooLarge` where more comes out than a process may have, `outOfMemory`, `changed`.
    func unpacked(_ file: FileBytes, _ path: String, size: Int) throws(FileError) -> GrownBytes {
        var hasLibrary: Int32 = 0
        guard let unpacker = descent_unpack_start(number, &hasLibrary) else {
            guard hasLibrary == 0 else { throw .outOfMemory(path: path, bytes: 1 << 17) }
            let library = String(cString: descent_unpack_library(number))
            throw .system(
                path: path,
                operation: "loading \(library), of Debian's package \(debianPackage), by which it is unpacked,",
                errno: ENOENT)
        }
        defer { descent_unpack_end(unpacker) }
        // Texts become a quarter, mostly.
        let out = try GrownBytes(path, "what is unpacked of it so far would", expected: 4 * min(size, .max / 4))
        var place = 0, member = 0, isWithin = false
        while place < size {
            let range = place..<min(size, place + Self.blockSize)
            let unread = try file.withBytes(range) { bytes throws(FileError) -> Int in
                var bytes = bytes
                while !bytes.isEmpty {
                    if !isWithin {
                        member = range.upperBound - bytes.count
                        // Programs fill up with zeros, which are no member.
                        if self == .gzip, member > 0, bytes.first == 0, try file.isZero(member..<size) {
                            place = size
                            return 0
                        }
                        isWithin = true
                    }
                    let room = try out.room(for: 1 << 17)
                    let step = descent_unpack(unpacker, bytes.baseAddress, bytes.count, room.baseAddress, room.count)
                    out.take(step.written)
                    let reached = range.upperBound - bytes.count + step.read
                    switch step.state {
                    case 1: isWithin = false
                    case -1: throw fault(step.reason.map { String(cString: $0) }, path, at: reached, member)
                    case -2: throw .outOfMemory(path: path, bytes: 1 << 17)
                    default: break
                    }
                    if step.read == 0, step.written == 0, step.state == 0 { break }
                    bytes = UnsafeRawBufferPointer(rebasing: bytes[step.read...])
                }
                return bytes.count
            }
            place = max(place, range.upperBound - unread)
            guard unread == 0 || place > range.lowerBound else { throw fault(nil, path, at: place, member) }
        }
        // What the library still holds back.
        while isWithin {
            let room = try out.room(for: 1 << 17)
            let step = descent_unpack(unpacker, room.baseAddress, 0, room.baseAddress, room.count)
            out.take(step.written)
            if step.state == 1 {
                isWithin = false
            } else if step.written == 0 || step.state < 0 {
                throw .malformed(
                    path: path, format: format, offset: size,
                    reason: "it is truncated: the file ends within what begins at byte \(member)")
            }
        }
        try file.confirm()
        return out
    }

    /// Small enough to tell where a fault is.
    private static let blockSize = 1 << 18

    private func fault(_ reason: String?, _ path: String, at place: Int, _ member: Int) -> FileError {
        .malformed(
            path: path, format: format, offset: place,
            reason: "what begins at byte \(member) is damaged" + (reason.map { ", \($0)" } ?? ""))
    }
}

extension FileBytes {
    /// The bytes of a range, which lies within the file.
    func withBytes<R>(
        _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(FileError) -> R
    ) throws(FileError) -> R {
        switch self {
        case .map(let map):
            return try body(UnsafeRawBufferPointer(start: map.base + range.lowerBound, count: range.count))
        case .file(let file):
            let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: range.count, alignment: 64)
            defer { memory.deallocate() }
            try file.read(memory, at: range.lowerBound)
            return try body(UnsafeRawBufferPointer(memory))
        }
    }

    fileprivate func isZero(_ range: Range<Int>) throws(FileError) -> Bool {
        var place = range.lowerBound
        while place < range.upperBound {
            let part = place..<min(range.upperBound, place + 1 << 16)
            guard try withBytes(part, { bytes throws(FileError) in bytes.allSatisfy { $0 == 0 } }) else { return false }
            place = part.upperBound
        }
        return true
    }
}
