/// The bytes of a text file, mapped or read whole, and what readers of lines ask of them.
final class TextBytes: @unchecked Sendable {
    let path: String
    /// Behind a byte order mark.
    let start: UnsafeRawPointer
    let end: UnsafeRawPointer
    private let bytes: FileBytes
    private let copy: UnsafeMutableRawPointer?

    init(_ path: String, _ reading: FileReading) throws(FileError) {
        let file = try InputFile(path)
        self.path = path
        bytes = try FileBytes(file, reading)
        let base: UnsafeRawPointer
        switch bytes {
        case .map(let map):
            copy = nil
            base = map.base
        case .file(let file):
            try file.requireMemory(file.size, for: "its bytes")
            let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, file.size), alignment: 64)
            do throws(FileError) {
                try file.read(UnsafeMutableRawBufferPointer(rebasing: memory[..<file.size]), at: 0)
            } catch {
                memory.deallocate()
                throw error
            }
            copy = memory.baseAddress
            base = UnsafeRawPointer(memory.baseAddress!)
        }
        end = base + file.size
        let hasMark = UnsafeRawBufferPointer(start: base, count: file.size).starts(with: [0xef, 0xbb, 0xbf])
        start = hasMark ? base + 3 : base
    }

    deinit { copy?.deallocate() }

    func confirm() throws(FileError) { try bytes.confirm() }

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
