package import DescentAlgebra

/// Two reductions of the same tiles in one read of the data. Their partials lie one behind the other.
package struct Both<First: Reduction, Second: Reduction>: Reduction where First.Element == Second.Element {
    package let first: First
    package let second: Second

    package init(first: First, second: Second) {
        self.first = first
        self.second = second
    }

    package var partialCount: Int { first.partialCount + second.partialCount }

    package var isSum: Bool { first.isSum && second.isSum }

    package func makeWorkspace(_ plan: Plan) throws(DescentError) -> (First.Workspace, Second.Workspace) {
        (try first.makeWorkspace(plan), try second.makeWorkspace(plan))
    }

    package func empty(_ partial: UnsafeMutablePointer<Double>) {
        first.empty(partial)
        second.empty(partial + first.partialCount)
    }

    package func absorb(
        _ tile: Tile<First.Element>, into partial: UnsafeMutablePointer<Double>,
        using workspace: (First.Workspace, Second.Workspace)
    ) throws(DescentError) {
        try first.absorb(tile, into: partial, using: workspace.0)
        try second.absorb(tile, into: partial + first.partialCount, using: workspace.1)
    }

    package func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        first.merge(partial, with: next)
        second.merge(partial + first.partialCount, with: next + first.partialCount)
    }
}
