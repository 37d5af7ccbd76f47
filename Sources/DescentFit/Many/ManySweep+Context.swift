internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

extension ManySweep {
    /// What all members have in common.
    struct Context: Sendable {
        let data: Dataset<Element>
        let neuron: any Neuron
        let folds: Folds?
        /// The shape of every member's points, and where all start.
        let zero: Parameters
        /// The coordinates of all members, by the deviations of all data.
        let standardisation: Standardisation?
        let grant: ThreadBudget.Grant
        let following: Following
        /// Standard deviations of the features among samples that are counted so, where a penalty asks for them.
        var deviations: [Member.Counts: [Double]] = [:]

        /// - Throws: `illegalOption` for threads.
        init(
            _ data: Dataset<Element>, neuron: some Neuron, folds: Folds?, hasBias: Bool, standardised: Bool,
            threads: Int?, following: Following = Following()
        ) throws(DescentError) {
            var outputs = 1
            if case .softmax(let classes) = neuron.coupling { outputs = classes }
            self.data = data
            self.neuron = neuron.itself
            self.folds = folds
            self.following = following
            zero = Parameters(features: data.featureCount, outputs: outputs, hasBias: hasBias)
            standardisation =
                standardised ? Standardisation(of: data.survey, hasBias: hasBias, as: Element.self) : nil
            grant = try ThreadBudget.grant(asked: threads)
        }

        /// How tiles are cut, and what from: as for one member, whatever there are, so that no member's bits depend on the
        /// others.
        func cut() throws(DescentError) -> (plan: Plan, feed: TileFeed<Element>) {
            let plan = data.plan(
                outputs: zero.outputCount, isStaged: standardisation?.isStaged ?? false, partialCount: zero.values.count
            )
            let feed = data.feed(staging: try data.staging(in: standardisation))
            return (plan, feed)
        }

        /// What points are folded with; nil where tiles are staged instead.
        var folding: Standardisation? { standardisation.flatMap { $0.isStaged ? nil : $0 } }

        /// All that a member learns from, with a row of targets and one of weights of its own.
        func derived(for member: Member) throws(DescentError) -> Dataset<Element> {
            var result = try data.derived(for: member, folds, at: [0..<data.sampleCount])
            result.survey.memberDeviations = deviations[member.counts]
            return result
        }

        /// A sweep of a member's own data, or of a sample of these, in the coordinates of all members.
        func sweep(of derived: Dataset<Element>, threads: Int) throws(DescentError) -> Sweep<Element> {
            try Sweep(
                derived, neuron: neuron, hasBias: zero.hasBias, risk: .mean, standardisation: standardisation,
                grant: ThreadBudget.Grant(threads: threads, budget: grant.budget))
        }

        /// Throws where a member does not suit the data and the neuron.
        func requireSuits(_ member: Member) throws(DescentError) {
            try data.requireSuits(member, neuron, folds)
        }

        /// What predicts as a member is evaluated at a point.
        func layer(at point: Parameters) throws(DescentError) -> Layer<Element> {
            var layer = try Layer<Element>(neuron: neuron, parameters: standardisation?.original(point) ?? point)
            layer.expectsOffsets = data.offsets != nil
            return layer
        }

        /// What a solver is told of a fit of a member.
        func setting(for member: Member) -> Setting {
            var setting = setting
            setting.memberDeviations = deviations[member.counts]
            return setting
        }

        /// What a solver is told of a fit of a member that counts all samples.
        var setting: Setting {
            var setting = Setting(
                neuron: neuron, start: zero, occasion: .allData, of: data, standardisation,
                ulp: Double(Element.ulpOfOne))
            setting.isOneOfMany = true
            return setting
        }
    }
}
