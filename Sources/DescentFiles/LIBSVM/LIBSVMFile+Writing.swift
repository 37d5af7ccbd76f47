public import Descent

extension LIBSVMFile {
    /// Writes samples with their labels, zeros left out, indices from 1. The file is there when it is whole; one that was there before
    /// stays until then.
    ///
    /// Numbers have the fewest digits that read back to the same in their precision. A last feature that is 0 in all samples leaves no
    /// trace: who reads the file says how many there are.
    ///
    /// - Throws: `illegalOption` for labels that are not as many as samples, `system`.
    public static func write(_ X: Matrix<Element>, _ y: [Element], to path: String) throws(FileError) {
        let file = try OutputFile(path)
        try write(X, y) { block throws(FileError) in try file.write(block) }
        try file.finish()
    }

    /// The same, block by block to wherever it is to go.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package static func write(
        _ X: Matrix<Element>, _ y: [Element], to sink: @escaping (UnsafeRawBufferPointer) throws(FileError) -> Void
    ) throws(FileError) {
        guard y.count == X.columns else {
            throw .illegalOption(name: "the number of labels", value: "\(y.count)", requirement: "\(X.columns)")
        }
        var blocks = TextBlocks(sink)
        let (step, isSampleMajor) = (X.stride, X.layout == .sampleMajor)
        for sample in 0..<X.columns {
            blocks.add(y[sample])
            X.withUnsafePointer { values in
                let first = values + (isSampleMajor ? sample * step : sample)
                for feature in 0..<X.rows {
                    let value = first[isSampleMajor ? feature : feature * step]
                    guard value != 0 else { continue }
                    blocks.add(UInt8(ascii: " "))
                    blocks.add(integer: feature + 1)
                    blocks.add(UInt8(ascii: ":"))
                    blocks.add(value)
                }
            }
            blocks.add(0x0a)
            try blocks.pass()
        }
        try blocks.finish()
    }
}
