extension [Int] {
    /// Of an array with these extents, whose values have so many bytes each; nil where an `Int` does not count them. A zero among the
    /// extents makes no bytes of any others.
    func bytes(ofValues size: Int) -> Int? {
        if contains(0) { return 0 }
        return reduce(size as Int?) { bytes, extent in
            bytes.flatMap { bytes in
                let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
                return overflow ? nil : product
            }
        }
    }
}
