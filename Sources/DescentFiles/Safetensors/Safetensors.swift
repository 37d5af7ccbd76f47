internal import Descent
internal import DescentAlgebra

/// A safetensors file: named tensors of numbers and a dictionary of text, which Python's `safetensors` reads too. Eight bytes of
/// length, a JSON header, the numbers.
///
/// The dictionary has a checksum of all bytes of the file, its own sixteen digits as zeros.
struct Safetensors: Sendable {
    enum Precision: String, Sendable {
        case single = "F32"
        case double = "F64"

        var size: Int { self == .single ? 4 : 8 }

        init?(_ type: NumberType?) {
            guard let type, type.kind == .float, type.size >= 4 else { return nil }
            self = type.size == 4 ? .single : .double
        }
    }

    struct Tensor: Sendable {
        let name: String
        let precision: Precision
        let shape: [Int]
        /// Little-endian, the last index fastest.
        let bytes: [UInt8]
    }

    let tensors: [Tensor]
    let metadata: [(key: String, value: String)]

    static let checksumKey = "checksum"
    /// Of a header: names of a million features and more.
    static let longestHeader = 64 << 20

    subscript(key: String) -> String? { metadata.first { $0.key == key }?.value }
    func tensor(_ name: String) -> Tensor? { tensors.first { $0.name == name } }
}

extension Safetensors {
    /// All bytes of the file: the same for the same contents.
    var encoded: [UInt8] {
        var offset = 0
        let zeros = String(repeating: "0", count: 16)
        let pairs = (metadata + [(Self.checksumKey, zeros)]).sorted { $0.key < $1.key }
        var members = [
            JSON.Member(
                key: "__metadata__",
                value: .object(pairs.map { JSON.Member(key: $0.key, value: .string($0.value)) }))
        ]
        for tensor in tensors {
            let end = offset + tensor.bytes.count
            members.append(
                JSON.Member(
                    key: tensor.name,
                    value: .object([
                        JSON.Member(key: "dtype", value: .string(tensor.precision.rawValue)),
                        JSON.Member(key: "shape", value: .array(tensor.shape.map { .number("\($0)") })),
                        JSON.Member(key: "data_offsets", value: .array([.number("\(offset)"), .number("\(end)")])),
                    ])))
            offset = end
        }
        var header = Array(JSON.object(members).written.utf8)
        // So that numbers begin where they may be used in place.
        header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
        var bytes = withUnsafeBytes(of: UInt64(header.count).littleEndian, Array.init) + header
        for tensor in tensors { bytes += tensor.bytes }
        let place = Self.checksumPlace(in: bytes[8..<8 + header.count], zeros)!
        bytes.replaceSubrange(place, with: Self.checksum(bytes, without: place).utf8)
        return bytes
    }

    private static func checksum(_ bytes: [UInt8], without place: Range<Int>) -> String {
        var sum = Checksum()
        bytes.withUnsafeBytes { bytes in
            sum.add(UnsafeRawBufferPointer(rebasing: bytes[..<place.lowerBound]))
            [UInt8](repeating: 0x30, count: place.count).withUnsafeBytes { sum.add($0) }
            sum.add(UnsafeRawBufferPointer(rebasing: bytes[place.upperBound...]))
        }
        return sum.text
    }

    /// Where the digits of the checksum stand.
    private static func checksumPlace(in header: ArraySlice<UInt8>, _ digits: String) -> Range<Int>? {
        let wanted = Array("\"\(checksumKey)\":\"\(digits)\"".utf8)
        guard header.count >= wanted.count else { return nil }
        for start in header.startIndex...header.endIndex - wanted.count
        where header[start] == wanted[0] && header[start..<start + wanted.count].elementsEqual(wanted) {
            let first = start + checksumKey.utf8.count + 4
            return first..<first + digits.utf8.count
        }
        return nil
    }
}

extension Safetensors {
    /// Reads a file whole, which its length bounds.
    ///
    /// - Throws: `malformed`, `truncated`, `trailingBytes`, `damaged`, and what reading throws.
    init(_ file: some SafetensorsBytes) throws(FileError) {
        let path = file.path
        let parts = try SafetensorsHeader(file), dataStart = parts.dataStart
        for place in parts.places where Precision(place.type) == nil {
            throw .unsupported(
                path: path, format: .safetensors,
                what: "\(place.type?.description ?? place.dtype.shown) as a model (tensor '\(place.name.shown)')",
                instead: "F64 and F32 are")
        }
        let data = try file.bytes(dataStart..<dataStart + parts.dataBytes)
        if let digits = parts.metadata.first(where: { $0.key == Self.checksumKey })?.value {
            let all = parts.start + data
            guard let place = Self.checksumPlace(in: all[8..<dataStart], digits),
                Self.checksum(all, without: place) == digits
            else { throw .damaged(path: path) }
        }
        tensors = parts.places.map { place in
            Tensor(
                name: place.name, precision: Precision(place.type)!, shape: place.shape, bytes: Array(data[place.range])
            )
        }
        metadata = parts.metadata
    }
}

/// Where the bytes of such a file are: on a disk, or in memory.
protocol SafetensorsBytes {
    /// For messages.
    var path: String { get }
    var size: Int { get }
    /// Those of a range, which lies within them.
    func bytes(_ range: Range<Int>) throws(FileError) -> [UInt8]
}

extension InputFile: SafetensorsBytes {}

/// A file that somebody has read, or got over a network.
struct BytesInMemory: SafetensorsBytes {
    let all: [UInt8]
    var path: String { "the model's bytes" }
    var size: Int { all.count }
    func bytes(_ range: Range<Int>) -> [UInt8] { Array(all[range]) }
}
