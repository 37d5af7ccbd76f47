internal import DescentAlgebra
internal import DescentSolvers

/// Fits of one member with several penalties, and where fits of most of its samples may begin.
struct PathRun<Element: Scalar> {
    /// In the order of the penalties, curve after curve.
    var results: [Result<MemberFit<Element>, DescentError>] { found.map { $0! } }
    /// Where they ended.
    private(set) var ends: [FitStart]
    /// Where fits of most of the samples begin.
    private(set) var starts: [FitStart]
    private(set) var reads = 0.0
    private var found: [Result<MemberFit<Element>, DescentError>?]

    /// - Parameter curves: each goes its own way along its penalties, and all go side by side.
    init(
        _ context: ManySweep<Element>.Context, _ member: Member, by curves: [[any Solving]],
        sharing samples: MemberSamples<Element>
    ) throws(DescentError) {
        let solvers = curves.flatMap { $0 }
        found = solvers.map { _ in nil }
        ends = solvers.map { _ in .zero }
        starts = ends
        let smooth = solvers.indices.filter { solvers[$0].penalty.l1 == 0 }
        let next = try runSmooth(smooth, solvers, context, member, samples)
        try runCornered(curves, solvers, context, member, samples)
        starts = ends
        if let (weakest, start) = next { starts[weakest] = start }
    }

    /// The weakest penalty comes first, alone; the others begin at its optimum, side by side, with the curvature that all data
    /// have there. From 0, with the curvature there, fits by `LBFGS` take twice as many steps: what a logistic neuron is most
    /// certain of has less curvature than at 0, and weak penalties are those that go far.
    private mutating func runSmooth(
        _ smooth: [Int], _ solvers: [any Solving], _ context: ManySweep<Element>.Context, _ member: Member,
        _ samples: MemberSamples<Element>
    ) throws(DescentError) -> (weakest: Int, start: FitStart)? {
        guard smooth.count > 1 else {
            try run(smooth, solvers, from: [.zero], context, member, samples)
            return nil
        }
        let weakest = smooth.min { solvers[$0].penalty.l2 < solvers[$1].penalty.l2 }!
        try runAlone(weakest, solvers[weakest], context, member)
        var next = FitStart.zero
        if case .end(let state) = ends[weakest] { next = .nearby(state.query.point) }
        try run(smooth.filter { $0 != weakest }, solvers, from: [next], context, member, samples)
        return (weakest, next)
    }

    /// As an ordinary fit, which does not share what it learns, and need not pay for that.
    private mutating func runAlone(
        _ index: Int, _ solver: any Solving, _ context: ManySweep<Element>.Context, _ member: Member
    ) throws(DescentError) {
        let following = context.following
        do throws(DescentError) {
            let fit = try context.fitAlone(member, by: solver, from: .zero) { following.goesOn(ended: 0, reads: $0) }
            found[index] = .success(MemberFit(member, fit))
            reads += fit.report.reads
            following.close(ended: 1, reads: fit.report.reads)
            if fit.outcome.isAtMinimum, let saved = fit.saved { ends[index] = .end(of: saved.state) }
        } catch {
            switch error {
            case .source, .brokenSource, .cancelled, .failed: throw error
            default: found[index] = .failure(error)
            }
        }
        try following.requireWhole(across: context.data.ranks)
    }

    /// With an l1 penalty, from strong to weak in waves that fill a panel of a sweep: those of a wave side by side, from where
    /// the last of the wave before has ended.
    ///
    /// A start nearby saves `LBFGS` a third of its steps at most, and a read serves all that go side by side. Seconds of a
    /// lasso's path (logistic, Double, neighbours correlated by 0.5, two Xeon threads, waves of all / 10 / 5 / 1 penalties):
    /// 28 × 200 000, 20 penalties 1.8 / 1.7 / 2.5 (of 4) / 4.5; 200 × 50 000 1.5 / 1.5 / 1.9 / 6.8; 784 × 20 000 3.1 / 2.6 / 3.9 /
    /// 12.5. Of 100 penalties, in waves of all / 24 / 12: 28 × 200 000 5.4 / 5.2 / 6.5, 200 × 50 000 6.8 / 6.2 / 5.1.
    private mutating func runCornered(
        _ curves: [[any Solving]], _ solvers: [any Solving], _ context: ManySweep<Element>.Context, _ member: Member,
        _ samples: MemberSamples<Element>
    ) throws(DescentError) {
        var ways: [[Int]] = [], end = 0
        for curve in curves {
            let own = (end..<end + curve.count).filter { solvers[$0].penalty.l1 > 0 }
            ways.append(own.sorted { solvers[$0].penalty.strength > solvers[$1].penalty.strength })
            end += curve.count
        }
        ways.removeAll(where: \.isEmpty)
        let length = max(1, ManyPoint<Element>.panelOutputs / context.zero.outputCount / max(1, ways.count))
        for start in stride(from: 0, to: ways.map(\.count).max() ?? 0, by: length) {
            var chosen: [Int] = [], begins: [FitStart] = []
            for way in ways where start < way.count {
                let wave = way[start..<min(start + length, way.count)]
                chosen += wave
                begins += wave.map { _ in start == 0 ? .zero : ends[way[start - 1]] }
            }
            try run(chosen, solvers, from: begins, context, member, samples)
        }
    }

    /// Fits some members side by side.
    private mutating func run(
        _ chosen: [Int], _ solvers: [any Solving], from begins: [FitStart], _ context: ManySweep<Element>.Context,
        _ member: Member, _ samples: MemberSamples<Element>
    ) throws(DescentError) {
        guard !chosen.isEmpty else { return }
        let lockstep = try Lockstep(
            context, chosen.map { _ in member }, by: chosen.map { solvers[$0] }, from: begins, sharing: samples)
        try lockstep.run()
        let ended = try lockstep.results()
        try context.following.requireWhole(across: context.data.ranks)
        reads += ended.reads
        for (place, index) in chosen.enumerated() {
            found[index] = ended.results[place]
            ends[index] = lockstep.runs[place].end
        }
    }
}
