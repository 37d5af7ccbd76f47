import Descent

/// Fits over the same samples: the columns of one call, and the data that each would have alone.
struct ManyProblem<Element: Scalar> {
    let data: Dataset<Element>
    let columns: [Column]
    let folds: Folds?
    /// Of each column.
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
            folds = try Folds(ManyKind.foldCount, samples: data.samples, seed: 1)
            columns = (0..<ManyKind.foldCount).flatMap { fold in grid.map { _ in Column(counts: .allBut(fold: fold)) } }
            penalties = (0..<ManyKind.foldCount).flatMap { _ in grid }
        case .bootstrap:
            folds = nil
            columns = (0..<ManyKind.replicateCount).map { Column(counts: .bootstrap(seed: 1, replicate: $0)) }
            penalties = columns.map { _ in light }
        case .oneVsRest:
            folds = nil
            columns = (0..<ManyKind.classCount).map { Column(.oneClass($0)) }
            penalties = columns.map { _ in light }
        }
    }

    private var solvers: [Automatic] { penalties.map { Automatic(penalty: $0) } }

    func fitTogether() throws -> ColumnFits<Element> {
        try data.fits(.logistic, columns, folds: folds, by: solvers, threads: threads)
    }

    /// - Parameter alone: see `separateData`.
    func fitSeparately(_ alone: [Dataset<Element>]) throws -> [Fit<Element>] {
        try zip(alone, solvers).map { try $0.fit(.logistic, by: $1, threads: threads) }
    }

    /// What every column would learn from alone, as an ordinary dataset: the copied samples of the other folds, counts as
    /// weights, or a class's targets. Columns that count alike share one.
    func separateData() throws -> [Dataset<Element>] {
        var made: [Column: Dataset<Element>] = [:]
        return try columns.map { column in
            if let known = made[column] { return known }
            let dataset = try separateData(column)
            made[column] = dataset
            return dataset
        }
    }

    private func separateData(_ column: Column) throws -> Dataset<Element> {
        if case .oneClass(let wanted) = column.target {
            let targets = (0..<data.samples).map { data.targets[0, $0] == Element(wanted) ? 1 : 0 as Element }
            return try Dataset(X, targets: targets, threads: threads)
        }
        switch column.counts {
        case .allBut(let fold):
            let chosen = (0..<data.samples).filter { folds?[$0] != fold }
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
                weights: (0..<data.samples).map { Element(counts.count(ofSample: $0)) },
                threads: threads)
        case .all, .only, .outOfBag: return data
        }
    }
}
