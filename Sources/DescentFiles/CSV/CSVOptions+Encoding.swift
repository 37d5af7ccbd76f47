extension CSVOptions {
    /// What the bytes of a text stand for.
    public enum Encoding: String, Sendable, Hashable, CaseIterable {
        /// Unicode, as nearly all files are.
        case utf8
        /// A byte per character, of western Europe: ISO 8859-1, with the characters of Windows-1252 where that has none but controls.
        case latin1
        /// Two bytes per unit, in the order that the byte order mark in front says.
        case utf16
        /// Two bytes per unit, the lower first.
        case utf16le
        /// Two bytes per unit, the higher first.
        case utf16be
    }
}

extension CSVOptions.Encoding {
    /// The same text in UTF-8.
    ///
    /// - Throws: `illegalText` where bytes stand for nothing, `tooLarge`, `outOfMemory`.
    func decoded(_ bytes: UnsafeRawBufferPointer, _ path: String) throws(FileError) -> GrownBytes {
        let out = try GrownBytes(path, "its characters, as UTF-8,", expected: bytes.count + bytes.count / 4)
        switch self {
        case .utf8: try out.append(bytes)
        case .latin1: try Self.decodeLatin(bytes, into: out, path)
        case .utf16:
            let isBig = bytes.starts(with: [0xfe, 0xff])
            guard isBig || bytes.starts(with: [0xff, 0xfe]) else {
                throw .illegalText(
                    path: path, line: 1, column: 1,
                    reason: "no byte order mark of UTF-16 is in front: the encoding is utf16le, utf16be or another")
            }
            try Self.decodeWide(UnsafeRawBufferPointer(rebasing: bytes[2...]), isBig: isBig, into: out, path)
        case .utf16le, .utf16be:
            let isBig = self == .utf16be, mark: [UInt8] = isBig ? [0xfe, 0xff] : [0xff, 0xfe]
            guard !bytes.starts(with: [mark[1], mark[0]]) else {
                throw .illegalText(
                    path: path, line: 1, column: 1,
                    reason: "the byte order mark is that of \(isBig ? "utf16le" : "utf16be"), and not of \(rawValue)")
            }
            try Self.decodeWide(
                UnsafeRawBufferPointer(rebasing: bytes[(bytes.starts(with: mark) ? 2 : 0)...]), isBig: isBig,
                into: out, path)
        }
        return out
    }

    private static let blockSize = 1 << 16

    private static func decodeLatin(
        _ bytes: UnsafeRawBufferPointer, into out: GrownBytes, _ path: String
    ) throws(FileError) {
        var place = 0
        while place < bytes.count {
            let block = place..<min(bytes.count, place + blockSize)
            let room = try out.room(for: 3 * block.count)
            var written = 0
            for index in block {
                let byte = bytes[index]
                var scalar = UInt32(byte)
                if (0x80...0x9f).contains(byte) {
                    scalar = windows[Int(byte) - 0x80]
                    guard scalar > 0 else {
                        out.take(written)
                        throw fault("the byte \(byte) is no character of Latin-1 or Windows-1252", out, path)
                    }
                }
                written += put(scalar, room, at: written)
            }
            out.take(written)
            place = block.upperBound
        }
    }

    private static func decodeWide(
        _ bytes: UnsafeRawBufferPointer, isBig: Bool, into out: GrownBytes, _ path: String
    ) throws(FileError) {
        func unit(_ place: Int) -> UInt32 {
            isBig
                ? UInt32(bytes[place]) << 8 | UInt32(bytes[place + 1])
                : UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place])
        }
        var place = 0
        while place + 1 < bytes.count {
            let stop = min(bytes.count - 1, place + blockSize)
            let room = try out.room(for: 2 * blockSize)
            var written = 0
            while place < stop {
                var scalar = unit(place)
                place += 2
                if (0xd800...0xdfff).contains(scalar) {
                    let low = scalar < 0xdc00 && place + 1 < bytes.count ? unit(place) : 0
                    guard (0xdc00...0xdfff).contains(low) else {
                        out.take(written)
                        throw fault("a half of a character alone: is the text UTF-16?", out, path)
                    }
                    scalar = 0x1_0000 + (scalar - 0xd800) << 10 + (low - 0xdc00)
                    place += 2
                }
                written += put(scalar, room, at: written)
            }
            out.take(written)
        }
        guard bytes.count % 2 == 0 else { throw fault("half a unit at the end: is the text UTF-16?", out, path) }
    }

    /// Writes a scalar as UTF-8; how many bytes it takes.
    @inline(__always)
    private static func put(_ scalar: UInt32, _ room: UnsafeMutableRawBufferPointer, at place: Int) -> Int {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | (scalar >> shift) & 0x3f) }
        switch scalar {
        case ..<0x80:
            room[place] = UInt8(truncatingIfNeeded: scalar)
            return 1
        case ..<0x800:
            room[place] = UInt8(truncatingIfNeeded: 0xc0 | scalar >> 6)
            room[place + 1] = tail(0)
            return 2
        case ..<0x1_0000:
            room[place] = UInt8(truncatingIfNeeded: 0xe0 | scalar >> 12)
            room[place + 1] = tail(6)
            room[place + 2] = tail(0)
            return 3
        default:
            room[place] = UInt8(truncatingIfNeeded: 0xf0 | scalar >> 18)
            room[place + 1] = tail(12)
            room[place + 2] = tail(6)
            room[place + 3] = tail(0)
            return 4
        }
    }

    /// At the end of what has been decoded.
    private static func fault(_ reason: String, _ out: GrownBytes, _ path: String) -> FileError {
        let text = UnsafeRawBufferPointer(start: out.base, count: out.count)
        let line = text.count { $0 == 0x0a } + 1
        let start = text.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
        return .illegalText(path: path, line: line, column: text.count - start + 1, reason: reason)
    }

    /// Of Windows-1252, from 0x80 on; 0 where there is no character.
    private static let windows: [UInt32] = [
        0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
        0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e,
        0x0178,
    ]
}
