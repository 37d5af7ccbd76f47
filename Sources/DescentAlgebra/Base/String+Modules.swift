extension String {
    /// Values within values are described with the module that declares them. In words that are kept, or that decide whether a
    /// state is of this fit, all modules of the library are `Descent`, so that a type may move from one to another.
    ///
    /// By bytes: every fit asks, and an expression would be compiled every time (about 0.2 ms, as long as a small fit takes).
    package var namingOneModule: String {
        func isInName(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"), 0x80...:
                true
            default: false
            }
        }
        let bytes = Array(utf8), library = Array("Descent".utf8)
        var named: [UInt8] = []
        named.reserveCapacity(bytes.count)
        var place = 0
        while place < bytes.count {
            let start = place
            while place < bytes.count, isInName(bytes[place]) { place += 1 }
            let name = bytes[start..<place]
            let isModule =
                place < bytes.count && bytes[place] == UInt8(ascii: ".") && name.starts(with: library)
                && name.dropFirst(library.count).first.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
                    ?? false
            named += isModule ? library[...] : name
            if place < bytes.count {
                named.append(bytes[place])
                place += 1
            }
        }
        return String(decoding: named, as: UTF8.self)
    }
}
