internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

extension ManySweep.Context {
    /// Fits members side by side, as many at a time as there is room for, and hands on those that are worth something.
    ///
    /// No member's bits depend on what others there are, so neither on the groups.
    ///
    /// - Parameters:
    ///   - members: at least one.
    ///   - solver: of all members.
    ///   - starts: one for all members, or one for each.
    ///   - accepts: whether a fit is worth something by how it has ended.
    ///   - take: hears of every such fit, in the order of the members.
    /// - Returns: the others, and how often X was read.
    /// - Throws: `cancelled`; and where no fit is worth anything, what the first one lacks.
    func fit(
        _ members: [Member], by solver: any Solving, from starts: [FitStart],
        accepting accepts: (MemberFit<Element>) -> Bool, _ take: (_ index: Int, MemberFit<Element>) -> Void
    ) throws(DescentError) -> (failures: [MemberFailure], reads: Double) {
        let samples = MemberSamples(self), most = membersAtOnce
        var failures: [MemberFailure] = [], reads = 0.0
        for some in members.indices.pieces(of: most) {
            let lockstep = try Lockstep(
                self, Array(members[some]), by: [solver], from: starts.count == 1 ? starts : Array(starts[some]),
                sharing: samples)
            try lockstep.run()
            let ended = try lockstep.results()
            reads += ended.reads
            for (index, result) in zip(some, ended.results) {
                switch result {
                case .success(let fit) where accepts(fit): take(index, fit)
                case .success(let fit): failures.append(MemberFailure(index: index, reason: .ended(fit.outcome)))
                case .failure(let error): failures.append(MemberFailure(index: index, reason: .impossible(error)))
                }
            }
        }
        try following.requireWhole(across: data.ranks)
        if let failure = failures.first, failures.count == members.count { throw failure.error }
        return (failures, reads)
    }

    /// An ordinary fit of what one member learns from, in the coordinates of all members. `goesOn` hears after every step how often
    /// X was read; where it says no, the fit ends as `cancelled`.
    func fitAlone(
        _ member: Member, by solver: any Solving, from start: FitStart,
        _ goesOn: (_ reads: Double) -> Bool = { _ in true }
    ) throws(DescentError) -> Fit<Element> {
        var training = try Training(
            try derived(for: member), neuron: neuron, by: solver, from: start, hasBias: zero.hasBias,
            standardised: standardisation != nil, threads: grant.threads)
        while try training.step() != nil {
            let wish = !goesOn(training.reads)
            let ends = try data.ranks?.any(wish) ?? wish
            if ends, training.outcome == nil { training.end(.cancelled) }
        }
        let fit = try training.result()!
        // On every rank, whichever it was that was told to end.
        if case .cancelled = fit.outcome { following.cancel() }
        return fit
    }

    /// Members whose solvers' states, with a metric each, take 512 MB: at least a panel's, of which more share no work.
    var membersAtOnce: Int {
        let count = zero.values.count
        let (bytes, overflow) = (8 * count).multipliedReportingOverflow(by: count + 64)
        return overflow ? ManyPoint<Element>.panelOutputs : max(ManyPoint<Element>.panelOutputs, (1 << 29) / bytes)
    }
}
