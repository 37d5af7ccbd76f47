public import Descent

extension NpyFile {
    /// Writes a matrix of features × samples as an array of shape (samples, features), in C order and the machine's byte order: what
    /// `numpy.load` reads, and `NpyFile` uses where it lies. The file is there when it is whole; one that was there before stays until
    /// then.
    ///
    ///     try NpyFile.write(try model.layer.predict(X), to: "predictions.npy")
    ///
    /// - Throws: `system`.
    public static func write<Element: Scalar>(_ matrix: Matrix<Element>, to path: String) throws(FileError) {
        try write(matrix, shape: [matrix.columns, matrix.rows], to: path)
    }

    /// Writes numbers as an array of one dimension.
    ///
    /// - Throws: `system`, `outOfMemory`.
    public static func write<Element: Scalar>(_ values: [Element], to path: String) throws(FileError) {
        let matrix: Matrix<Element>
        do { matrix = try Matrix(rows: 1, columns: values.count, values) } catch {
            throw .outOfMemory(path: path, bytes: values.count * MemoryLayout<Element>.stride)
        }
        try write(matrix, shape: [values.count], to: path)
    }

    private static func write<Element: Scalar>(
        _ matrix: Matrix<Element>, shape: [Int], to path: String
    ) throws(FileError) {
        let file = try begin(path, shape: shape, of: Element.self)
        // Some samples at a time, whatever the layout: a tile of 64 KB or one sample.
        let most = max(1, (64 << 10) / max(1, matrix.rows * MemoryLayout<Element>.size))
        for columns in (0..<matrix.columns).pieces(of: most) {
            let values = matrix[columns: columns].values
            var failure: FileError?
            values.withUnsafeBytes { bytes in
                do throws(FileError) { try file.write(bytes) } catch { failure = error }
            }
            if let failure { throw failure }
        }
        try file.finish()
    }

    /// A file that holds the header, for the numbers to follow.
    static func begin<Element: Scalar>(
        _ path: String, shape: [Int], of element: Element.Type
    ) throws(FileError) -> OutputFile {
        let type = NumberType(.float, size: MemoryLayout<Element>.size, isBigEndian: NumberType.machineIsBigEndian)
        let file = try OutputFile(path)
        try file.write(NpyHeader.encoded(type, shape: shape))
        return file
    }
}
