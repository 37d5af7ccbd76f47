package import DescentAlgebra

/// What a sweep computes. The state of a reduction over some samples is a *partial*: a flat run of Doubles, whatever
/// the precision of the data, that merges with the partial of the samples that follow.
package protocol Reduction: Sendable {
    associatedtype Element: Scalar
    /// One thread's scratch memory, made before the first sweep so that sweeps allocate nothing.
    associatedtype Workspace

    var partialCount: Int { get }
    func makeWorkspace(_ plan: Plan) throws(DescentError) -> Workspace

    /// The partial of no samples. The default is zeros.
    func empty(_ partial: UnsafeMutablePointer<Double>)
    /// Adds a tile that follows what `partial` holds.
    func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) throws(DescentError)
    /// Whether partials are merged by adding their numbers. The default.
    var isSum: Bool { get }
    /// Adds the partial of the samples that follow. The default is a sum.
    func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>)
}

extension Reduction {
    package var isSum: Bool { true }
    package func empty(_ partial: UnsafeMutablePointer<Double>) { partial.update(repeating: 0, count: partialCount) }

    package func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        TileKernels.accumulate(partialCount, next, into: partial)
    }
}
