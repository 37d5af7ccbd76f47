/// Two reductions of the same tiles in one read of the data. Their partials lie one behind the other.
struct Both<First: Reduction, Second: Reduction>: Reduction where First.Element == Second.Element {
    let first: First
    let second: Second

    var partialCount: Int { first.partialCount + second.partialCount }

    var isSum: Bool { first.isSum && second.isSum }

    func makeWorkspace(_ plan: Plan) throws(DescentError) -> (First.Workspace, Second.Workspace) {
        (try first.makeWorkspace(plan), try second.makeWorkspace(plan))
    }

    func empty(_ partial: UnsafeMutablePointer<Double>) {
        first.empty(partial)
        second.empty(partial + first.partialCount)
    }

    func absorb(
        _ tile: Tile<First.Element>, into partial: UnsafeMutablePointer<Double>,
        using workspace: (First.Workspace, Second.Workspace)
    ) throws(DescentError) {
        try first.absorb(tile, into: partial, using: workspace.0)
        try second.absorb(tile, into: partial + first.partialCount, using: workspace.1)
    }

    func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        first.merge(partial, with: next)
        second.merge(partial + first.partialCount, with: next + first.partialCount)
    }
}
