@testable import DescentAlgebra
@testable import DescentSweep

extension Plan {
    /// Whether data are used where they lie, as a sweep in two reads needs; the self-test of the BLAS decides it.
    static var mayReadTwice: Bool { (try? BLAS.verified.get().ignoresAlignment) ?? false }
}
