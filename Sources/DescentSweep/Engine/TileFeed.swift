package import DescentAlgebra

/// Everything that tiles are cut from.
package struct TileFeed<Element: Scalar>: Sendable {
    let source: any SampleSource<Element>
    let targets: Matrix<Element>
    let weights: Matrix<Element>?
    let offsets: Matrix<Element>?
    /// Where set, tiles are copied to aligned memory on the way, centred and scaled.
    package let staging: StagedCopy<Element>?
    /// Where set, each rank reads its share alone.
    package var ranks: (any Communicator)?
    /// Where set, tiles are cut from the selected batch.
    var selection: BatchSelection?
    /// Where set, asked before every tile is read.
    var cancellation: Cancellation?

    package init(
        source: any SampleSource<Element>, targets: Matrix<Element>, weights: Matrix<Element>?,
        offsets: Matrix<Element>?, staging: StagedCopy<Element>?, ranks: (any Communicator)? = nil,
        selection: BatchSelection? = nil, cancellation: Cancellation? = .current
    ) {
        self.source = source
        self.targets = targets
        self.weights = weights
        self.offsets = offsets
        self.staging = staging
        self.ranks = ranks
        self.selection = selection
        self.cancellation = cancellation
    }
}
