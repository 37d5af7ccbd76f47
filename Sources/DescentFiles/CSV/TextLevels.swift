#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Different texts, numbered as they came. Kept as bytes, so that looking one up allocates nothing.
struct TextLevels: Sendable {
    private var bytes: [UInt8] = []
    /// Where each text begins, and the end of the last.
    private var starts = [0]
    /// Open addressing: a number, or −1; more than half of them free.
    private var slots = [Int32](repeating: -1, count: 16)

    /// Of a column. A column of more is a name or a number of each sample, and no feature.
    static let most = 10_000

    var count: Int { starts.count - 1 }

    init() {}

    init(_ texts: [String]) { for text in texts { insert(text) } }

    func index(of text: UnsafeRawBufferPointer) -> Int? {
        let found = slots[slot(of: text)]
        return found < 0 ? nil : Int(found)
    }

    func index(of text: String) -> Int? {
        var text = text
        return text.withUTF8 { index(of: UnsafeRawBufferPointer($0)) }
    }

    /// Its number, and whether it is new.
    @discardableResult
    mutating func insert(_ text: UnsafeRawBufferPointer) -> (index: Int, isNew: Bool) {
        let slot = slot(of: text)
        if slots[slot] >= 0 { return (Int(slots[slot]), false) }
        let index = count
        slots[slot] = Int32(index)
        bytes.append(contentsOf: text)
        starts.append(bytes.count)
        if 2 * count >= slots.count { grow() }
        return (index, true)
    }

    @discardableResult
    mutating func insert(_ text: String) -> (index: Int, isNew: Bool) {
        var text = text
        return text.withUTF8 { insert(UnsafeRawBufferPointer($0)) }
    }

    func withText<R>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[starts[index]..<starts[index + 1]])) }
    }

    /// In the order of their UTF-8 bytes, which is no language's and every machine's.
    var sorted: [String] {
        (0..<count).map { withText($0) { String(decoding: $0, as: UTF8.self) } }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Where a text is, or would be.
    private func slot(of text: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: text)
        var slot = Int(bitPattern: UInt(bitPattern: hasher.finalize()) & UInt(slots.count - 1))
        while slots[slot] >= 0, !withText(Int(slots[slot]), { Self.areEqual($0, text) }) {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private static func areEqual(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        guard a.count == b.count, let first = a.baseAddress, let other = b.baseAddress else {
            return a.count == b.count
        }
        return memcmp(first, other, a.count) == 0
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: 2 * slots.count)
        for index in 0..<count { slots[withText(index) { slot(of: $0) }] = Int32(index) }
    }
}
