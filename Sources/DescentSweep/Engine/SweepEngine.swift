package import DescentAlgebra
internal import Synchronization

/// Runs one reduction over all samples, again and again: threads take chunks in order, absorb them tile by tile, and
/// bring the partials to the tree. All memory is made here, so that a run allocates nothing.
package final class SweepEngine<R: Reduction>: Delivering, @unchecked Sendable {
    let plan: Plan
    package let reduction: R

    private let source: any SampleSource<R.Element>
    private let tree: OrderedTree
    private let ranks: (any Communicator)?
    /// Chunks of this process.
    private let own: Range<Int>
    /// The number of the first leaf of the tree: 0, or, where sums of ranks are added without it, this rank's first chunk.
    private let firstLeaf: Int
    /// What comes from other ranks, and where it comes in.
    private let incoming: Buffer<Double>
    private let meetings: Meetings?
    private var runs = 0
    private let seats: [Seat]
    private var work: TeamWork!
    private let budget: Int?
    private let nextChunk = Atomic<Int>(0)
    private let hasFailed = Atomic<Bool>(false)
    private let failure = Guarded<Failure?>(nil)
    private let root = Atomic<Int>(-1)

    private struct Seat {
        let reader: TileReader<R.Element>
        let workspace: R.Workspace
    }

    private struct Failure {
        let chunk: Int
        let error: DescentError
    }

    package init(_ reduction: R, over feed: TileFeed<R.Element>, plan: Plan, grant: ThreadBudget.Grant)
        throws(DescentError)
    {
        self.plan = plan
        self.reduction = reduction
        source = feed.source
        ranks = feed.ranks
        own = Shares(of: ranks).chunks(of: plan, rank: ranks?.rank ?? 0)
        meetings = ranks.map { Meetings(of: plan, rank: $0.rank, among: $0.shares) }
        incoming = try Buffer(ranks == nil ? 0 : reduction.partialCount, zeroed: false)
        let crew = max(1, min(grant.threads, own.count))
        budget = grant.budget
        let addsFreely = reduction.isSum && !(ranks?.ordersSums ?? true)
        firstLeaf = addsFreely ? own.lowerBound : 0
        tree =
            addsFreely
            ? try OrderedTree(
                chunks: own.count, own: 0..<own.count, threads: crew, partialCount: reduction.partialCount)
            : try OrderedTree(chunks: plan.chunks, own: own, threads: crew, partialCount: reduction.partialCount)
        var seats: [Seat] = []
        for _ in 0..<crew {
            seats.append(
                Seat(
                    reader: try TileReader(feed, tileSamples: plan.tileSamples),
                    workspace: try reduction.makeWorkspace(plan)))
        }
        self.seats = seats
        work = TeamWork { [unowned self] in perform(seat: $0) }
    }

    /// Bytes of X that the source has delivered so far, on all ranks.
    package var bytesDelivered: Int {
        ranks == nil
            ? seats.reduce(0) { $0 + $1.reader.bytesDelivered }
            : runs * plan.features * plan.samples * MemoryLayout<R.Element>.stride
    }

    /// One sweep. `body` sees the sum over all samples.
    ///
    /// Fails with the first error of the earliest chunk that has one, whatever the number of threads.
    package func run<Result>(
        _ body: (UnsafePointer<Double>) throws(DescentError) -> Result
    ) throws(DescentError) -> Result {
        try Fork.requireNone()
        nextChunk.store(own.lowerBound, ordering: .relaxed)
        hasFailed.store(false, ordering: .relaxed)
        root.store(-1, ordering: .relaxed)
        BLAS.pinToOneThread()
        ThreadTeam.shared.run(work, seats: seats.count, budget: budget)
        var failure = takeFailure()
        if failure == nil {
            do { try source.requireIntact() } catch { failure = Failure(chunk: plan.chunks, error: error) }
        }
        let slot = root.load(ordering: .acquiring)
        guard let ranks else {
            if let failure { throw forget(failure.error) }
            defer { tree.giveBack(slot) }
            return try body(tree.partial(slot))
        }
        do { try ranks.agree(on: failure.map { ($0.chunk, $0.error) }) } catch { throw forget(error) }
        let whole = meet(slot < 0 ? nil : slot, ranks)
        defer { if let slot = whole.slot { tree.giveBack(slot) } }
        runs += 1
        return try body(whole.values)
    }

    /// Gives all ranks what each of them has written of its own samples, a number per sample in every row.
    package func gather<Value: BitwiseCopyable>(_ values: UnsafeMutablePointer<Value>, rows: Int) throws(DescentError) {
        guard let ranks else { return }
        let ends = ranks.shares.ends(ofChunksIn: plan)
        try ranks.agree()
        for row in 0..<rows { ranks.gather(values + row * plan.samples, ends: ends) }
    }

    /// The sum of all ranks' chunks, on all ranks.
    private func meet(_ root: Int?, _ ranks: any Communicator) -> OrderedTree.Whole {
        guard reduction.isSum, !ranks.ordersSums else {
            return tree.meet(root, meetings!, across: ranks, merging: reduction, incoming: incoming.base)
        }
        let values = root.map { tree.partial($0) } ?? incoming.base
        if root == nil { reduction.empty(values) }
        ranks.add(UnsafeMutableBufferPointer(start: values, count: reduction.partialCount))
        return OrderedTree.Whole(values: UnsafePointer(values), slot: root)
    }

    /// What waits in the tree belongs to a sweep that failed.
    private func forget(_ error: DescentError) -> DescentError {
        tree.reset()
        return error
    }

    private func takeFailure() -> Failure? {
        guard hasFailed.load(ordering: .relaxed) else { return nil }
        return failure.withLock { failure in
            defer { failure = nil }
            return failure
        }
    }

    private func perform(seat index: Int) {
        let seat = seats[index]
        while !hasFailed.load(ordering: .relaxed) {
            let chunk = nextChunk.add(1, ordering: .relaxed).oldValue
            guard chunk < own.upperBound else { return }
            let slot = tree.take(for: chunk - firstLeaf)
            do throws(DescentError) {
                let partial = tree.partial(slot)
                reduction.empty(partial)
                for range in plan.chunk(chunk).pieces(of: plan.tileSamples) {
                    try reduction.absorb(try seat.reader.read(range), into: partial, using: seat.workspace)
                }
            } catch {
                // Earlier chunks are under way and run to their end, so the first failure is always found.
                failure.withLock { failure in
                    if failure.map({ chunk < $0.chunk }) ?? true { failure = Failure(chunk: chunk, error: error) }
                }
                hasFailed.store(true, ordering: .relaxed)
                return
            }
            if let sum = tree.bring(slot, of: chunk - firstLeaf, merging: reduction) {
                root.store(sum, ordering: .releasing)
            }
        }
    }
}
