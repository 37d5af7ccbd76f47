/// Numbers of any kind, as the bytes that they are.
protocol ByteHolding: Sendable {
    func withBytes(_ body: (UnsafeRawPointer) -> Void)
}

/// Those of an array, which is not copied.
struct StoredNumbers<Number: BitwiseCopyable & Sendable>: ByteHolding {
    let numbers: [Number]

    func withBytes(_ body: (UnsafeRawPointer) -> Void) {
        numbers.withUnsafeBytes { if let base = $0.baseAddress { body(base) } }
    }
}
