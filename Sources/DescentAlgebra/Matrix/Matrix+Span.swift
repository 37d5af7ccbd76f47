/// Memory that the compiler watches over: no pointer that outlives its matrix, no reading past the end.
///
///     var X = try Matrix<Double>(rows: 28, columns: 1_000_000)
///     var values = X.mutableSpan
///     for index in values.indices { values[index] = Double(index % 97) }
///
/// Numbers in such a loop cost what they cost in memory; `X[row, column] = value` asks each time whether the memory is shared.
extension Matrix {
    /// A matrix whose values are appended, in the order of the layout: column after column (`sampleMajor`) or row after row.
    ///
    ///     let X = try Matrix<Double>(
    ///         rows: 2, columns: 3,
    ///         initializingWith: { values in
    ///             for sample in 0..<3 {
    ///                 values.append(Double(sample))
    ///                 values.append(1)
    ///             }
    ///         })
    ///
    /// - Throws: `algebra` for sizes that are none, without memory, and where fewer than rows × columns values were appended; and
    ///   what `initializer` throws. One more than there is room for traps.
    public init(
        rows: Int, columns: Int, layout: Layout = .sampleMajor,
        initializingWith initializer: (inout OutputSpan<Element>) throws(DescentError) -> Void
    ) throws(DescentError) {
        let count = try Self.checkedCount(rows: rows, columns: columns)
        let storage = try MatrixStorage<Element>(count: count)
        let memory = UnsafeMutableBufferPointer(start: storage.base, count: count)
        var output = OutputSpan(buffer: memory, initializedCount: 0)
        try initializer(&output)
        let found = output.finalize(for: memory)
        guard found == count else {
            throw .algebra(because: .valueCount(expected: count, found: found, rows: rows, columns: columns))
        }
        self.init(
            rows: rows, columns: columns, layout: layout, stride: Self.densestStride(rows, columns, layout),
            storage: storage)
    }

    /// All values in the order of the layout. Traps for a matrix with gaps, which only memory that was adopted with a stride, or a part
    /// of a feature-major matrix, has.
    @inlinable public var span: Span<Element> {
        @_lifetime(borrow self)
        get {
            precondition(isDense, "a matrix with gaps between its runs has no one span")
            let span = Span(_unsafeStart: UnsafePointer(storage.base + offset), count: count)
            return _overrideLifetime(span, borrowing: self)
        }
    }

    /// The same for writing: memory that is shared or read-only is copied first.
    @inlinable public var mutableSpan: MutableSpan<Element> {
        @_lifetime(&self)
        mutating get {
            makeUnique()
            precondition(isDense, "a matrix with gaps between its runs has no one span")
            let span = MutableSpan(_unsafeStart: storage.base + offset, count: count)
            return _overrideLifetime(span, mutating: &self)
        }
    }

    /// One column, which is one sample. Traps outside the matrix, and in the `featureMajor` layout, where a column is no run of memory:
    /// there a row is, and a column of `transposed`.
    @inlinable
    @_lifetime(borrow self)
    public func column(_ index: Int) -> Span<Element> {
        precondition(index >= 0 && index < columns, "column outside the matrix")
        precondition(layout == .sampleMajor || rows <= 1, "a column of a feature-major matrix is no run of memory")
        let first = UnsafePointer(storage.base + offset + position(0, index))
        return _overrideLifetime(Span(_unsafeStart: first, count: rows), borrowing: self)
    }

    /// Whether nothing lies between its runs.
    @usableFromInline var isDense: Bool {
        count == 0 || (layout == .sampleMajor ? columns == 1 || stride == rows : rows == 1 || stride == columns)
    }
}
