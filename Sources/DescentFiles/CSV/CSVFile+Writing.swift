internal import Descent

extension CSVFile {
    /// Writes columns side by side, a line of names first. The file is there when it is whole; one that was there before stays until then.
    ///
    ///     try CSVFile.write(
    ///         [.matrix(["p"], try model.layer.predict(X))], to: "predictions.csv")
    ///
    /// Numbers have the fewest digits that read back to the same in their precision; what is none is `nan`, `inf` or `-inf`. Texts are
    /// quoted where they must be. Lines end in LF.
    ///
    /// - Parameters:
    ///   - parts: with a value per row, as many each.
    ///   - blanks: rows of the file, ascending from 0 on, of which all fields are empty; the parts have no values for them. Default
    ///     none.
    ///   - path: of the file.
    ///   - hasHeader: whether the first line is the names. Default true.
    ///   - separator: between fields. Default a comma.
    /// - Throws: `illegalOption` for parts of different lengths, and for names or labels that do not fit; `system`.
    public static func write(
        _ parts: [CSVPart<Element>], blanks: [Int] = [], to path: String, hasHeader: Bool = true,
        separator: UInt8 = UInt8(ascii: ",")
    ) throws(FileError) {
        try write(parts, beside: [], blanks: blanks, to: path, hasHeader: hasHeader, separator: separator)
    }

    /// The same, with columns in front that have a value for blank rows too.
    package static func write(
        _ parts: [CSVPart<Element>], beside carried: [CSVPart<Element>], blanks: [Int], to path: String,
        hasHeader: Bool, separator: UInt8 = UInt8(ascii: ",")
    ) throws(FileError) {
        let file = try OutputFile(path)
        try write(
            parts, beside: carried, blanks: blanks, hasHeader: hasHeader, separator: separator
        ) { block throws(FileError) in try file.write(block) }
        try file.finish()
    }

    /// The same, block by block to wherever it is to go.
    package static func write(
        _ parts: [CSVPart<Element>], beside carried: [CSVPart<Element>] = [], blanks: [Int] = [],
        hasHeader: Bool = true, separator: UInt8 = UInt8(ascii: ","),
        to sink: @escaping (UnsafeRawBufferPointer) throws(FileError) -> Void
    ) throws(FileError) {
        try CSVOptions(separator: separator).check()
        let rows = parts.first?.rows ?? 0
        if let other = carried.first(where: { $0.rows != rows + blanks.count }) {
            throw .illegalOption(
                name: "a column beside the table", value: "\(other.rows) rows beside \(rows + blanks.count)",
                requirement: "of one value per row")
        }
        for part in parts {
            if let fault = part.fault ?? (part.rows == rows ? nil : "\(part.rows) rows beside \(rows)") {
                throw .illegalOption(
                    name: "a part of the table", value: fault, requirement: "of one value per row and name")
            }
        }
        var writer = CSVWriter<Element>(separator: separator, sink)
        if hasHeader { try writer.writeHeader(carried + parts) }
        try writer.writeRows(parts, beside: carried, rows, blanks)
        try writer.finish()
    }
}
