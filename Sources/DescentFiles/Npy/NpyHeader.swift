internal import Descent

/// What a .npy file says of itself before its numbers.
struct NpyHeader: Sendable, Hashable {
    let type: NumberType
    let isFortranOrder: Bool
    let shape: [Int]
    /// Where the numbers begin.
    let dataOffset: Int

    static let magic: [UInt8] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]  // \x93NUMPY
    /// Of a header's text: an array of numbers needs a hundred bytes or so.
    static let longest = 1 << 20

    var count: Int { shape.contains(0) ? 0 : shape.reduce(1, *) }

    /// Reads the header of a file, and checks that the file is as long as it says.
    ///
    /// - Throws: `malformed`, `unsupported`, `truncated`, `trailingBytes`, and what reading throws.
    init(_ file: InputFile) throws(FileError) {
        func fault(_ reason: String, at offset: Int) -> FileError {
            .malformed(path: file.path, format: .npy, offset: offset, reason: reason)
        }
        func read(_ range: Range<Int>) throws(FileError) -> [UInt8] {
            guard range.upperBound <= file.size else {
                throw .truncated(path: file.path, needed: range.upperBound, found: file.size)
            }
            return try file.bytes(range)
        }
        let start = try read(0..<min(8, max(1, file.size)))
        for (index, byte) in start.prefix(6).enumerated() where byte != Self.magic[index] {
            throw fault("it does not begin with \\x93NUMPY", at: index)
        }
        guard start.count == 8 else { throw .truncated(path: file.path, needed: 8, found: file.size) }
        let (major, minor) = (start[6], start[7])
        guard (1...3).contains(major), minor == 0 else {
            throw .unsupported(
                path: file.path, format: .npy, what: "version \(major).\(minor)",
                instead: "1.0, 2.0 and 3.0 are known; save it by a current NumPy")
        }
        let lengthBytes = major == 1 ? 2 : 4
        let length = try read(8..<8 + lengthBytes).reversed().reduce(0) { $0 << 8 | Int($1) }
        let textStart = 8 + lengthBytes
        guard length <= Self.longest else {
            throw fault("its header has \(length) bytes, more than the \(Self.longest) that any array needs", at: 8)
        }
        let text = try read(textStart..<textStart + length)
        var parser = NpyHeaderParser(text, at: textStart, of: file.path)
        let fields = try parser.parse()
        (type, isFortranOrder, shape) = (fields.type, fields.isFortranOrder, fields.shape)
        dataOffset = textStart + length

        guard let bytes = shape.bytes(ofValues: type.size), !dataOffset.addingReportingOverflow(bytes).overflow else {
            throw fault("its shape \(shape) is more bytes than a file can have", at: textStart)
        }
        let end = dataOffset + bytes
        guard end <= file.size else { throw .truncated(path: file.path, needed: end, found: file.size) }
        guard end == file.size else { throw .trailingBytes(path: file.path, needed: end, found: file.size) }
    }

    /// Of an array in the machine's byte order, as NumPy writes it: padded so that numbers begin at a multiple of 64.
    static func encoded(_ type: NumberType, shape: [Int]) -> [UInt8] {
        let extents = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        var text = "{'descr': '\(type.descr)', 'fortran_order': False, 'shape': (\(extents)), }"
        let before = magic.count + 4, end = before + text.utf8.count + 1
        text += String(repeating: " ", count: (64 - end % 64) % 64) + "\n"
        let length = text.utf8.count
        return magic + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)] + Array(text.utf8)
    }
}
