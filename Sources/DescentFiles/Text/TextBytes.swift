/// The bytes of a text file, mapped or read whole, unpacked where they are packed, as UTF-8, and what readers of lines ask of them.
///
/// Several files may be one text: see `init(joining:)`.
final class TextBytes: @unchecked Sendable {
    let path: String
    /// Behind a byte order mark.
    let start: UnsafeRawPointer
    let end: UnsafeRawPointer
    let sources: [FileBytes]
    /// What the text lies in, where that is no map.
    private let memory: GrownBytes?
    /// Of several files, what each is in the text, in order; empty for one.
    private let parts: [Part]

    /// The part of a text that one of several files is.
    struct Part {
        let path: String
        /// Bytes from the start of the text.
        let start: Int
        /// Lines of the file before its part, such as that of the names.
        let linesBefore: Int
    }

    /// - Throws: as the readers of the text, and what unpacking and decoding throw.
    init(_ path: String, _ reading: FileReading, encoding: CSVOptions.Encoding = .utf8) throws(FileError) {
        let file = try InputFile(path)
        self.path = path
        let bytes = try FileBytes(file, reading)
        sources = [bytes]
        parts = []
        let first = try file.bytes(0..<min(4, file.size))
        var memory: GrownBytes?
        if let packing = Packing(first) {
            memory = try packing.unpacked(bytes, path, size: file.size)
        } else if case .file = bytes {
            try file.requireMemory(file.size, for: "its bytes")
            let whole = try GrownBytes(path, "its bytes", expected: file.size)
            try file.read(
                UnsafeMutableRawBufferPointer(rebasing: try whole.room(for: file.size)[..<file.size]), at: 0)
            whole.take(file.size)
            memory = whole
        }
        if encoding != .utf8 {
            let raw = memory
            if let raw {
                let text = UnsafeRawBufferPointer(start: raw.base, count: raw.count)
                memory = try encoding.decoded(text, path)
            } else {
                memory = try bytes.withBytes(0..<file.size) { text throws(FileError) in
                    try encoding.decoded(text, path)
                }
            }
            withExtendedLifetime(raw) {}
        }
        let whole: UnsafeRawBufferPointer
        if let memory {
            whole = UnsafeRawBufferPointer(start: memory.base, count: memory.count)
        } else if case .map(let map) = bytes {
            whole = UnsafeRawBufferPointer(start: map.base, count: file.size)
        } else {
            preconditionFailure("bytes that are read lie in memory")
        }
        self.memory = memory
        let base = whole.baseAddress!
        end = base + whole.count
        start = whole.starts(with: [0xef, 0xbb, 0xbf]) ? base + 3 : base
    }

    /// - Parameters:
    ///   - path: what people call all of it.
    ///   - memory: in which it lies.
    ///   - sources: whose text it is.
    init(_ path: String, in memory: GrownBytes, of sources: [FileBytes], _ parts: [Part]) {
        self.path = path
        self.memory = memory
        self.parts = parts
        self.sources = sources
        start = UnsafeRawPointer(memory.base)
        end = start + memory.count
    }

    func confirm() throws(FileError) { for source in sources { try source.confirm() } }

    /// Which file a place is of, with what that file is of the text.
    func part(at offset: Int) -> Part {
        parts.last { $0.start <= offset } ?? Part(path: path, start: 0, linesBefore: 0)
    }

    subscript(place: UnsafeRawPointer) -> UInt8 { place.load(as: UInt8.self) }

    /// Where the line break is that ends a line, or the end of the text.
    func endOfLine(from place: UnsafeRawPointer) -> UnsafeRawPointer {
        var place = place
        while place < end, self[place] != 0x0a { place += 1 }
        return place
    }

    /// Of a line that ends with CR and LF, the CR is blank.
    func isBlank(_ place: UnsafeRawPointer) -> Bool { [0x20, 0x09, 0x0d].contains(self[place]) }

    func skipBlanks(_ place: inout UnsafeRawPointer, _ end: UnsafeRawPointer) {
        while place < end, isBlank(place) { place += 1 }
    }

    /// What stands at a place, up to the next blank, for a message.
    func quoted(_ place: UnsafeRawPointer, _ end: UnsafeRawPointer) -> String {
        var last = place
        while last < end, last - place < 40, !isBlank(last) { last += 1 }
        let text = String(decoding: UnsafeRawBufferPointer(start: place, count: last - place), as: UTF8.self)
        return "'\(text.shown)\(last < end && last - place == 40 ? "…" : "")'"
    }
}
