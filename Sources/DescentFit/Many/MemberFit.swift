public import DescentAlgebra
public import DescentSolvers
public import DescentSweep

/// What the fit of one member ended with.
public struct MemberFit<Element: Scalar>: Sendable {
    package let member: Member
    /// Predicts on the original features.
    public let layer: Layer<Element>
    /// Where it ended, in the coordinates of the fit.
    package let parameters: Parameters
    /// How it ended.
    public let outcome: Outcome
    /// What was noticed beside the outcome; empty for nothing.
    public let warnings: [Report.Warning]
    /// The rule and all its numbers.
    package let solver: String
    package let steps: Int
    /// Penalised, at the last point that was asked about.
    public let risk: Double
    package let gradientNorm: Double
    /// What is known of how near it is to the minimum.
    public let certificate: Certificate
}

extension MemberFit {
    /// Of an ordinary fit of the member's data.
    init(_ member: Member, _ fit: Fit<Element>, stepsBefore: Int = 0) {
        let report = fit.report
        self.init(
            member: member, layer: fit.layer, parameters: fit.parameters, outcome: fit.outcome,
            warnings: report.warnings, solver: report.solver, steps: stepsBefore + report.steps, risk: report.risk,
            gradientNorm: report.gradientNorm, certificate: report.certificate)
    }
}

/// What the fits of several members ended with.
package struct MemberFits<Element: Scalar>: Sendable {
    /// In the order of the members. A failure is that of its member alone.
    package let results: [Result<MemberFit<Element>, DescentError>]
    /// How often X was read, for all of them together.
    package let reads: Double
    /// Time by the clock, for all of them together.
    package let seconds: Double

    /// The fit of a member. Throws what made it impossible.
    package subscript(index: Int) -> MemberFit<Element> {
        get throws(DescentError) { try results[index].get() }
    }
}

extension Dataset {
    /// Fits several members side by side: what their solvers ask of all data is answered for all of them by one read.
    ///
    ///     let folds = try Folds(5, samples: data.sampleCount, seed: 1)
    ///     let members = (0..<5).map { Member.row(0).without(fold: $0) }
    ///     let fits = try data.fits(neuron: .logistic, members, folds: folds)
    ///     print(try fits[0].get().layer)
    ///
    /// Each is the fit of `fit(neuron:by:)` on the samples that count for it, to the solver's tolerance: all are in the coordinates
    /// of one standardisation, that of all data, and a risk is the mean over a member's own samples. A member's bits do
    /// not depend on the others, nor on the number of threads. Beside the data there are one solver's state per member
    /// and one copy of a sample; nothing is stored per sample and member, except while a solver asks of all data what
    /// only it asks (`newton`, `newtonCG`, a fit without penalty that looks for its optimum in vain), a row of targets and one
    /// of weights.
    ///
    /// - Parameters:
    ///   - neuron: what learns.
    ///   - members: what from; at least one.
    ///   - folds: which fold each sample is in, where members count folds.
    ///   - solvers: one for all members, or one for each.
    ///   - hasBias: whether z has a constant. Default true.
    ///   - standardised: whether fits are in the coordinates of centred and scaled features. Default true.
    ///   - threads: see `ThreadBudget`.
    ///   - progress: hears after every read where the fits are.
    /// - Returns: in the order of the members, what each came to, or what made it impossible.
    /// - Throws: `tooLarge`, `illegalOption`, `mismatch` and `illegalTarget` for what none of these fits can begin with, `source` for
    ///   data that cannot be read. What makes one member's fit impossible is that member's result.
    public func fits(
        neuron: some Neuron, _ members: [Member], folds: Folds? = nil, by solvers: [Solver] = [.automatic()],
        hasBias: Bool = true, standardised: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Void)? = nil
    ) throws(DescentError) -> [Result<MemberFit<Element>, DescentError>] {
        try memberFits(
            neuron: neuron, members, folds: folds, by: solvers, hasBias: hasBias, standardised: standardised,
            threads: threads, progress: progress
        ).results
    }

    /// `fits`, and what they took together.
    package func memberFits(
        neuron: some Neuron, _ members: [Member], folds: Folds? = nil, by solvers: [Solver] = [.automatic()],
        hasBias: Bool = true, standardised: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Void)? = nil
    ) throws(DescentError) -> MemberFits<Element> {
        guard !members.isEmpty else {
            throw .illegalOption(name: "the number of members", value: "0", requirement: "at least 1")
        }
        guard [1, members.count].contains(solvers.count) else {
            throw .illegalOption(
                name: "the number of solvers", value: "\(solvers.count)", requirement: "1 or \(members.count)")
        }
        let began = Math.seconds()
        let context = try ManySweep<Element>.Context(
            self, neuron: neuron, folds: folds, hasBias: hasBias, standardised: standardised, threads: threads,
            following: Following(progress, members: members.count))
        let lockstep = try Lockstep(context, members, by: solvers.map(\.method))
        try lockstep.run()
        let (results, reads) = try lockstep.results()
        return MemberFits(results: results, reads: reads, seconds: Math.seconds() - began)
    }
}
