extension Int {
    /// 224 MB
    package var asMemory: String {
        if self == .max { return "more bytes than can be counted" }
        var size = Double(self), unit = "bytes"
        for larger in ["kB", "MB", "GB", "TB", "PB"] where size >= 1000 {
            size /= 1000
            unit = larger
        }
        return "\(size.written(digits: 3)) \(unit)"
    }
}
