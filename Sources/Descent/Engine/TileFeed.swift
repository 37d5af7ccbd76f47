internal import DescentAlgebra

/// Everything that tiles are cut from.
struct TileFeed<Element: Scalar>: Sendable {
    let source: any SampleSource<Element>
    let targets: Matrix<Element>
    let weights: Matrix<Element>?
    let offsets: Matrix<Element>?
    /// Where set, tiles are copied to aligned memory on the way, centred and scaled.
    let staging: StagedCopy<Element>?
    /// Where set, each rank reads its share alone.
    var ranks: (any Communicator)?
    /// Where set, tiles are cut from the selected batch.
    var selection: BatchSelection?
    /// Where set, asked before every tile is read.
    var cancellation: Cancellation?
}
