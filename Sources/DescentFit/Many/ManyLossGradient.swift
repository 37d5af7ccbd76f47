internal import DescentAlgebra
internal import DescentSweep

/// Σ cw ℓ, Σ cw, Σ cw r and X (cw r)ᵀ of every member, c how often a sample counts and w its weight: on every tile, panel
/// after panel, the scores of all its members in one product, each member's neuron kernel, and one product with all
/// residuals.
///
/// Nothing of a member depends on what others there are: tiles are those of one, and products sum in one order for any
/// number of outputs. A member whose scores or losses are not finite has a sum of losses that is not finite, and the others
/// do not notice.
struct ManyLossGradient<Element: Scalar>: Reduction {
    let neuron: any Neuron
    private let fused: FusedKernel?
    let point: ManyPoint<Element>
    let folds: Folds?
    let layout: Layout

    /// Where a partial keeps what: for as many members as there may be.
    struct Layout: Sendable {
        let weights: Int
        let sums: Int
        let gradient: Int
        let count: Int

        init(features: Int, width: Int, capacity: Int) {
            weights = capacity
            sums = weights + capacity
            gradient = sums + width * capacity
            count = gradient + features * width * capacity
        }
    }

    init(_ neuron: any Neuron, at point: ManyPoint<Element>, folds: Folds?) {
        self.neuron = neuron
        fused = neuron.traits.kernel
        self.point = point
        self.folds = folds
        layout = Layout(features: point.features, width: point.width, capacity: point.capacity)
    }

    var partialCount: Int { layout.count }

    /// Runs of the partial that members in slots use; the rest is of no account.
    private func forEachRun(_ body: (_ start: Int, _ count: Int) -> Void) {
        let active = point.slots.count, outputs = active * point.width
        body(0, active)
        body(layout.weights, active)
        body(layout.sums, outputs)
        body(layout.gradient, outputs * point.features)
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func empty(_ partial: UnsafeMutablePointer<Double>) {
        forEachRun { start, count in (partial + start).update(repeating: 0, count: count) }
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        forEachRun { start, count in TileKernels.accumulate(count, next + start, into: partial + start) }
    }

    final class Workspace {
        let stride: Int
        let scores: Buffer<Element>
        let residuals: Buffer<Element>
        let losses: Buffer<Element>
        let gradient: Buffer<Element>
        /// A panel's counts, and its targets.
        let counts: Buffer<Element>
        let totals: Buffer<Double>
        let classes: Buffer<Element>

        init(_ plan: Plan, _ point: ManyPoint<Element>) throws(DescentError) {
            let members = min(point.panelMembers, point.capacity), outputs = members * point.width
            stride = plan.rowStride
            scores = try Buffer(outputs * stride)
            residuals = try Buffer(outputs * stride)
            losses = try Buffer(stride)
            gradient = try Buffer(Element.self == Double.self ? 0 : outputs * plan.features)
            counts = try Buffer(members * stride)
            totals = try Buffer(members)
            classes = try Buffer(members * stride)
        }
    }

    func makeWorkspace(_ plan: Plan) throws(DescentError) -> Workspace { try Workspace(plan, point) }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) throws(DescentError) {
        let (width, features, stride) = (point.width, point.features, workspace.stride)
        for panel in point.panels {
            derive(panel, tile, workspace)
            let first = panel.slots.lowerBound * width, outputs = panel.slots.count * width
            point.setScores(of: panel, tile, into: workspace.scores.base, stride: stride)
            for slot in panel.slots { evaluate(slot, first, tile, workspace, partial) }
            if point.wantsGradient {
                tile.block.addSweepGradient(
                    workspace.residuals.base, stride: stride, outputs: outputs, isAlone: false,
                    to: partial + layout.gradient + first * features, through: workspace.gradient.base)
            }
        }
    }

    /// Distinct counts and targets of a panel's members.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    private func derive(_ panel: ManyPoint<Element>.Panel, _ tile: Tile<Element>, _ workspace: Workspace) {
        for (place, counts) in panel.counts.enumerated() {
            let row = workspace.counts.base + place * workspace.stride
            TileRows.fill(counts, folds, tile.range, weights: tile.weights, into: row)
            workspace.totals[place] = TileKernels.sum(tile.count, row)
        }
        for (place, wanted) in panel.classes.enumerated() {
            TileRows.fill(
                oneClass: wanted, of: tile.targets, count: tile.count,
                into: workspace.classes.base + place * workspace.stride)
        }
    }

    /// Residuals, times how often each sample counts, and the sums.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    private func evaluate(
        _ slot: Int, _ first: Int, _ tile: Tile<Element>, _ workspace: Workspace,
        _ partial: UnsafeMutablePointer<Double>
    ) {
        let width = point.width, stride = workspace.stride, member = point.slots[slot]
        let scores = UnsafePointer(workspace.scores.base + (slot * width - first) * stride)
        let residuals = workspace.residuals.base + (slot * width - first) * stride
        let targets: UnsafePointer<Element> =
            switch member.target {
            case .row(let row): tile.targets + row * tile.targetsStride
            case .oneClass: UnsafePointer(workspace.classes.base + member.oneClass! * stride)
            case .classes: tile.targets
            }
        let weights = member.counts.map { UnsafePointer(workspace.counts.base + $0 * stride) } ?? tile.weights
        partial[layout.weights + slot] +=
            member.counts.map { workspace.totals[$0] }
            ?? (tile.weights.map { TileKernels.sum(tile.count, $0) } ?? Double(tile.count))
        if let fused, weights == nil {
            partial[slot] += fused.kernel.sum(
                tile.count, scores, targets, parameter: fused.parameter, residuals: residuals)
        } else {
            partial[slot] += losses(tile.count, scores, targets, weights, residuals, workspace)
        }
        let sums = partial + layout.sums + slot * width
        for output in 0..<width {
            let values = residuals + output * stride
            if let weights { TileKernels.multiply(tile.count, values, by: weights) }
            sums[output] += TileKernels.sum(tile.count, values)
        }
    }

    /// The sum of losses; an infinity where a score is not finite, which a dead unit would swallow.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    private func losses(
        _ count: Int, _ scores: UnsafePointer<Element>, _ targets: UnsafePointer<Element>,
        _ weights: UnsafePointer<Element>?, _ residuals: UnsafeMutablePointer<Element>, _ workspace: Workspace
    ) -> Double {
        neuron.evaluate(
            Pointwise(
                count: count, outputs: point.width, stride: workspace.stride, order: .residual, scores: scores,
                targets: targets, losses: workspace.losses.base, residuals: residuals, curvatures: residuals))
        for output in 0..<point.width where !TileKernels.allFinite(count, scores + output * workspace.stride) {
            return .infinity
        }
        return TileKernels.sum(count, workspace.losses.base, weights: weights)
    }
}
