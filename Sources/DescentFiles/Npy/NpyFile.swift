public import Descent

/// A NumPy array in a file: .npy, versions 1.0 to 3.0.
///
///     let X = try NpyFile("X.npy"), y = try NpyFile("y.npy")
///     let data = try Dataset(
///         X.samples(as: Double.self), targets: y.values(as: Double.self))
///
/// An array of shape (samples, features) is byte for byte Descent's data: numbers of the precision asked for, in the machine's byte
/// order, are used where they lie in the file, in C order (sample after sample) as in Fortran's (feature after feature). Other
/// numbers, of 1 to 8 bytes and either byte order, are converted tile by tile, on every read. Objects, structures, complex
/// numbers and text are refused; nothing in a file is ever executed.
public struct NpyFile: Sendable {
    /// As NumPy has it: (samples, features).
    public let shape: [Int]
    /// Of what numbers it is.
    public let type: NumberType
    /// Whether the first index runs fastest.
    public let isFortranOrder: Bool
    let header: NpyHeader
    let file: InputFile
    let bytes: FileBytes

    /// - Parameters:
    ///   - path: of a regular file.
    ///   - reading: how its numbers come to those who use them. Default mapped.
    /// - Throws: `FileError`, before any number is read: `malformed`, `unsupported`, `truncated`, `trailingBytes`, `notARegularFile`,
    ///   `system`.
    public init(_ path: String, reading: FileReading = .mapped) throws(FileError) {
        file = try InputFile(path)
        header = try NpyHeader(file)
        (shape, type, isFortranOrder) = (header.shape, header.type, header.isFortranOrder)
        bytes = try FileBytes(file, reading)
    }

    /// As it was given.
    public var path: String { file.path }

    /// The array as data: of shape (samples, features), or (samples) of one feature.
    ///
    /// - Throws: `shape` for other dimensions.
    public func samples<Element: Scalar>(as type: Element.Type) throws(FileError) -> StoredSamples<Element> {
        try StoredSamples(array)
    }

    /// All numbers, the last index fastest, whatever the order in the file.
    ///
    /// - Throws: `illegalValue` for a boolean that is neither 0 nor 1, `changed`, `system`, `tooLarge`.
    public func values<Element: Scalar>(as type: Element.Type) throws(FileError) -> [Element] {
        let count = header.count, stored: [Element] = try numbers(0..<count)
        guard isFortranOrder, shape.count > 1, count > 0 else { return stored }
        // Where each number lies: its index is counted up with the last extent fastest.
        var strides: [Int] = [], stride = 1
        for extent in shape {
            strides.append(stride)
            stride *= extent
        }
        var index = shape.map { _ in 0 }, place = 0
        return (0..<count).map { _ in
            defer {
                var axis = shape.count - 1
                while axis >= 0 {
                    index[axis] += 1
                    place += strides[axis]
                    if index[axis] < shape[axis] { break }
                    place -= strides[axis] * shape[axis]
                    index[axis] = 0
                    axis -= 1
                }
            }
            return stored[place]
        }
    }

    /// Of these, those of some samples, which the first index counts.
    package func values<Element: Scalar>(
        as type: Element.Type, ofSamples range: Range<Int>
    ) throws(FileError) -> [Element] {
        let size = header.count / max(1, shape.first ?? 1), places = range.lowerBound * size..<range.upperBound * size
        if isFortranOrder, shape.count > 1, !range.isEmpty { return Array(try values(as: type)[places]) }
        return try numbers(places)
    }

    private func numbers<Element: Scalar>(_ range: Range<Int>) throws(FileError) -> [Element] {
        try file.requireMemory(
            range.count.multiplied(checked: MemoryLayout<Element>.stride), for: "\(range.count) numbers")
        var numbers = [Element](repeating: 0, count: range.count), failure: FileError?
        numbers.withUnsafeMutableBufferPointer { numbers in
            do throws(FileError) {
                if let base = numbers.baseAddress { try array.fill(range, into: base) }
                try bytes.confirm()
            } catch { failure = error }
        }
        if let failure { throw failure }
        return numbers
    }

    var array: StoredArray {
        StoredArray(
            bytes: bytes, path: path, type: type, shape: shape, isFortranOrder: isFortranOrder,
            offset: header.dataOffset)
    }
}
