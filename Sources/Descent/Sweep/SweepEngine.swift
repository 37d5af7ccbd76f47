internal import DescentAlgebra
internal import Synchronization

/// Runs one reduction over all samples, again and again: threads take chunks in order, absorb them tile by tile, and
/// bring the partials to the tree. All memory is made here, so that a run allocates nothing.
final class SweepEngine<R: Reduction>: @unchecked Sendable {
    let plan: Plan
    let reduction: R

    private let source: any SampleSource<R.Element>
    private let tree: OrderedTree
    private let members: [Member]
    private var work: TeamWork!
    private let budget: Int?
    private let nextChunk = Atomic<Int>(0)
    private let hasFailed = Atomic<Bool>(false)
    private let failure = Guarded<Failure?>(nil)
    private let root = Atomic<Int>(-1)

    private struct Member {
        let reader: TileReader<R.Element>
        let workspace: R.Workspace
    }

    private struct Failure {
        let chunk: Int
        let error: DescentError
    }

    init(_ reduction: R, over feed: TileFeed<R.Element>, plan: Plan, grant: ThreadBudget.Grant) throws(DescentError) {
        self.plan = plan
        self.reduction = reduction
        source = feed.source
        let crew = max(1, min(grant.threads, plan.chunks))
        budget = grant.budget
        tree = try OrderedTree(chunks: plan.chunks, threads: crew, partialCount: reduction.partialCount)
        var members: [Member] = []
        for _ in 0..<crew {
            members.append(
                Member(
                    reader: try TileReader(feed, tileSamples: plan.tileSamples),
                    workspace: try reduction.makeWorkspace(plan)))
        }
        self.members = members
        work = TeamWork { [unowned self] in perform(member: $0) }
    }

    /// Bytes of X that the source has delivered so far.
    var bytesDelivered: Int { members.reduce(0) { $0 + $1.reader.bytesDelivered } }

    /// One sweep. `body` sees the sum over all samples.
    ///
    /// Fails with the first error of the earliest chunk that has one, whatever the number of threads.
    func run<Result>(
        _ body: (UnsafePointer<Double>) throws(DescentError) -> Result
    ) throws(DescentError) -> Result {
        nextChunk.store(0, ordering: .relaxed)
        hasFailed.store(false, ordering: .relaxed)
        BLAS.pinToOneThread()
        ThreadTeam.shared.run(work, members: members.count, budget: budget)
        if hasFailed.load(ordering: .relaxed) { throw takeFailure() }
        let slot = root.load(ordering: .acquiring)
        defer { tree.giveBack(slot) }
        try source.requireIntact()
        return try body(tree.partial(slot))
    }

    private func takeFailure() -> DescentError {
        tree.reset()
        return failure.withLock { failure in
            defer { failure = nil }
            return failure!.error
        }
    }

    private func perform(member index: Int) {
        let member = members[index]
        while !hasFailed.load(ordering: .relaxed) {
            let chunk = nextChunk.add(1, ordering: .relaxed).oldValue
            guard chunk < plan.chunks else { return }
            let slot = tree.take(for: chunk)
            do throws(DescentError) {
                try absorb(chunk, into: tree.partial(slot), as: member)
            } catch {
                // Earlier chunks are under way and run to their end, so the first failure is always found.
                failure.withLock { failure in
                    if failure.map({ chunk < $0.chunk }) ?? true { failure = Failure(chunk: chunk, error: error) }
                }
                hasFailed.store(true, ordering: .relaxed)
                return
            }
            if let sum = tree.bring(slot, of: chunk, merging: reduction) { root.store(sum, ordering: .releasing) }
        }
    }

    private func absorb(
        _ chunk: Int, into partial: UnsafeMutablePointer<Double>, as member: Member
    ) throws(DescentError) {
        reduction.empty(partial)
        let samples = plan.chunk(chunk)
        var start = samples.lowerBound
        while start < samples.upperBound {
            let end = min(start + plan.tileSamples, samples.upperBound)
            try reduction.absorb(try member.reader.read(start..<end), into: partial, using: member.workspace)
            start = end
        }
    }
}
