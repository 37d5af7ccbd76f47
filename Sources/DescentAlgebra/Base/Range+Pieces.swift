extension Range<Int> {
    /// Runs of so many from the first on; the last is what is left.
    @inlinable package func pieces(of length: Int) -> some Sequence<Range<Int>> {
        stride(from: lowerBound, to: upperBound, by: length).lazy.map { $0..<Swift.min($0 + length, upperBound) }
    }
}
