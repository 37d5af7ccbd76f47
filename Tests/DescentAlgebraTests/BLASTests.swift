import DescentAlgebra
import Testing

/// What the OpenBLAS in use says about itself, and that it is trusted only once it has been looked at.
@Suite struct BLASTests {
    @Test func namesItsVersionAndCore() {
        #expect(BLAS.version.split(separator: ".").first.flatMap { Int($0) } == 0)
        #expect(!BLAS.core.isEmpty)
    }

    @Test func isVerifiedOnThisMachine() throws {
        let properties = try BLAS.verified.get()
        #expect(properties == (try BLAS.verified.get()))
    }
}
