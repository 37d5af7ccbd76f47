public import Descent

extension NpyFile {
    /// Writes the samples of any source as an array of shape (samples, features), some megabytes at a time, so that they may be more
    /// than memory holds.
    ///
    /// - Throws: what the source throws, and as `write(_:to:)`.
    public static func write<Element: Scalar>(samples source: some SampleSource<Element>, to path: String) throws {
        let file = try begin(path, shape: [source.sampleCount, source.featureCount], of: Element.self)
        try source.forEachBlock { block in
            try block.withUnsafePointer { values in
                try file.write(UnsafeRawBufferPointer(UnsafeBufferPointer(start: values, count: block.count)))
            }
        }
        try source.confirm()
        try file.finish()
    }
}

extension SampleSource {
    /// All samples as one matrix, copied.
    ///
    /// - Throws: what the source throws; `outOfMemory` where there is no room for them.
    package func copied(from path: String) throws -> Matrix<Element> {
        let bytes = [featureCount, sampleCount].bytes(ofValues: MemoryLayout<Element>.stride) ?? .max
        if let memory = Machine.memory, bytes > memory {
            throw FileError.tooLarge(
                path: path, what: "\(sampleCount) samples of \(featureCount) features", bytes: bytes, memory: memory)
        }
        var result: Matrix<Element>
        do { result = try Matrix(rows: featureCount, columns: sampleCount) } catch {
            throw FileError.outOfMemory(path: path, bytes: bytes)
        }
        var place = 0
        try forEachBlock { block in
            result.withUnsafeMutablePointer { out in
                block.withUnsafePointer { (out + place * block.rows).update(from: $0, count: block.count) }
            }
            place += block.columns
        }
        try confirm()
        return result
    }

    /// Samples in their order, as dense columns of a few megabytes at most.
    fileprivate func forEachBlock(_ body: (Matrix<Element>) throws -> Void) throws {
        // Without numbers, the one extent that is not zero may be anything.
        guard sampleCount > 0, featureCount > 0 else { return }
        let most = max(1, (1 << 20) / max(1, featureCount * MemoryLayout<Element>.stride))
        let staging = UnsafeMutableBufferPointer<Element>.allocate(capacity: needsStaging ? featureCount * most : 0)
        defer { staging.deallocate() }
        for range in (0..<sampleCount).pieces(of: most) {
            let room = UnsafeMutableBufferPointer(rebasing: staging[..<(needsStaging ? featureCount * range.count : 0)])
            let tile = try tile(range, into: room)
            var block = try Matrix<Element>(rows: featureCount, columns: range.count)
            block.withUnsafeMutablePointer { out in
                if tile.layout == .sampleMajor {
                    for sample in 0..<range.count {
                        (out + sample * featureCount).update(
                            from: tile.base + sample * tile.stride, count: featureCount)
                    }
                } else {
                    for feature in 0..<featureCount {
                        for sample in 0..<range.count {
                            out[sample * featureCount + feature] = tile.base[feature * tile.stride + sample]
                        }
                    }
                }
            }
            try body(block)
        }
    }
}
