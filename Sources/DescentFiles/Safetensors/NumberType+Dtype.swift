internal import Descent

/// safetensors' word for a type, such as `BF16`. Numbers are little-endian there.
extension NumberType {
    private static let words: [(String, Kind, size: Int)] = [
        ("F64", .float, 8), ("F32", .float, 4), ("F16", .float, 2), ("BF16", .brain, 2), ("I64", .signed, 8),
        ("I32", .signed, 4), ("I16", .signed, 2), ("I8", .signed, 1), ("U64", .unsigned, 8), ("U32", .unsigned, 4),
        ("U16", .unsigned, 2), ("U8", .unsigned, 1), ("BOOL", .boolean, 1),
    ]

    /// Nil for what is not a number that a `Double` is made of.
    init?(dtype: String) {
        guard let word = Self.words.first(where: { $0.0 == dtype }) else { return nil }
        self.init(word.1, size: word.size)
    }

    static var dtypes: String { words.map(\.0).joined(separator: ", ") }
}
