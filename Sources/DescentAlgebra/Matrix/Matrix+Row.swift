extension Matrix {
    /// A copy of one row: one feature, or one output's predictions for every sample. Traps outside the matrix.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public func row(_ index: Int) -> [Element] {
        precondition(index >= 0 && index < rows, "row outside the matrix")
        defer { withExtendedLifetime(storage) {} }
        let (first, step) = layout == .sampleMajor ? (index, stride) : (index * stride, 1)
        let base = storage.base + offset + first
        return [Element](unsafeUninitializedCapacity: columns) { buffer, initialized in
            for column in 0..<columns { buffer[column] = base[column * step] }
            initialized = columns
        }
    }
}
