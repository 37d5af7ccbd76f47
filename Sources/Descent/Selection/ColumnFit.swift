public import DescentAlgebra

/// What the fit of one column ended with.
public struct ColumnFit<Element: Scalar>: Sendable {
    package let column: Column
    /// Predicts on the original features.
    public let layer: Layer<Element>
    /// In the coordinates of the fit.
    package let parameters: Parameters
    public let outcome: Outcome
    public let warnings: [Report.Warning]
    /// The rule and all its numbers.
    package let solver: String
    package let steps: Int
    /// Penalised, at the last point that was asked about.
    public let loss: Double
    package let gradientNorm: Double
    public let certificate: Certificate
}

extension ColumnFit {
    /// Of an ordinary fit of the column's data.
    init(_ column: Column, _ fit: Fit<Element>, stepsBefore: Int = 0) {
        let report = fit.report
        self.init(
            column: column, layer: fit.layer, parameters: fit.parameters, outcome: fit.outcome,
            warnings: report.warnings, solver: report.solver, steps: stepsBefore + report.steps, loss: report.risk,
            gradientNorm: report.gradientNorm, certificate: report.certificate)
    }
}

/// What the fits of several columns ended with.
public struct ColumnFits<Element: Scalar>: Sendable {
    /// In the order of the columns. A failure is that of its column alone.
    public let results: [Result<ColumnFit<Element>, DescentError>]
    /// How often X was read, for all of them together.
    public let reads: Double
    public let seconds: Double

    /// The fit of a column. Throws what made it impossible.
    public subscript(index: Int) -> ColumnFit<Element> {
        get throws(DescentError) { try results[index].get() }
    }
}

extension Dataset {
    /// Fits several columns side by side: what their solvers ask of all data is answered for all of them by one read.
    ///
    ///     let folds = try Folds(5, samples: data.samples, seed: 1)
    ///     let columns = (0..<5).map { Column(counts: .allBut(fold: $0)) }
    ///     let fits = try data.fits(.logistic, columns, folds: folds)
    ///
    /// Each is the fit of `fit(_:by:)` on the samples that count for it, to the solver's tolerance: all are in the coordinates
    /// of one standardisation, that of all data, and a risk is the mean over a column's own samples. A column's bits do
    /// not depend on the others, nor on the number of threads. Beside the data there are one solver's state per column
    /// and one copy of a sample; nothing is stored per sample and column, except while a solver asks of all data what
    /// only it asks (`Newton`, `NewtonCG`, a fit without penalty that looks for its optimum in vain), a row of targets and one
    /// of weights.
    ///
    /// - Parameters:
    ///   - neuron: what learns.
    ///   - columns: what from; at least one.
    ///   - folds: which fold each sample is in, where columns count folds.
    ///   - solvers: one for all columns, or one for each.
    ///   - hasBias: whether z has a constant. Default true.
    ///   - standardised: whether fits are in the coordinates of centred and scaled features. Default true.
    ///   - threads: see `ThreadBudget`.
    ///   - progress: hears after every read where the fits are; where it returns false, or the task is cancelled, those under
    ///     way end as `cancelled`.
    /// - Throws: `tooLarge`, `illegalOption`, `mismatch` and `illegalTarget` for what none of these fits can begin with, `source` for
    ///   data that cannot be read. What makes one column's fit impossible is that column's result.
    public func fits(
        _ neuron: some Neuron, _ columns: [Column], folds: Folds? = nil, by solvers: [any Solver] = [Automatic()],
        hasBias: Bool = true, standardised: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Bool)? = nil
    ) throws(DescentError) -> ColumnFits<Element> {
        guard !columns.isEmpty else { throw .empty(.outputs) }
        guard [1, columns.count].contains(solvers.count) else {
            throw .illegalOption(
                name: "the number of solvers", value: "\(solvers.count)", requirement: "1 or \(columns.count)")
        }
        let began = Math.seconds()
        let context = try ManySweep<Element>.Context(
            self, neuron: neuron, folds: folds, hasBias: hasBias, standardised: standardised, threads: threads,
            following: Following(progress, columns: columns.count))
        let lockstep = try Lockstep(context, columns, by: solvers.map(\.method.solver))
        try lockstep.run()
        let (results, reads) = try lockstep.results()
        return ColumnFits(results: results, reads: reads, seconds: Math.seconds() - began)
    }
}
