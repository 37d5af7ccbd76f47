public import Descent

/// Numbers of a file as the data of a sweep: mapped and used where they lie, or read and widened tile by tile.
public struct StoredSamples<Element: Scalar>: SampleSource {
    /// The array's second extent; 1 of an array of one dimension.
    public let featureCount: Int
    /// The array's first extent.
    public let sampleCount: Int
    /// `sampleMajor` for an array in C order, `featureMajor` for one in Fortran's.
    public let layout: Matrix<Element>.Layout
    /// Whether numbers are read or widened into the caller's memory: where they are not used in place.
    public let needsStaging: Bool
    private let array: StoredArray
    /// The first number, where numbers are used where they lie.
    private let base: UInt?

    init(_ array: StoredArray) throws(FileError) {
        self.array = array
        switch array.shape.count {
        case 1: (sampleCount, featureCount) = (array.shape[0], 1)
        case 2: (sampleCount, featureCount) = (array.shape[0], array.shape[1])
        default:
            throw .shape(path: array.path, found: array.shape, needed: "data need (samples, features), or (samples)")
        }
        layout = array.isFortranOrder ? .featureMajor : .sampleMajor
        if case .map(let map) = array.bytes, array.type.isStored(as: Element.self),
            array.offset % MemoryLayout<Element>.alignment == 0
        {
            base = UInt(bitPattern: map.base + array.offset)
        } else {
            base = nil
        }
        needsStaging = base == nil
    }

    /// Whether numbers are used where they lie in the file.
    public var isInPlace: Bool { base != nil }

    /// The samples of a range: where they lie in the file, or copied to `staging`.
    ///
    /// - Throws: `illegalValue` for a boolean that is neither 0 nor 1; `changed` and `system` where the file is read by calls.
    public func tile(
        _ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Element>
    ) throws -> SampleBlock<Element> {
        prefetch(after: range)
        // The map stays while this source does, which whoever sweeps holds.
        if let base, let first = UnsafePointer<Element>(bitPattern: base) {
            return layout == .sampleMajor
                ? block(first + range.lowerBound * featureCount, range.count, stride: featureCount)
                : block(first + range.lowerBound, range.count, stride: sampleCount)
        }
        guard let out = staging.baseAddress else { return block(Self.nothing, range.count, stride: featureCount) }
        guard layout == .featureMajor else {
            try array.fill(range.lowerBound * featureCount..<range.upperBound * featureCount, into: out)
            return block(out, range.count, stride: featureCount)
        }
        for feature in 0..<featureCount {
            let start = feature * sampleCount
            try array.fill(
                start + range.lowerBound..<start + range.upperBound, into: out + feature * range.count)
        }
        return block(out, range.count, stride: range.count)
    }

    /// - Throws: `changed` where somebody has written or truncated the file since it was opened, `system`.
    public func confirm() throws { try array.bytes.confirm() }

    private func block(_ base: UnsafePointer<Element>, _ count: Int, stride: Int) -> SampleBlock<Element> {
        SampleBlock(base: base, features: featureCount, samples: count, stride: max(1, stride), layout: layout)
    }

    private static var nothing: UnsafePointer<Element> {
        UnsafePointer(UnsafeMutablePointer<Element>(bitPattern: MemoryLayout<Element>.alignment)!)
    }

    /// Bytes that the kernel reads ahead of the sweep.
    private static var ahead: Int { 8 << 20 }

    /// Where a tile is the first of some megabytes, those after it: one call for many tiles.
    private func prefetch(after range: Range<Int>) {
        guard case .map(let map) = array.bytes, layout == .sampleMajor else { return }
        let sampleBytes = featureCount * array.type.size
        let start = range.lowerBound * sampleBytes, end = range.upperBound * sampleBytes, step = Self.ahead / 4
        guard start / step != end / step || start == 0 else { return }
        let first = array.offset + end
        map.prefetch(first..<first + Self.ahead)
    }
}
