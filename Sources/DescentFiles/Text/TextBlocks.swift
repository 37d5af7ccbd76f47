internal import Descent

/// Text on its way out, a block at a time.
struct TextBlocks {
    /// Takes whole blocks; a path that cannot be written throws.
    typealias Sink = (UnsafeRawBufferPointer) throws(FileError) -> Void

    private let sink: Sink
    private var block: [UInt8] = []
    private static let size = 1 << 16

    init(_ sink: @escaping Sink) {
        self.sink = sink
        block.reserveCapacity(Self.size + 1024)
    }

    mutating func add(_ byte: UInt8) { block.append(byte) }

    mutating func add(_ text: String) { block.append(contentsOf: text.utf8) }

    mutating func add(_ bytes: [UInt8]) { block.append(contentsOf: bytes) }

    /// In the fewest digits that read back to the same; `nan`, `inf` or `-inf` of what is no number.
    @inline(__always)
    mutating func add<Element: Scalar>(_ value: Element) { addNumber { Numbers.write(value, to: $0) } }

    mutating func add(integer value: Int) { addNumber { Numbers.write(value, to: $0) } }

    @inline(__always)
    private mutating func addNumber(_ write: (UnsafeMutableRawPointer) -> Int) {
        withUnsafeTemporaryAllocation(byteCount: Numbers.longest, alignment: 1) { text in
            let count = write(text.baseAddress!)
            block.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[..<count]))
        }
    }

    /// To be called at ends of lines: passes on what is a block.
    mutating func pass() throws(FileError) {
        if block.count >= Self.size { try finish() }
    }

    /// Passes on the rest.
    mutating func finish() throws(FileError) {
        var failure: FileError?
        block.withUnsafeBytes { bytes in
            do throws(FileError) { try sink(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
        block.removeAll(keepingCapacity: true)
    }
}
