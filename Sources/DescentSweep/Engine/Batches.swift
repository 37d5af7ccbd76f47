public import DescentAlgebra

/// Mini-batches: how many samples each has, and the seed of their shuffle.
///
/// The samples lie in 64 equal contiguous lanes (or as many of 64, 32, 16 … as divide the size), and each batch takes one
/// block from every lane, so that a batch has samples from everywhere although every lane is read forward: an epoch is
/// still one read of the data, in order. An epoch begins at a random place of each lane and comes round to it; blocks
/// change places at random within windows of 16. Every sample is in exactly one batch of an epoch; the last batch may be
/// smaller. The batches depend on size, seed and number of samples alone.
public struct Batches: Sendable, Hashable {
    package let size: Int
    package let seed: UInt64

    /// Fails with `illegalOption` for a size below 1.
    public static func of(_ size: Int, seed: UInt64 = 0) throws(DescentError) -> Batches {
        guard size >= 1 else { throw illegal(size, "at least 1") }
        return Batches(size: size, seed: seed)
    }

    /// Batches, and so steps, in an epoch of so many samples.
    ///
    /// - Throws: `illegalOption` for fewer samples than a batch has.
    package func perEpoch(of samples: Int) throws(DescentError) -> Int {
        try BatchOrder(self, samples: samples).batchesPerEpoch
    }

    static func illegal(_ size: Int, _ requirement: String) -> DescentError {
        .illegalOption(name: "the batch size", value: "\(size)", requirement: requirement)
    }
}

/// The batches of every epoch of a data set: pure arithmetic on seed, epoch and batch.
package struct BatchOrder: Sendable {
    let samples: Int
    let lanes: Int
    /// Samples that a batch takes from each lane.
    let block: Int
    let seed: UInt64
    package let batchesPerEpoch: Int
    // A shift instead of a division: every step asks for the borders of all lanes.
    private let laneBits: Int

    static let window = 16

    init(_ batches: Batches, samples: Int) throws(DescentError) {
        guard batches.size <= samples else {
            throw Batches.illegal(batches.size, "at most \(samples), the number of samples")
        }
        self.samples = samples
        laneBits = min(6, batches.size.trailingZeroBitCount)
        lanes = 1 << laneBits
        block = batches.size / lanes
        seed = batches.seed
        batchesPerEpoch = ((samples + lanes - 1) / lanes + block - 1) / block
    }

    func lane(_ index: Int) -> Range<Int> { (index * samples) >> laneBits..<((index + 1) * samples) >> laneBits }

    /// Samples of the batch at a place in its epoch.
    func count(ofBatch batch: Int) -> Int {
        batch < batchesPerEpoch - 1 ? lanes * block : samples - (batchesPerEpoch - 1) * lanes * block
    }

    /// Where a lane is entered in an epoch.
    func rotation(epoch: Int, lane: Int) -> Int {
        var generator = CounterGenerator(seed, epoch, lane, -1)
        return Int(generator.next(below: UInt64(max(1, self.lane(lane).count))))
    }

    /// The places of a window's blocks after the shuffle. The last block of a lane, which may be short, stays last.
    func shuffle(epoch: Int, lane: Int, window: Int, into places: UnsafeMutablePointer<UInt8>) {
        let movable = min(Self.window, batchesPerEpoch - 1 - window * Self.window)
        for place in 0..<Self.window { places[place] = UInt8(place) }
        guard movable > 1 else { return }
        var generator = CounterGenerator(seed, epoch, lane, window)
        for place in stride(from: movable - 1, to: 0, by: -1) {
            let other = Int(generator.next(below: UInt64(place + 1)))
            (places[place], places[other]) = (places[other], places[place])
        }
    }
}
