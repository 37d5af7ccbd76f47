internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

extension CrossValidation {
    /// A penalty that was judged, and what is needed to go on with it.
    struct Candidate<Element: Scalar> {
        let point: Point
        /// The folds' fits, each with the samples that it has not seen.
        let heldOut: [ManySweep<Element>.Request]
        /// Where the fit of all data has ended.
        let end: FitStart
    }

    /// Fits every penalty of every curve, on all data and without each fold, and judges it by the folds.
    func candidates<Element: Scalar>(
        _ curves: [[Penalty]], _ target: Member.Target, _ context: ManySweep<Element>.Context
    ) throws(DescentError) -> (candidates: [[Candidate<Element>]], reads: Double) {
        let penalties = curves.flatMap { $0 }, solvers = penalties.map(solver)
        // Every penalty on all data, from where its folds' fits have not far to go.
        let samples = MemberSamples(context)
        let all = try PathRun(context, Member(target), by: curves.map { $0.map(solver) }, sharing: samples)
        // A fold's penalties side by side: they count the same samples, which a tile derives once.
        let members = (0..<folds.count).flatMap { fold in
            penalties.map { _ in Member(target, counts: .allBut(fold: fold)) }
        }
        let lockstep = try Lockstep(
            context, members, by: (0..<folds.count).flatMap { _ in solvers },
            from: (0..<folds.count).flatMap { _ in all.starts }, sharing: samples)
        try lockstep.run()
        let ended = try lockstep.results()
        try context.following.requireWhole(across: context.data.ranks)
        var fits: [MemberFit<Element>] = []
        for result in ended.results { fits.append(try result.get()) }
        // Penalty by penalty, the fits of its folds.
        let foldFits = penalties.indices.map { index in
            (0..<folds.count).map { fits[$0 * penalties.count + index] }
        }
        let heldOut = foldFits.map { fits in
            fits.map {
                ManySweep<Element>.Request(
                    member: Member($0.member.target, counts: $0.member.counts.heldOut!), point: $0.parameters)
            }
        }
        let judgement = try judge(heldOut, lockstep), weights = context.data.weights(of: folds)
        let found = penalties.indices.map { index in
            Candidate(
                point: Point(
                    penalties[index], judgement.values[index], weights, metric, foldFits[index].map(\.outcome)),
                heldOut: heldOut[index], end: all.ends[index])
        }
        return (curves.ranges.map { Array(found[$0]) }, all.reads + ended.reads + judgement.reads)
    }

    func solver(_ penalty: Penalty) -> Automatic {
        Automatic(penalty: penalty, bounds: bounds, stopping: stopping)
    }

    /// The metric of every penalty's folds, and how often X was read for it.
    private func judge<Element: Scalar>(
        _ heldOut: [[ManySweep<Element>.Request]], _ lockstep: Lockstep<Element>
    ) throws(DescentError) -> (values: [[Double]], reads: Double) {
        guard let output = metric.output else {
            var losses = try lockstep.losses(heldOut.flatMap { $0 })[...]
            let values = heldOut.map { requests in
                defer { losses = losses.dropFirst(requests.count) }
                return losses.prefix(requests.count).map { $0 ?? .infinity }
            }
            return (values, 1)
        }
        let context = lockstep.context, metric = self.metric
        let samplesOfFold = Dictionary(grouping: 0..<folds.samples) { folds[$0] }
        let weights = context.data.weights(of: folds), count = folds.count
        var reader = ScoreReader<Element>(context, output), values: [[Double]] = []
        let results = try reader.map(heldOut) { _, row throws(DescentError) -> [Double] in
            var values: [Double] = []
            // A fold whose samples all have weight 0 says nothing.
            for fold in 0..<count {
                values.append(
                    weights[fold] > 0
                        ? try metric.value(of: row, at: samplesOfFold[fold]!, context.data, context.neuron) : .nan)
            }
            return values
        }
        for result in results { values.append(try result.get()) }
        return (values, reader.reads)
    }

    /// ŷ of every sample by the fit that has not seen it.
    func predictions<Element: Scalar>(
        _ heldOut: [ManySweep<Element>.Request], _ context: ManySweep<Element>.Context
    ) throws(DescentError) -> Matrix<Element> {
        var reader = ScoreReader<Element>(context, .predictions)
        let rows = try reader.map([heldOut]) { _, row in Array(row) }
        let values = try rows[0].get()
        return try Matrix(
            rows: context.zero.outputCount, columns: context.data.sampleCount, layout: .featureMajor, values)
    }
}
