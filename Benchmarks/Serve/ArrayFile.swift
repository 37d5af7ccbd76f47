import Descent

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// As much of an `.npy` file as NumPy writes for an array of doubles in C order.
struct ArrayFile {
    let path: String
    let shape: [Int]
    /// Bytes before the first value.
    let offset: Int

    init(_ path: String, dimensions: Int) throws {
        guard let file = fopen(path, "r") else { throw ServeError("cannot read \(path)") }
        defer { fclose(file) }
        let start = [UInt8](unsafeUninitializedCapacity: 256) { $1 = fread($0.baseAddress, 1, $0.count, file) }
        let length = start.count >= 10 ? Int(start[8]) | Int(start[9]) << 8 : 0
        guard start.starts(with: Array("\u{93}NUMPY\u{1}\u{0}".unicodeScalars.map { UInt8($0.value) })),
            start.count >= 10 + length
        else { throw ServeError("\(path) is not an .npy file of version 1") }
        // {'descr': '<f8', 'fortran_order': False, 'shape': (60000, 784), }
        let header = String(decoding: start[10..<10 + length], as: UTF8.self)
        let parts = header.split(whereSeparator: { "{}(), ".contains($0) }).map(String.init)
        shape = parts.compactMap { Int($0) }
        guard parts.contains("'<f8'"), parts.contains("False"), shape.count == dimensions else {
            throw ServeError("\(path) has no doubles in C order in \(dimensions) dimensions: \(header)")
        }
        self.path = path
        offset = 10 + length
    }

    func values() throws -> [Double] {
        try Matrix<Double>(mapping: path, offset: offset, rows: 1, columns: shape[0]).values
    }
}
