package import DescentAlgebra
package import DescentSweep

/// Data that tell when a fit begins to learn its own samples by heart.
package struct Validation<Element: Scalar>: Sendable {
    /// What the loss is checked on. With another number of features or outputs than the data of the fit, that throws `mismatch`.
    package let data: Dataset<Element>
    /// Checks without a better loss after which the fit stops early.
    package let patience: Int

    /// The loss on `data` is checked after every epoch, which without mini-batches is every step. The fit ends with the
    /// weights that were best, however it ends. Fails with `illegalOption` for a patience below 1.
    package init(_ data: Dataset<Element>, patience: Int) throws(DescentError) {
        guard patience >= 1 else {
            throw .illegalOption(name: "the patience", value: "\(patience)", requirement: "at least 1")
        }
        self.data = data
        self.patience = patience
    }
}
