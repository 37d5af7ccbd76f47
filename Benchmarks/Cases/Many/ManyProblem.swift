import Descent

/// Fits over the same samples: the members of one call, and the data that each would have alone.
struct ManyProblem<Element: Scalar> {
    let data: Dataset<Element>
    let members: [Member]
    let folds: Folds?
    /// Of each member.
    let penalties: [Penalty]
    let threads: Int
    private let X: Matrix<Element>

    init(_ kind: ManyKind, _ field: Field<Element>, threads: Int) throws {
        self.threads = threads
        X = field.X
        let neuron: NeuronKind = kind == .oneVsRest ? .softmax : .logistic
        let outputs = kind == .oneVsRest ? ManyKind.classCount : 1
        data = try field.dataset(
            neuron, outputs: outputs, field.targets(neuron, outputs: outputs), 0..<field.shape.samples,
            threads: threads)
        // What scikit-learn has by default.
        let light = try Penalty(l2: 1 / Double(field.shape.samples), on: .raw)
        switch kind {
        case .folds, .memory:
            let grid = try Penalty.grid(l2: 1e-5...1, on: .raw, count: ManyKind.penaltyCount)
            folds = try Folds(ManyKind.foldCount, samples: data.sampleCount, seed: 1)
            members = (0..<ManyKind.foldCount).flatMap { fold in grid.map { _ in Member(counts: .allBut(fold: fold)) } }
            penalties = (0..<ManyKind.foldCount).flatMap { _ in grid }
        case .bootstrap:
            folds = nil
            members = (0..<ManyKind.replicateCount).map { Member(counts: .bootstrap(seed: 1, replicate: $0)) }
            penalties = members.map { _ in light }
        case .oneVsRest:
            folds = nil
            members = (0..<ManyKind.classCount).map { Member(.oneClass($0)) }
            penalties = members.map { _ in light }
        }
    }

    private var solvers: [Solver] { penalties.map { .automatic(penalty: $0) } }

    func fitTogether() throws -> MemberFits<Element> {
        try data.memberFits(neuron: .logistic, members, folds: folds, by: solvers, threads: threads)
    }

    /// - Parameter alone: see `separateData`.
    func fitSeparately(_ alone: [Dataset<Element>]) throws -> [Fit<Element>] {
        try zip(alone, solvers).map { try $0.fit(neuron: .logistic, by: $1, threads: threads) }
    }

    /// What every member would learn from alone, as an ordinary dataset: the copied samples of the other folds, counts as
    /// weights, or a class's targets. Members that count alike share one.
    func separateData() throws -> [Dataset<Element>] {
        var made: [Member: Dataset<Element>] = [:]
        return try members.map { member in
            if let known = made[member] { return known }
            let dataset = try separateData(member)
            made[member] = dataset
            return dataset
        }
    }

    private func separateData(_ member: Member) throws -> Dataset<Element> {
        if case .oneClass(let wanted) = member.target {
            let targets = (0..<data.sampleCount).map { data.targets[0, $0] == Element(wanted) ? 1 : 0 as Element }
            return try Dataset(X, targets: targets, threads: threads)
        }
        switch member.counts {
        case .allBut(let fold):
            let chosen = (0..<data.sampleCount).filter { folds?[$0] != fold }
            var copy = try Matrix<Element>(rows: X.rows, columns: chosen.count)
            copy.withUnsafeMutablePointer { into in
                X.withUnsafePointer { from in
                    for (place, sample) in chosen.enumerated() {
                        (into + place * X.rows).update(from: from + sample * X.rows, count: X.rows)
                    }
                }
            }
            return try Dataset(copy, targets: chosen.map { data.targets[0, $0] }, threads: threads)
        case .bootstrap(let seed, let replicate):
            let counts = BootstrapCounts(seed: seed, replicate: replicate)
            return try Dataset(
                X, targets: data.targets.values,
                weights: (0..<data.sampleCount).map { Element(counts.count(ofSample: $0)) },
                threads: threads)
        case .all, .only, .outOfBag: return data
        }
    }
}
