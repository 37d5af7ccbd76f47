extension Range<Int> {
    /// Runs of so many from the first on; the last is what is left.
    package func pieces(of length: Int) -> Pieces {
        precondition(length > 0)
        return Pieces(rest: self, length: length)
    }
}

/// A range in pieces. By hand, as a lazy map keeps a closure, which takes memory where a sweep may take none.
package struct Pieces: Sequence, IteratorProtocol {
    fileprivate var rest: Range<Int>
    fileprivate let length: Int

    package mutating func next() -> Range<Int>? {
        guard !rest.isEmpty else { return nil }
        let piece = rest.prefix(length)
        rest = piece.upperBound..<rest.upperBound
        return piece
    }
}
