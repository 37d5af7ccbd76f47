/// What stands between the fields of a table whose name does not tell.
package enum CSVSeparator {
    /// A place is given to the names of very many columns.
    private static let most = 1 << 20

    /// Of a tab, a semicolon and a comma the one that the first line has most of, outside quotes: of equals the first of these, and of a
    /// line with none a comma. Where there is no file to look at, whoever reads it will say so.
    ///
    /// - Parameters:
    ///   - hasDecimalCommas: whether commas stand within numbers.
    ///   - encoding: of the text.
    package static func found(in path: String, hasDecimalCommas: Bool, encoding: CSVOptions.Encoding = .utf8) -> UInt8 {
        let usual = UInt8(ascii: hasDecimalCommas ? ";" : ",")
        guard let start = try? start(of: path, encoding) else { return usual }
        var counts: [UInt8: Int] = [:], isWithinQuotes = false, hasBegun = false
        for byte in start {
            if byte == 0x22 { isWithinQuotes.toggle() }
            let isEnd = CSVScanner.isLineEnd(byte)
            if isEnd, hasBegun, !isWithinQuotes { break }
            hasBegun = hasBegun || !isEnd
            if !isWithinQuotes { counts[byte, default: 0] += 1 }
        }
        let candidates: [UInt8] = [0x09, UInt8(ascii: ";")] + (hasDecimalCommas ? [] : [UInt8(ascii: ",")])
        let largest = candidates.map { counts[$0] ?? 0 }.max() ?? 0
        return largest == 0 ? usual : candidates.first { counts[$0] == largest } ?? usual
    }

    private static func start(of path: String, _ encoding: CSVOptions.Encoding) throws(FileError) -> [UInt8] {
        let file = try InputFile(path), start = try file.bytes(0..<min(file.size, most))
        guard Packing(start) != nil || encoding != .utf8 else { return start }
        let text = try TextBytes(path, .copied, encoding: encoding)
        return Array(UnsafeRawBufferPointer(start: text.start, count: min(most, text.end - text.start)))
    }

    /// Of a table that is written under this name.
    package static func written(to path: String) -> UInt8 {
        path.lowercased().hasSuffix(".tsv") ? 0x09 : UInt8(ascii: ",")
    }
}
