internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// Standard deviations of all features among the samples that ways count, each way's own: in one read for all of them.
///
/// A way is one of several ways to count the samples. A feature that is constant among those that count deviates by the rounding
/// of its mean only, and has the deviation 0.
struct MemberDeviations<Element: Scalar>: Reduction {
    let features: Int
    let ways: [Member.Counts]
    let folds: Folds?

    /// Of a way: the weight of its samples, and moments.
    private var numbersPerWay: Int { 1 + Moments.numbersPerSeries * features }
    var partialCount: Int { ways.count * numbersPerWay }
    var isSum: Bool { false }

    final class Workspace {
        let counts: Buffer<Element>
        let shares: Buffer<Double>
        let moments: Buffer<Double>
        let inverse: Buffer<Double>

        init(_ plan: Plan) throws(DescentError) {
            counts = try Buffer(plan.tileSamples)
            shares = try Buffer(plan.tileSamples)
            moments = try Buffer(Moments.numbersPerSeries * plan.features)
            inverse = try Buffer(plan.features)
        }
    }

    func makeWorkspace(_ plan: Plan) throws(DescentError) -> Workspace { try Workspace(plan) }

    private func weight(_ way: Int, _ partial: UnsafeMutablePointer<Double>) -> UnsafeMutablePointer<Double> {
        partial + way * numbersPerWay
    }

    private func moments(_ base: UnsafeMutablePointer<Double>) -> Moments {
        Moments(base: base, series: features, target: 0)
    }

    func empty(_ partial: UnsafeMutablePointer<Double>) {
        for way in ways.indices {
            let weight = weight(way, partial)
            weight.pointee = 0
            moments(weight + 1).clear()
        }
    }

    func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        let next = UnsafeMutablePointer(mutating: next)
        for way in ways.indices {
            let weight = weight(way, partial), nextWeight = self.weight(way, next)
            moments(weight + 1).merge(
                moments(nextWeight + 1), weight: weight.pointee, nextWeight: nextWeight.pointee)
            weight.pointee += nextWeight.pointee
        }
    }

    func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) throws(DescentError) {
        let own = moments(workspace.moments.base), shares = workspace.shares.base
        for (way, counts) in ways.enumerated() {
            TileRows.fill(counts, folds, tile.range, weights: tile.weights, into: workspace.counts.base)
            let total = Moments.shares(of: UnsafePointer(workspace.counts.base), tile.count, into: shares)
            guard total > 0 else { continue }
            own.clear()
            // Nobody asks for covariances.
            own.measure(tile.block, shares, shares, workspace.inverse.base, from: 0)
            let weight = weight(way, partial)
            moments(weight + 1).merge(own, weight: weight.pointee, nextWeight: total)
            weight.pointee += total
        }
    }

    /// Relative to a feature's size, what is the rounding of a mean and no deviation.
    private static var rounding: Double { 0x1p-44 }

    func deviations(_ way: Int, _ partial: UnsafeMutablePointer<Double>) -> [Double] {
        let moments = moments(weight(way, partial) + 1)
        return (0..<features).map { feature in
            let summary = moments.summary(feature)
            let size = max(summary.minimum.magnitude, summary.maximum.magnitude)
            return summary.standardDeviation <= Self.rounding * size ? 0 : summary.standardDeviation
        }
    }
}

extension ManySweep.Context {
    /// With the deviations that penalties of members are measured in, and how often X was read for them: once, where any of
    /// the members counts the samples in a way of its own.
    func measured(
        for members: [Member], by solvers: [any Solving]
    ) throws(DescentError) -> (context: Self, reads: Double) {
        guard solvers.contains(where: { !$0.penalty.isNone && $0.penalty.units != .raw }) else { return (self, 0) }
        var ways: [Member.Counts] = [], seen: Set<Member.Counts> = [.all]
        for member in members where seen.insert(member.counts).inserted && deviations[member.counts] == nil {
            ways.append(member.counts)
        }
        guard !ways.isEmpty else { return (self, 0) }
        let reduction = MemberDeviations<Element>(features: data.featureCount, ways: ways, folds: folds)
        let plan = data.plan(
            partialCount: reduction.partialCount, minimumSamples: SurveyReduction<Element>.minimumSamples)
        let engine = try SweepEngine(reduction, over: data.feed(), plan: plan, grant: grant)
        var result = self
        try engine.run { partial in
            let partial = UnsafeMutablePointer(mutating: partial)
            for (way, counts) in ways.enumerated() {
                result.deviations[counts] = reduction.deviations(way, partial)
            }
        }
        return (result, Double(engine.bytesDelivered) / Double(data.bytes))
    }
}
