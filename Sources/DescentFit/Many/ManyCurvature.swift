internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// The Hessians of several members, each at a point of its own: on every tile, member after member, the Gram matrix of what
/// that member learns there.
///
/// Of data whose tiles are long enough for such products, so that loss, gradient and Hessian come from the same tiles; of
/// wider data the products outweigh a read by far, and every member asks alone.
struct ManyCurvature<Element: Scalar>: Reduction {
    /// Members that there is room for, and those that are there: written between sweeps, read by their threads.
    final class Places: @unchecked Sendable {
        fileprivate let points: [FoldedPoint<Element>]
        fileprivate(set) var members: [Member] = []

        init(_ points: [FoldedPoint<Element>]) { self.points = points }

        func clear() { members.removeAll(keepingCapacity: true) }

        /// A member in the next place. Throws where its point is not finite; then the place stays free.
        func add(
            _ member: Member, at point: Parameters, folding standardisation: Standardisation?
        ) throws(DescentError) {
            try points[members.count].load(point, folding: standardisation)
            members.append(member)
        }
    }

    let places: Places
    private let grams: [Gram<Element>]
    private let folds: Folds?

    /// Samples of a tile from which its products are worth what they write. 20 members of 200 × 50 000 by `Newton`, six at a time
    /// on tiles of 160 samples: 6.1 to 7.6 s, and 6.8 to 8.4 one after the other on tiles of 256 (Cascade Lake, two threads).
    private static var leastTileSamples: Int { 128 }
    /// Of the partial results of a chunk.
    private static var partialBytes: Int { 2 << 20 }

    /// How many members a read serves; none where members had better ask alone.
    static func capacity(_ neuron: any Neuron, shape: Parameters, plan: Plan, members: Int) -> Int {
        guard plan.tileSamples >= leastTileSamples else { return 0 }
        return min(members, partialBytes / (numbers(neuron, shape) * MemoryLayout<Double>.stride))
    }

    /// Of one member's partial result.
    static func numbers(_ neuron: any Neuron, _ shape: Parameters) -> Int {
        let blocks = neuron.coupling == .independent ? 1 : shape.outputCount * (shape.outputCount + 1) / 2
        return blocks * (shape.featureCount + 1) * (shape.featureCount + 1)
    }

    init(_ context: ManySweep<Element>.Context, _ plan: Plan, capacity: Int) throws(DescentError) {
        var points: [FoldedPoint<Element>] = [], grams: [Gram<Element>] = []
        for _ in 0..<capacity {
            let point = try FoldedPoint<Element>(shape: context.zero, plan: plan)
            points.append(point)
            grams.append(
                try Gram(
                    .curvature(context.neuron, at: point), features: plan.features, standardisation: context.folding))
        }
        places = Places(points)
        self.grams = grams
        folds = context.folds
    }

    var partialCount: Int { grams.count * grams[0].partialCount }

    func empty(_ partial: UnsafeMutablePointer<Double>) {
        partial.update(repeating: 0, count: places.members.count * grams[0].partialCount)
    }

    func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        TileKernels.accumulate(places.members.count * grams[0].partialCount, next, into: partial)
    }

    final class Workspace {
        let gram: Gram<Element>.Workspace
        let counts: Buffer<Element>
        let classes: Buffer<Element>

        init(_ plan: Plan, _ gram: Gram<Element>) throws(DescentError) {
            self.gram = try gram.makeWorkspace(plan)
            counts = try Buffer(plan.tileSamples)
            classes = try Buffer(plan.tileSamples)
        }
    }

    func makeWorkspace(_ plan: Plan) throws(DescentError) -> Workspace { try Workspace(plan, grams[0]) }

    func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) throws(DescentError) {
        for (place, member) in places.members.enumerated() {
            let gram = grams[place]
            try gram.absorb(
                derive(member, tile, workspace), into: partial + place * gram.partialCount, using: workspace.gram)
        }
    }

    /// What a member learns from a tile.
    private func derive(_ member: Member, _ tile: Tile<Element>, _ workspace: Workspace) -> Tile<Element> {
        var own = tile
        switch member.target {
        case .classes: break
        case .row(let row): own.choose(row: row)
        case .oneClass(let wanted):
            TileRows.fill(oneClass: wanted, of: tile.targets, count: tile.count, into: workspace.classes.base)
            own.choose(row: wanted)
            own.targets = UnsafePointer(workspace.classes.base)
        }
        if member.counts != .all {
            TileRows.fill(member.counts, folds, tile.range, weights: tile.weights, into: workspace.counts.base)
            own.weights = UnsafePointer(workspace.counts.base)
        }
        return own
    }

    /// The Hessian of the member in a place, divided by a sum of weights; nil where a number of it is not finite.
    func curvature(
        ofPlace place: Int, _ partial: UnsafePointer<Double>, _ shape: Parameters, divisor: Double
    ) throws(DescentError) -> Matrix<Double>? {
        let gram = grams[place], values = partial + place * gram.partialCount, size = shape.values.count
        guard TileKernels.allFinite(gram.partialCount, values) else { return nil }
        var result = try Matrix<Double>(rows: size, columns: size)
        gram.assemble(values, hasBias: shape.hasBias, divisor: divisor, into: &result)
        return result
    }
}

extension Tile {
    /// One row of the targets, and the offsets of that output.
    fileprivate mutating func choose(row: Int) {
        targets += row * targetsStride
        offsets = offsets(output: row)
        offsetRows = 1
    }
}
