internal import Descent

/// Numbers in a file, one behind the other: what they are, where they begin, and in what shape.
struct StoredArray: Sendable {
    let bytes: FileBytes
    /// For messages.
    let path: String
    let type: NumberType
    let shape: [Int]
    /// Whether the first index runs fastest.
    let isFortranOrder: Bool
    /// Where the first number begins.
    let offset: Int

    /// Numbers as they follow each other in the file.
    func fill<Element: Scalar>(_ range: Range<Int>, into out: UnsafeMutablePointer<Element>) throws(FileError) {
        let first = offset + range.lowerBound * type.size
        switch bytes {
        case .map(let map):
            try widen(range.count, map.base + first, at: first, into: out)
        case .file(let file) where type.isStored(as: Element.self):
            try file.read(UnsafeMutableRawBufferPointer(start: out, count: range.count * type.size), at: first)
        case .file(let file):
            var done = 0, failure: FileError?
            withUnsafeTemporaryAllocation(byteCount: Self.readAtOnce, alignment: 16) { buffer in
                do throws(FileError) {
                    while done < range.count {
                        let some = min(range.count - done, Self.readAtOnce / type.size),
                            offset = first + done * type.size
                        try file.read(
                            UnsafeMutableRawBufferPointer(rebasing: buffer[..<(some * type.size)]), at: offset)
                        try widen(some, UnsafeRawPointer(buffer.baseAddress!), at: offset, into: out + done)
                        done += some
                    }
                } catch { failure = error }
            }
            if let failure { throw failure }
        }
    }

    private static var readAtOnce: Int { 64 << 10 }

    private func widen<Element: Scalar>(
        _ count: Int, _ from: UnsafeRawPointer, at offset: Int, into out: UnsafeMutablePointer<Element>
    ) throws(FileError) {
        guard let bad = type.widen(count, from, into: out) else { return }
        throw .illegalValue(
            path: path, offset: offset + bad, value: "\(from.load(fromByteOffset: bad, as: UInt8.self))",
            requirement: "0 or 1, as a boolean")
    }
}

extension [StoredArray] {
    /// All of them, of which there is one at least, as one data set.
    ///
    /// - Throws: `shape` for one of other dimensions, or of another number of features or order than the first.
    func shards<Number: Scalar>() throws(FileError) -> Shards<Number> {
        var shards: [StoredSamples<Number>] = [], samples = 0
        for array in self {
            let shard = try StoredSamples<Number>(array)
            if let first = shards.first, shard.featureCount != first.featureCount || shard.layout != first.layout {
                throw .shape(
                    path: array.path, found: array.shape,
                    needed: "\(first.featureCount) features in the order of \(self[0].path.shown) are needed, "
                        + "\(first.layout == .sampleMajor ? "C" : "Fortran")'s")
            }
            guard let sum = samples.adding(checked: shard.sampleCount) else {
                throw .shape(
                    path: array.path, found: array.shape,
                    needed: "with those before it these are more samples than can be counted")
            }
            samples = sum
            shards.append(shard)
        }
        // All features and layouts are the same, their samples can be counted, and there is an array.
        do { return try Shards(shards) } catch { preconditionFailure("\(error)") }
    }
}
