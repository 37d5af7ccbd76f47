/// A dense matrix with value semantics over shared storage.
///
/// A matrix of data is `features × samples`: a row is a feature, a column is a sample. In the `sampleMajor` layout
/// (column-major, the default) a sample is contiguous; in the `featureMajor` layout a feature is. A NumPy C-order
/// array of shape (samples, features) is byte for byte a `sampleMajor` matrix, a Fortran-order one `featureMajor`.
///
/// Copies and column ranges share memory until one of them is written to. The memory is Descent's own (64-byte
/// aligned), adopted from the caller, or a mapped file.
public struct Matrix<Element: Scalar>: @unchecked Sendable {
    /// The length of a column: of data, the features.
    public let rows: Int
    /// The length of a row: of data, the samples.
    public let columns: Int
    /// Whether columns or rows are contiguous.
    public let layout: Layout
    /// Values from the start of one column (`sampleMajor`) or row (`featureMajor`) to the next.
    @usableFromInline package private(set) var stride: Int

    @usableFromInline var storage: MatrixStorage<Element>
    @usableFromInline var offset: Int

    /// Storage that holds at least the values from `offset` on; checked by those who call this.
    init(rows: Int, columns: Int, layout: Layout, stride: Int, storage: MatrixStorage<Element>, offset: Int = 0) {
        self.rows = rows
        self.columns = columns
        self.layout = layout
        self.stride = stride
        self.storage = storage
        self.offset = offset
    }

    /// rows × columns: the values, without the gaps that a stride leaves.
    @usableFromInline package var count: Int { rows * columns }

    /// One value. Traps outside the matrix; the first write to shared or read-only memory copies it.
    @inlinable public subscript(row: Int, column: Int) -> Element {
        get {
            precondition(holds(row, column), "index outside the matrix")
            // Inlined, the last use of the storage is that of its address.
            defer { withExtendedLifetime(storage) {} }
            return storage.base[offset &+ position(row, column)]
        }
        set {
            precondition(holds(row, column), "index outside the matrix")
            makeUnique()
            storage.base[offset &+ position(row, column)] = newValue
        }
    }

    /// Both at once, as what is negative is beyond every size as an unsigned number.
    @inlinable func holds(_ row: Int, _ column: Int) -> Bool {
        UInt(bitPattern: row) < UInt(bitPattern: rows) && UInt(bitPattern: column) < UInt(bitPattern: columns)
    }

    /// Of a value that the matrix holds, or the end of one without values, which no sum overflows for.
    @inlinable func position(_ row: Int, _ column: Int) -> Int {
        layout == .sampleMajor ? row &+ column &* stride : column &+ row &* stride
    }
}

extension Matrix {
    /// Which of a sample or a feature is contiguous in memory.
    public enum Layout: Sendable, Hashable {
        /// A sample: column after column.
        case sampleMajor
        /// A feature: row after row.
        case featureMajor
    }

    /// The columns of a range, which share this matrix's memory. Traps outside the matrix.
    public subscript(columns range: Range<Int>) -> Matrix {
        precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns outside the matrix")
        return Matrix(
            rows: rows, columns: range.count, layout: layout, stride: stride, storage: storage,
            offset: offset + position(0, range.lowerBound))
    }

    /// The same values with rows and columns exchanged, which share this matrix's memory.
    public var transposed: Matrix {
        Matrix(
            rows: columns, columns: rows, layout: layout == .sampleMajor ? .featureMajor : .sampleMajor,
            stride: stride, storage: storage, offset: offset)
    }

    /// All values, column after column, whatever the layout.
    public var values: [Element] {
        defer { withExtendedLifetime(storage) {} }
        let isContiguous = layout == .sampleMajor ? columns <= 1 || stride == rows : rows == 1 || columns == 0
        if isContiguous { return Array(UnsafeBufferPointer(start: storage.base + offset, count: count)) }
        return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
            for column in 0..<columns {
                for row in 0..<rows { buffer[column * rows + row] = storage.base[offset + position(row, column)] }
            }
            initialized = count
        }
    }

    /// The same without a closure, for whoever keeps the matrix alive meanwhile.
    @inlinable package var start: UnsafePointer<Element> { UnsafePointer(storage.base + offset) }

    /// The first value; the others follow as `layout` and `stride` say. Valid within `body`.
    package func withUnsafePointer<R, E: Error>(_ body: (UnsafePointer<Element>) throws(E) -> R) throws(E) -> R {
        defer { withExtendedLifetime(storage) {} }
        return try body(UnsafePointer(storage.base + offset))
    }

    /// As `withUnsafePointer`, for writing: memory that is shared or read-only is copied first.
    package mutating func withUnsafeMutablePointer<R, E: Error>(
        _ body: (UnsafeMutablePointer<Element>) throws(E) -> R
    ) throws(E) -> R {
        makeUnique()
        defer { withExtendedLifetime(storage) {} }
        return try body(storage.base + offset)
    }

    @inlinable mutating func makeUnique() {
        if !storage.isWritable || !isKnownUniquelyReferenced(&storage) { copyStorage() }
    }

    @usableFromInline mutating func copyStorage() {
        var copy = Matrix(uninitializedRows: rows, columns: columns, layout: layout)
        copy.fill(from: self)
        self = copy
    }

    /// Copies values of the same shape and layout, run by run.
    private mutating func fill(from other: Matrix) {
        let (length, runs) = layout == .sampleMajor ? (rows, columns) : (columns, rows)
        for run in 0..<runs {
            (storage.base + run * stride).update(
                from: other.storage.base + other.offset + run * other.stride, count: length)
        }
    }

    /// For sizes that a matrix already has: memory that the system refuses is fatal, as it is for an array.
    private init(uninitializedRows rows: Int, columns: Int, layout: Layout) {
        guard let storage = try? MatrixStorage<Element>(count: rows * columns) else {
            preconditionFailure("no memory to copy a matrix of \(rows) × \(columns)")
        }
        self.init(
            rows: rows, columns: columns, layout: layout, stride: max(1, layout == .sampleMajor ? rows : columns),
            storage: storage)
    }
}

extension Matrix: Equatable {
    /// Same shape and values, whatever the layout.
    public static func == (left: Matrix, right: Matrix) -> Bool {
        left.rows == right.rows && left.columns == right.columns && left.values == right.values
    }
}

extension Matrix: CustomStringConvertible {
    public var description: String { "Matrix<\(Element.self)>(\(rows) × \(columns), \(layout))" }
}
