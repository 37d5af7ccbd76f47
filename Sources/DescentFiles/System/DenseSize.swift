internal import Descent

/// What a dense matrix takes, before anything is allocated.
enum DenseSize {
    /// - Parameters:
    ///   - sparse: of a file that leaves out zeros, its size and the limit. Default: a file that does not.
    /// - Throws: `tooLarge` for more than the machine has, `tooSparse` for more than a sparse file may become.
    static func bytes<Element: Scalar>(
        samples: Int, features: Int, of type: Element.Type, path: String,
        sparse: (fileBytes: Int, limit: DenseLimit)? = nil
    ) throws(FileError) -> Int {
        let size = [features, samples].bytes(ofValues: MemoryLayout<Element>.stride), memory = Machine.memory ?? .max
        guard let bytes = size, bytes <= memory else {
            throw .tooLarge(
                path: path, what: "\(samples) samples of \(features) features, dense,", bytes: size ?? .max,
                memory: memory)
        }
        if let sparse, let most = sparse.limit.most(ofFile: sparse.fileBytes), bytes > most {
            throw .tooSparse(
                path: path, samples: samples, features: features, bytes: bytes, fileBytes: sparse.fileBytes)
        }
        return bytes
    }
}
