public import Descent

/// NumPy arrays in several files as one data set: a folder, or a pattern.
///
///     let X = try NpyFiles("parts/X-*.npy"), y = try NpyFiles("parts/y-*.npy")
///     let data = try Dataset(
///         X.samples(as: Double.self), targets: y.values(as: Double.self))
///
/// Files follow each other in the order of their names' bytes.
public struct NpyFiles: Sendable {
    /// In the order of their names' bytes; at least one.
    public let files: [NpyFile]

    /// - Parameters:
    ///   - word: a file, a folder whose `.npy` files are meant, or a pattern with `*`, `?` and `[…]`.
    ///   - reading: how their numbers come to those who use them. Default mapped.
    /// - Throws: `noFiles`, `system`, and what `NpyFile` throws.
    public init(_ word: String, reading: FileReading = .mapped) throws(FileError) {
        var files: [NpyFile] = []
        for path in try FilePaths.matching(word, ending: ".npy") { files.append(try NpyFile(path, reading: reading)) }
        self.files = files
    }

    /// All of them as data.
    ///
    /// - Throws: `shape` for a file of other dimensions, or of another number of features or order than the first.
    public func samples<Element: Scalar>(as type: Element.Type) throws(FileError) -> Shards<Element> {
        try files.map(\.array).shards()
    }

    /// All numbers, file after file.
    ///
    /// - Throws: as `NpyFile.values`.
    public func values<Element: Scalar>(as type: Element.Type) throws(FileError) -> [Element] {
        var values: [Element] = []
        for file in files { values += try file.values(as: type) }
        return values
    }
}
