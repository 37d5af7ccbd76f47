/// What a safetensors header says: where tensors lie, one behind the other without gaps, and the text beside them.
struct SafetensorsHeader {
    struct Place {
        let name: String
        let precision: Safetensors.Precision
        let shape: [Int]
        let range: Range<Int>
    }

    private(set) var places: [Place] = []
    private(set) var metadata: [(key: String, value: String)] = []
    var dataBytes: Int { places.last?.range.upperBound ?? 0 }

    init(_ json: JSON, of path: String) throws(FileError) {
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
    }

    private static func place(_ name: String, _ value: JSON, path: String) throws(FileError) -> Place {
        func fault(_ reason: String) -> FileError {
            .malformed(
                path: path, format: .safetensors, offset: 8, reason: "tensor '\(name.shown)' \(reason)")
        }
        guard let type = value["dtype"]?.text else { throw fault("has no dtype") }
        guard let precision = Safetensors.Precision(rawValue: type) else {
            throw .unsupported(
                path: path, format: .safetensors, what: "numbers of type \(type.shown)", instead: "F64 and F32 are")
        }
        func extents(_ key: String) throws(FileError) -> [Int] {
            let found = value[key]?.elements.map { $0.map { $0.integer ?? -1 } }
            guard let found, found.allSatisfy({ $0 >= 0 }) else { throw fault("has no \(key) of whole numbers") }
            return found
        }
        let shape = try extents("shape"), offsets = try extents("data_offsets")
        guard offsets.count == 2, offsets[0] <= offsets[1] else { throw fault("ends before it begins") }
        guard let bytes = shape.bytes(ofValues: precision.size), bytes == offsets[1] - offsets[0] else {
            throw fault("has \(offsets[1] - offsets[0]) bytes, which its shape \(shape) does not take")
        }
        return Place(name: name, precision: precision, shape: shape, range: offsets[0]..<offsets[1])
    }
}
