public import Descent

/// Data of a LIBSVM file as a dense matrix: a line per sample, `label index:value index:value …`, indices from 1 on and ascending; what
/// is not written is 0.
///
///     let file = try LIBSVMFile<Double>("a9a")
///     let data = try Dataset(file.X, targets: file.y.map { $0 > 0 ? 1 : 0 })
///
/// A file that gzip or Zstandard has packed is unpacked as those of `CSVFile` are. Text after `#` is a comment. Labels are numbers, as they stand: −1 is not turned into 0.
public struct LIBSVMFile<Element: Scalar>: Sendable {
    /// Features × samples.
    public let X: Matrix<Element>
    /// A label per sample.
    public let y: [Element]

    /// - Parameters:
    ///   - path: of a regular file.
    ///   - features: how many there are, which must not be less than the largest index, as for data that a model of so many is to
    ///     predict. Default the largest index.
    ///   - limit: how much memory the samples may take. Default a thousand times the size of the file.
    ///   - reading: how its bytes are read. Default mapped.
    /// - Throws: `illegalText` with line and column, `tooLarge` or `tooSparse` before anything is allocated, `outOfMemory`, `changed`, `system`.
    public init(_ path: String, features: Int? = nil, limit: DenseLimit = .thousandfold, reading: FileReading = .mapped)
        throws(FileError)
    {
        let text = try TextBytes(path, reading)
        var scan = LIBSVMScan(text, most: features)
        try scan.run(into: nil as LIBSVMScan.Target<Element>?)
        guard scan.samples > 0 else { throw .empty(path: path) }
        let width = features ?? scan.largest
        guard width > 0 else { throw .illegalText(path: path, line: 1, column: 1, reason: "no sample has a feature") }
        let bytes = try DenseSize.bytes(
            samples: scan.samples, features: width, of: Element.self, path: path,
            sparse: (text.end - text.start, limit))
        var X: Matrix<Element>
        do { X = try Matrix(rows: width, columns: scan.samples) } catch { throw .outOfMemory(path: path, bytes: bytes) }
        var y = [Element](repeating: 0, count: scan.samples), failure: FileError?
        X.withUnsafeMutablePointer { X in
            y.withUnsafeMutableBufferPointer { y in
                let target = LIBSVMScan.Target(X: X, y: y.baseAddress!, features: width, samples: y.count)
                do throws(FileError) { try scan.run(into: target) } catch { failure = error }
            }
        }
        if let failure { throw failure }
        try text.confirm()
        (self.X, self.y) = (X, y)
    }
}
