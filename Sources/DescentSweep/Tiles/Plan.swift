package import DescentAlgebra

/// Everything that decides the bits of a reduction: how samples are cut into tiles and chunks, and on what they run.
///
/// A plan is a function of shape, types, options and the survey's values alone, never of timings or thread counts, so
/// the same data gives the same bits on any number of threads of one machine.
package struct Plan: Sendable, Hashable {
    package let features: Int
    package private(set) var samples: Int
    package let outputs: Int
    /// Samples per tile: what is absorbed at a time while it is in the cache.
    package let tileSamples: Int
    /// Samples per chunk: what has its own partial result. Partials merge in order, in a binary tree over the chunks.
    package let chunkSamples: Int
    /// Whether tiles are copied, centred and scaled rather than used where they lie.
    package let isStaged: Bool
    /// How often an evaluation of loss and gradient reads X: once; or twice where a tile of so many features would fit no
    /// cache, above 64 000 features, or 4000 in the feature-major layout. Data that are copied on the way are always read
    /// once. So are all for a loss alone or for second derivatives.
    package let readsPerEvaluation: Int
    /// With version and kernel level: on others, the same cut gives other bits.
    package let blasCore = BLAS.core
    package let blasVersion = BLAS.version
    package let kernelLevel = KernelLevel.ofTables

    /// From one row of a number per sample of a tile to the next: kernels begin every row where vectors do.
    package var rowStride: Int { (tileSamples + 15) / 16 * 16 }

    package var chunks: Int { (samples + chunkSamples - 1) / chunkSamples }

    /// Half of a small L2 cache. One gradient, 28×1M / 784×60k / 2000×20k Double, two Zen 4 threads, median ms by tile:
    /// 64 KB 13–15 / 19 / 12.5, 128 KB 11.5 / 18 / 13, 256 KB 10.3 / 15.5 / 12, 512 KB 10.3 / 15 / 12.
    static let tileBytes = 256 << 10
    static let chunkBytes = 2 << 20
    /// Of a mini-batch of so many bytes, whose steps follow each other while the threads are awake: an eighth of it, between
    /// what repays a second thread and one tile. An epoch of batches of 256 × 28, 57 KB in two chunks: 16 µs a step on two
    /// threads, of which 5 are reading, 21 on one (Cascade Lake, medians).
    static func batchChunkBytes(_ batchBytes: Int) -> Int { min(max(batchBytes / 8, 28 << 10), tileBytes) }
    static let minimumTileSamples = 8
    /// Bounds the buffers that hold several values per sample, at few features.
    static let maximumTileSamples = 8192
    /// Feature-major products read short runs of every feature; below this many samples they starve.
    static let minimumFeatureMajorSamples = 256
    /// Above this many features X is read twice. The narrowest tile is then too large for a cache: 4 to 8 MB of 8 samples, or,
    /// feature-major, of 256.
    ///
    /// One gradient, two Cascade Lake threads, in units of two products over the whole matrix, read once / twice, Double and
    /// Float: sample-major 20 000 features 1.09 / 0.98, 1.27 / 0.93; 50 000 0.92 / 0.98, 0.89 / 0.92; 100 000 0.93 / 0.95,
    /// 0.82 / 0.91. Feature-major 2000 0.84 / 1.03, 0.72 / 0.94; 5000 0.72 / 0.98, 0.53 / 0.92.
    static func widestFused<Element: Scalar>(_ layout: Matrix<Element>.Layout) -> Int {
        layout == .sampleMajor ? 64_000 : 4_000
    }

    /// Whether contiguous samples are so short that our own products of one output are faster than BLAS's, which are made for long
    /// ones: up to twelve cache lines. Measured beside the kernels, in `Products/alone.h`.
    package static func hasShortSamples<Element: Scalar>(_ type: Element.Type, features: Int) -> Bool {
        features * MemoryLayout<Element>.stride <= 768
    }

    /// Features of a slab, at least. Sample-major ones are runs of every sample, and must be long enough to stream; a
    /// feature-major one is as long as there are samples, and wide slabs of narrow data would be too few for the threads.
    static func slabFeatures<Element: Scalar>(_ layout: Matrix<Element>.Layout) -> Int {
        layout == .sampleMajor ? 2048 : 64
    }

    /// - Parameters:
    ///   - partialBytes: the size of one partial result; a chunk is at least 8 times that, so that partials never
    ///     outweigh the data.
    ///   - minimumSamples: the narrowest tile that suits the reduction.
    ///   - mayReadTwice: whether there is another way to the result, by slabs of features, which takes data in place.
    ///   - widestFused: the number of features above which that way is taken, where it is not that of the layout.
    package init<Element: Scalar>(
        of type: Element.Type, features: Int, samples: Int, outputs: Int, layout: Matrix<Element>.Layout,
        isStaged: Bool, partialBytes: Int, minimumSamples: Int = Plan.minimumTileSamples,
        mayReadTwice: Bool = false, widestFused: Int? = nil, chunkBytes: Int = Plan.chunkBytes
    ) {
        let sampleBytes = features * MemoryLayout<Element>.stride
        let minimum =
            layout == .featureMajor ? max(minimumSamples, Self.minimumFeatureMajorSamples) : minimumSamples
        let fitting = min(Self.tileBytes, chunkBytes) / sampleBytes / 8 * 8
        let tile = min(max(fitting, minimum), Self.maximumTileSamples)
        let chunk = max(chunkBytes, 8 * partialBytes) / sampleBytes / tile * tile
        self.features = features
        self.samples = samples
        self.outputs = outputs
        self.tileSamples = tile
        self.chunkSamples = max(tile, chunk)
        self.isStaged = isStaged
        self.readsPerEvaluation = mayReadTwice && features > widestFused ?? Self.widestFused(layout) ? 2 : 1
    }

    /// The same cut of another number of samples.
    package func cutting(samples: Int) -> Plan {
        var plan = self
        plan.samples = samples
        return plan
    }

    func chunk(_ index: Int) -> Range<Int> {
        index * chunkSamples..<min(samples, (index + 1) * chunkSamples)
    }
}
