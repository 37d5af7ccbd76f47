/// What the fuzzer hands out.
public typealias Input = UnsafeBufferPointer<UInt8>

extension Input {
    public init(_ start: UnsafePointer<UInt8>?, _ count: Int) { self.init(start: start, count: count) }

    /// A number that an input's bytes decide alone, so that what is checked of an input is the same when it is run again. What takes long
    /// is checked of some inputs only, which this chooses.
    public var lot: UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in self { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        // The low bits of the sum hang on the low bits of the bytes.
        return hash ^ hash >> 32
    }
}
