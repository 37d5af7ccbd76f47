internal import Descent
internal import DescentAlgebra

/// What a safetensors header says: where tensors lie, one behind the other without gaps, and the text beside them.
struct SafetensorsHeader {
    struct Place {
        let name: String
        /// As the file has it, such as `BF16`.
        let dtype: String
        /// Nil for what is no number that a `Double` is made of; other tensors may be used still.
        let type: NumberType?
        let shape: [Int]
        let range: Range<Int>
    }

    private(set) var places: [Place] = []
    private(set) var metadata: [(key: String, value: String)] = []
    /// All bytes before the numbers.
    let start: [UInt8]
    /// Where the numbers begin.
    var dataStart: Int { start.count }
    var dataBytes: Int { places.last?.range.upperBound ?? 0 }
    /// Whether it says that it is a model of Descent's.
    var isModel: Bool { metadata.contains { $0.key == "format" && $0.value == "descent" } }

    /// Reads the header of a file, and checks that the file is as long as it says.
    ///
    /// - Throws: `malformed`, `unsupported`, `truncated`, `trailingBytes`, and what reading throws.
    init(_ file: some SafetensorsBytes) throws(FileError) {
        let path = file.path
        let json: JSON
        (start, json) = try Self.json(file)
        func fault(_ reason: String) -> FileError {
            .malformed(path: path, format: .safetensors, offset: 8, reason: reason)
        }
        guard case .object(let members) = json else { throw fault("its header is no object") }
        for member in members {
            if member.key == "__metadata__" {
                guard case .object(let pairs) = member.value else { throw fault("its metadata is no object") }
                for pair in pairs {
                    guard let text = pair.value.text else { throw fault("its metadata '\(pair.key.shown)' is no text") }
                    metadata.append((pair.key, text))
                }
                continue
            }
            places.append(try Self.place(member.key, member.value, path: path))
        }
        places.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
        var end = 0
        for place in places {
            guard place.range.lowerBound == end else {
                throw fault("tensor '\(place.name.shown)' begins at \(place.range.lowerBound), where \(end) is next")
            }
            end = place.range.upperBound
        }
        guard let whole = dataStart.adding(checked: dataBytes) else {
            throw fault("its tensors are more bytes than a file can have")
        }
        guard whole <= file.size else { throw .truncated(path: path, needed: whole, found: file.size) }
        guard whole == file.size else { throw .trailingBytes(path: path, needed: whole, found: file.size) }
    }

    /// The bytes before the numbers, and what they say.
    private static func json(_ file: some SafetensorsBytes) throws(FileError) -> (start: [UInt8], json: JSON) {
        let path = file.path
        guard file.size >= 8 else { throw .truncated(path: path, needed: 8, found: file.size) }
        let start = try file.bytes(0..<8)
        if start.starts(with: NpyHeader.magic) {
            throw .malformed(path: path, format: .safetensors, offset: 0, reason: "it begins as an array in .npy does")
        }
        let length = start.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(Safetensors.longestHeader) else {
            throw .malformed(
                path: path, format: .safetensors, offset: 0,
                reason: "its header has \(length) bytes, more than the \(Safetensors.longestHeader) that any needs")
        }
        let dataStart = 8 + Int(length)
        guard dataStart <= file.size else { throw .truncated(path: path, needed: dataStart, found: file.size) }
        // A file of another kind is told by its first bytes, before all of it is read.
        let header = try file.bytes(8..<dataStart)
        guard header.first == 0x7b else {
            throw .malformed(path: path, format: .safetensors, offset: 8, reason: "its header does not begin with {")
        }
        let json: JSON
        do throws(JSONParser.Fault) { json = try JSONParser.parse(header) } catch {
            throw .malformed(
                path: path, format: .safetensors, offset: 8 + error.place, reason: "in its header \(error.reason)")
        }
        return (start + header, json)
    }

    private static func place(_ name: String, _ value: JSON, path: String) throws(FileError) -> Place {
        func fault(_ reason: String) -> FileError {
            .malformed(
                path: path, format: .safetensors, offset: 8, reason: "tensor '\(name.shown)' \(reason)")
        }
        guard let dtype = value["dtype"]?.text else { throw fault("has no dtype") }
        let type = NumberType(dtype: dtype)
        func extents(_ key: String) throws(FileError) -> [Int] {
            let found = value[key]?.elements.map { $0.map { $0.integer ?? -1 } }
            guard let found, found.allSatisfy({ $0 >= 0 }) else { throw fault("has no \(key) of whole numbers") }
            return found
        }
        let shape = try extents("shape"), offsets = try extents("data_offsets")
        guard offsets.count == 2, offsets[0] <= offsets[1] else { throw fault("ends before it begins") }
        if let type, shape.bytes(ofValues: type.size) != offsets[1] - offsets[0] {
            throw fault("has \(offsets[1] - offsets[0]) bytes, which its shape \(shape) does not take")
        }
        return Place(name: name, dtype: dtype, type: type, shape: shape, range: offsets[0]..<offsets[1])
    }
}
