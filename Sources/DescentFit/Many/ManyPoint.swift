internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// The members of one sweep and the points they are evaluated at, in the form that tiles are multiplied with.
///
/// Written between sweeps, read by their threads.
final class ManyPoint<Element: Scalar>: @unchecked Sendable {
    /// A few members whose scores and residuals are worked out together, and what a tile derives once for all of them.
    struct Panel {
        var slots: Range<Int>
        var counts: [Member.Counts] = []
        var classes: [Int] = []
    }

    /// A member's places.
    struct Slot {
        let target: Member.Target
        /// Among its panel's counts; nil where every sample counts once.
        let counts: Int?
        /// Among its panel's classes.
        let oneClass: Int?
    }

    let features: Int
    /// Outputs of a member: the classes of a softmax, else 1.
    let width: Int
    let capacity: Int
    let weights: Buffer<Element>
    let bias: Buffer<Element>
    /// Whether gradients are wanted beside losses.
    var wantsGradient = true
    private(set) var slots: [Slot] = []
    private(set) var panels: [Panel] = []
    private let one: FoldedPoint<Element>

    /// Outputs of a panel: with their residuals, a tile's fit the cache beside it.
    static var panelOutputs: Int { 24 }
    var panelMembers: Int { max(1, Self.panelOutputs / width) }

    init(shape: Parameters, plan: Plan, capacity: Int) throws(DescentError) {
        features = shape.featureCount
        width = shape.outputCount
        self.capacity = capacity
        let (outputs, overflow) = width.multipliedReportingOverflow(by: capacity)
        let (count, isTooMany) = outputs.multipliedReportingOverflow(by: features)
        weights = try Buffer(overflow || isTooMany ? .max : count)
        bias = try Buffer(outputs)
        one = try FoldedPoint(shape: shape, plan: plan)
    }

    /// Empties all slots.
    func clear() {
        slots.removeAll(keepingCapacity: true)
        panels.removeAll(keepingCapacity: true)
    }

    /// A member in the next slot. Throws where its point is not finite; then the slot stays free.
    func add(
        _ member: Member, at point: Parameters, folding standardisation: Standardisation?
    ) throws(DescentError) {
        try one.load(point, folding: standardisation)
        let slot = slots.count
        (weights.base + slot * width * features).update(from: one.weights.base, count: width * features)
        (bias.base + slot * width).update(from: one.bias.base, count: width)
        if panels.last.map({ $0.slots.count == panelMembers }) ?? true { panels.append(Panel(slots: slot..<slot)) }
        let last = panels.count - 1
        panels[last].slots = panels[last].slots.lowerBound..<slot + 1
        func place<T: Equatable>(_ value: T, _ path: WritableKeyPath<Panel, [T]>) -> Int {
            if let place = panels[last][keyPath: path].firstIndex(of: value) { return place }
            panels[last][keyPath: path].append(value)
            return panels[last][keyPath: path].count - 1
        }
        let counts: Int? = member.counts == .all ? nil : place(member.counts, \.counts)
        let oneClass: Int? = if case .oneClass(let wanted) = member.target { place(wanted, \.classes) } else { nil }
        slots.append(Slot(target: member.target, counts: counts, oneClass: oneClass))
    }
}

extension ManyPoint {
    /// Scores of a panel's members, bias and offsets included, an output after the other.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func setScores(
        of panel: Panel, _ tile: Tile<Element>, into scores: UnsafeMutablePointer<Element>, stride: Int
    ) {
        let first = panel.slots.lowerBound * width
        for slot in panel.slots {
            for output in 0..<width {
                let row =
                    switch slots[slot].target {
                    case .row(let row): row
                    case .oneClass(let wanted): wanted
                    case .classes: output
                    }
                let place = slot * width + output
                TileKernels.fill(
                    tile.count, scores + (place - first) * stride, with: bias[place],
                    adding: tile.offsets(output: row))
            }
        }
        tile.block.addSweepScores(
            weights.base + first * features, outputs: panel.slots.count * width, isAlone: false, to: scores,
            stride: stride)
    }
}
