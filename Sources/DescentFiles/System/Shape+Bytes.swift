extension [Int] {
    /// Of an array with these extents, whose values have so many bytes each; nil where an `Int` does not count them.
    ///
    /// An array with a zero among its extents has no bytes. The others are held to the same bound, as NumPy holds them: whoever
    /// multiplies some of them must not overflow.
    func bytes(ofValues size: Int) -> Int? {
        var bytes = size
        for extent in self where extent != 0 {
            guard extent > 0, let product = bytes.multiplied(checked: extent) else { return nil }
            bytes = product
        }
        return contains(0) ? 0 : bytes
    }
}
