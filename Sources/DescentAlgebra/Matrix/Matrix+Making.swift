/// The ways to make a matrix. All check their sizes and throw; none truncates or reads out of bounds.
extension Matrix {
    /// A matrix of zeros.
    public init(rows: Int, columns: Int, layout: Layout = .sampleMajor) throws(DescentError) {
        let count = try Self.checkedCount(rows: rows, columns: columns)
        let storage = try MatrixStorage<Element>(count: count)
        storage.clear()
        self.init(
            rows: rows, columns: columns, layout: layout, stride: Self.densestStride(rows, columns, layout),
            storage: storage)
    }

    /// The given values: column after column (`sampleMajor`) or row after row (`featureMajor`).
    public init(rows: Int, columns: Int, layout: Layout = .sampleMajor, _ values: [Element]) throws(DescentError) {
        let count = try Self.checkedCount(rows: rows, columns: columns)
        guard values.count == count else {
            throw .algebra(because: .valueCount(expected: count, found: values.count, rows: rows, columns: columns))
        }
        try self.init(rows: rows, columns: columns, layout: layout)
        values.withUnsafeBufferPointer { source in
            if let first = source.baseAddress { storage.base.update(from: first, count: count) }
        }
    }

    /// One array per column, that is, per sample: `Matrix(samples: [[0.1, 0.3], [0.2, 0.4]])` is 2 × 2.
    public init(samples: [[Element]]) throws(DescentError) {
        let rows = samples.first?.count ?? 0
        for (index, sample) in samples.enumerated() where sample.count != rows {
            throw .algebra(because: .raggedColumn(index: index, expected: rows, found: sample.count))
        }
        try self.init(rows: rows, columns: samples.count, samples.flatMap { $0 })
    }

    /// Memory of the caller, used where it lies; `deallocate` gets `base` when no matrix uses it any more.
    ///
    /// The memory belongs to the matrix from now on: nobody else may write it. `stride` defaults to dense.
    /// Where this throws, the memory is still the caller's and `deallocate` does not run.
    public init(
        adopting base: UnsafeMutablePointer<Element>, rows: Int, columns: Int, layout: Layout = .sampleMajor,
        stride: Int? = nil, deallocate: @escaping @Sendable (UnsafeMutablePointer<Element>) -> Void
    ) throws(DescentError) {
        let (stride, span) = try Self.checkedSpan(rows: rows, columns: columns, layout: layout, stride: stride)
        guard Int(bitPattern: base) % MemoryLayout<Element>.alignment == 0 else {
            throw .algebra(
                because: .misaligned(offset: Int(bitPattern: base), alignment: MemoryLayout<Element>.alignment))
        }
        let storage = MatrixStorage(adopting: base, count: span, isWritable: true, deallocate: deallocate)
        self.init(rows: rows, columns: columns, layout: layout, stride: stride, storage: storage)
    }

    /// A regular file's values from byte `offset` on, in the machine's byte order, mapped read-only.
    ///
    /// Nothing is copied, and nothing is read before it is used. The file must not be truncated meanwhile.
    public init(
        mapping path: String, offset: Int = 0, rows: Int, columns: Int, layout: Layout = .sampleMajor
    ) throws(DescentError) {
        let (stride, span) = try Self.checkedSpan(rows: rows, columns: columns, layout: layout, stride: nil)
        let storage = try MatrixStorage<Element>(mapping: path, offset: offset, count: span)
        self.init(rows: rows, columns: columns, layout: layout, stride: stride, storage: storage)
    }

    static func densestStride(_ rows: Int, _ columns: Int, _ layout: Layout) -> Int {
        max(1, layout == .sampleMajor ? rows : columns)
    }

    /// rows × columns, where its bytes fit an `Int`.
    static func checkedCount(rows: Int, columns: Int) throws(DescentError) -> Int {
        guard rows >= 0, columns >= 0 else { throw .algebra(because: .negativeSize(rows: rows, columns: columns)) }
        let (count, wide) = rows.multipliedReportingOverflow(by: columns)
        guard !wide, !count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride).overflow else {
            throw .algebra(because: .sizeOverflow(rows: rows, columns: columns))
        }
        return count
    }

    /// The stride to use, and the values from the first to the last of the matrix, gaps included.
    private static func checkedSpan(
        rows: Int, columns: Int, layout: Layout, stride: Int?
    ) throws(DescentError) -> (stride: Int, span: Int) {
        let count = try checkedCount(rows: rows, columns: columns)
        let minimum = densestStride(rows, columns, layout)
        let stride = stride ?? minimum
        guard stride >= minimum else { throw .algebra(because: .stride(minimum: minimum, found: stride)) }
        let runs = layout == .sampleMajor ? columns : rows
        _ = try checkedCount(rows: stride, columns: runs)
        guard count > 0 else { return (stride, 0) }
        return (stride, stride * (runs - 1) + minimum)
    }
}
