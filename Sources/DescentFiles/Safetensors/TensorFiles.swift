public import Descent

/// Tensors of safetensors files as data, such as the embeddings of a model: mapped, and widened tile by tile from what they are
/// stored as.
///
///     let X = try TensorFiles("embeddings.safetensors")
///     let data = try Dataset(X.samples(as: Float.self), classes: labels, of: 10)
///
/// A tensor of shape (samples, features) is what a `.npy` array in C order is. Several files are one data set: a folder, or a
/// pattern, in the order of their names' bytes, with the tensor of the same name in each.
public struct TensorFiles: Sendable {
    /// The tensor's name, in every file.
    public let tensor: String
    /// As what it is stored, in the first file.
    public let type: NumberType
    let arrays: [StoredArray]

    /// - Parameters:
    ///   - word: a file, a folder whose `.safetensors` files are meant, or a pattern with `*`, `?` and `[…]`.
    ///   - tensor: its name. Default: the only one that the first file has.
    ///   - reading: how numbers come to those who use them. Default mapped.
    /// - Throws: `FileError`, before any number is read: `noTensor` for a name that is not there, or none where there are several;
    ///   `malformed`, `unsupported`, `truncated`, `trailingBytes`, `noFiles`, `system`.
    public init(_ word: String, tensor: String? = nil, reading: FileReading = .mapped) throws(FileError) {
        var arrays: [StoredArray] = [], name = tensor
        for path in try FilePaths.matching(word, ending: ".safetensors") {
            let file = try InputFile(path), header = try SafetensorsHeader(file)
            let places = header.places
            if name == nil, places.count == 1 { name = places[0].name }
            guard let place = places.first(where: { $0.name == name }) else {
                throw .noTensor(path: path, name: name, found: places.map(\.name))
            }
            guard let type = place.type else {
                throw .unsupported(
                    path: path, format: .safetensors, what: "numbers of type \(place.dtype.shown)",
                    instead: "\(NumberType.dtypes) are")
            }
            arrays.append(
                StoredArray(
                    bytes: try FileBytes(file, reading), path: path, type: type, shape: place.shape,
                    isFortranOrder: false, offset: header.dataStart + place.range.lowerBound))
        }
        self.arrays = arrays
        self.tensor = name ?? ""
        type = arrays[0].type
    }

    /// What a file holds, in the order of its bytes.
    ///
    /// - Throws: what is wrong with its header.
    package static func tensors(
        of path: String
    ) throws(FileError) -> [(name: String, type: String, shape: [Int])] {
        try SafetensorsHeader(try InputFile(path)).places.map { ($0.name, $0.type?.description ?? $0.dtype, $0.shape) }
    }

    /// All of them as data: of shape (samples, features), or (samples) of one feature.
    ///
    /// - Throws: `shape` for a tensor of other dimensions, or of another number of features than the first.
    public func samples<Element: Scalar>(as type: Element.Type) throws(FileError) -> Shards<Element> {
        try arrays.shards()
    }
}
