internal import Descent

/// What a dense matrix takes, before anything is allocated.
enum DenseSize {
    /// - Throws: `tooLarge` for more than the machine has.
    static func bytes<Element: Scalar>(
        samples: Int, features: Int, of type: Element.Type, path: String
    ) throws(FileError) -> Int {
        let bytes = [features, samples].bytes(ofValues: MemoryLayout<Element>.stride)
        if let bytes, bytes <= Machine.memory ?? .max { return bytes }
        throw .tooLarge(
            path: path, what: "\(samples) samples of \(features) features, dense,", bytes: bytes ?? .max,
            memory: Machine.memory ?? .max)
    }
}
