internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// Several fits over the same samples, side by side: whatever the members' solvers ask of all data is answered for all of
/// them by one read.
///
/// What they ask of a sample, or beside loss and gradient, is answered member by member, on as many members at a time as
/// there are threads. Members that have ended are asked no more. No member's bits depend on what others there are, on
/// their number or on that of the threads; and what goes wrong with one goes wrong with that one alone.
final class Lockstep<Element: Scalar> {
    let context: ManySweep<Element>.Context
    let runs: [MemberRun<Element>]
    private let sweep: ManySweep<Element>
    private let samples: MemberSamples<Element>
    private let readsBefore: Double
    private let began = Math.seconds()

    /// - Parameters:
    ///   - members: at least one.
    ///   - solvers: one for all members, or one for each.
    ///   - starts: the same.
    ///   - samples: what other members of the same context have asked for; none by default.
    /// - Throws: `illegalOption` and `mismatch` for what no member can be fitted with.
    init(
        _ context: ManySweep<Element>.Context, _ members: [Member], by solvers: [any Solving],
        from starts: [FitStart] = [.zero], sharing samples: MemberSamples<Element>? = nil
    ) throws(DescentError) {
        precondition(!members.isEmpty && [1, members.count].contains(solvers.count))
        precondition([1, members.count].contains(starts.count))
        let memory = context.memory(of: solvers, members: members.count)
        if memory.isTooMuch, let machine = memory.machine {
            throw .tooLarge(what: "\(members.count) fits side by side", bytes: memory.total, machine: machine)
        }
        let (context, reads) = try context.measured(for: members, by: solvers)
        let samples = samples ?? MemberSamples(context)
        let sweep = try ManySweep(context, capacity: members.count)
        var runs: [MemberRun<Element>] = []
        for (index, member) in members.enumerated() {
            try context.requireSuits(member)
            var error: DescentError?
            do throws(DescentError) {
                try context.data.requireLearnable(member, context.neuron, context.folds)
            } catch let refusal { error = refusal }
            var start = starts[starts.count == 1 ? 0 : index]
            if case .zero = start { start = .point(context.constantPoint(for: member)) }
            let solver = solvers[solvers.count == 1 ? 0 : index]
            runs.append(
                MemberRun(
                    member, try FitLoop(solver, context.setting(for: member), from: start), context, samples,
                    sharesCurvature: sweep.curvatures > 0, error: error))
        }
        self.context = context
        self.samples = samples
        readsBefore = samples.reads - reads
        self.runs = runs
        self.sweep = sweep
    }

    /// How often X was read.
    var reads: Double { sweep.reads + samples.reads - readsBefore + runs.reduce(0) { $0 + $1.reads } }

    /// To the end of every member.
    ///
    /// - Throws: `source`, `brokenSource`: what no member goes on without.
    func run() throws(DescentError) {
        each(runs) { run, _, threads in run.askAlone(threads: threads) }
        defer { context.following.close(ended: runs.count, reads: reads) }
        while true {
            let ended = runs.count { !$0.isUnderWay }
            let goesOn = context.following.goesOn(ended: ended, reads: reads)
            if try context.data.ranks?.any(!goesOn) ?? !goesOn {
                context.following.cancel()
                for run in runs { run.cancel() }
            }
            let seconds = Math.seconds() - began
            for run in runs { run.endByTime(seconds) }
            let active = runs.filter(\.asksOfAll)
            if active.isEmpty { return }
            guard let answers = try answers(for: active) else { continue }
            each(active) { run, index, threads in run.take(answers[index], threads: threads) }
            for run in active { run.prepareCommon() }
            each(active) { run, _, threads in run.askAlone(threads: threads) }
        }
    }

    /// What members ask of all data; nil where they are to end in the middle of the read.
    private func answers(for active: [MemberRun<Element>]) throws(DescentError) -> [Evaluation?]? {
        do throws(DescentError) { return try sweep.evaluate(active.map(\.request)) } catch .cancelled {
            context.following.cancel()
            return nil
        }
    }

    /// Members side by side: on a thread each where there are enough, else on a share of them.
    private func each(
        _ runs: [MemberRun<Element>],
        _ body: @escaping @Sendable (MemberRun<Element>, _ index: Int, _ threads: Int) -> Void
    ) {
        let grant = context.grant, share = max(1, grant.threads / max(1, runs.count))
        let cancellation = context.following.cancellation
        BLAS.pinToOneThread()
        ThreadTeam.shared.run(pieces: runs.count, threads: grant.threads, budget: grant.budget) { _, piece in
            Cancellation.$current.withValue(cancellation) { body(runs[piece], piece, share) }
        }
    }

    /// The mean losses of members at points, without penalty; nil where one is not finite, or no sample counts.
    func losses(_ requests: [ManySweep<Element>.Request]) throws(DescentError) -> [Double?] {
        var losses: [Double?] = []
        for some in requests.indices.pieces(of: runs.count) { losses += try sweep.losses(Array(requests[some])) }
        return losses
    }
}
