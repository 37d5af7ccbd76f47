/// Writes messages of Protocol Buffers: the few kinds of fields that ONNX needs.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    private mutating func variable(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func integer(_ field: Int, _ value: Int) {
        variable(UInt64(field) << 3)
        variable(UInt64(bitPattern: Int64(value)))
    }

    mutating func raw(_ field: Int, _ value: [UInt8]) {
        variable(UInt64(field) << 3 | 2)
        variable(UInt64(value.count))
        bytes += value
    }

    mutating func text(_ field: Int, _ value: String) { raw(field, Array(value.utf8)) }

    mutating func message(_ field: Int, _ body: (inout ProtobufWriter) -> Void) {
        var inner = ProtobufWriter()
        body(&inner)
        raw(field, inner.bytes)
    }
}
