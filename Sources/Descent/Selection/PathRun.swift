/// Fits of one column with several penalties, and where fits of most of its samples may begin.
///
/// The weakest penalty comes first, alone; the others begin at its optimum, side by side, with the curvature that all data have
/// there. From 0, with the curvature there, fits by `LBFGS` take twice as many steps: what a logistic neuron is most certain
/// of has less curvature than at 0, and weak penalties are those that go far.
struct PathRun<Element: Scalar> {
    /// In the order of the penalties.
    private(set) var results: [Result<ColumnFit<Element>, DescentError>] = []
    /// Where they ended.
    private(set) var ends: [FitStart] = []
    /// Where fits of most of the samples begin.
    private(set) var starts: [FitStart] = []
    private(set) var reads = 0.0

    init(
        _ context: ManySweep<Element>.Context, _ column: Column, by solvers: [any Solver],
        sharing samples: ColumnSamples<Element>
    ) throws(DescentError) {
        var next = FitStart.zero, indices = Array(solvers.indices), weakest: Int?
        func run(_ chosen: [Int]) throws(DescentError) {
            let lockstep = try Lockstep(
                context, chosen.map { _ in column }, by: chosen.map { solvers[$0] }, from: [next], sharing: samples)
            try lockstep.run()
            let ended = try lockstep.results()
            reads += ended.reads
            results += ended.results
            ends += lockstep.runs.map(\.end)
        }
        // At the optimum of a weak l1 penalty there are many weights that a stronger one has to bring back to 0.
        let isSmooth = solvers.allSatisfy { $0.penalty.l1 == 0 }
        if isSmooth, solvers.count > 1 {
            let first = solvers.indices.min { solvers[$0].penalty.l2 < solvers[$1].penalty.l2 }!
            try run([first])
            indices.remove(at: first)
            weakest = first
            if case .end(let state) = ends[0] { next = .nearby(state.query.point) }
        }
        try run(indices)
        starts = ends
        guard let weakest else { return }
        results.insert(results.remove(at: 0), at: weakest)
        ends.insert(ends.remove(at: 0), at: weakest)
        starts = ends
        starts[weakest] = next
    }
}
