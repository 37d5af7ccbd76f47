import TestSupport
import Testing

/// The yardsticks themselves.
@Suite struct TestSupportTests {
    @Test func ulpsCountSteps() {
        #expect(ulps(1.0, 1.0) == 0 && ulps(0.0, -0.0) == 0 && ulps(Double.infinity, .infinity) == 0)
        #expect(ulps(1.0, 1.0.nextUp) == 1 && ulps(1.0, 1.0.nextDown.nextDown) == 2)
        #expect(ulps(1.0, 2.0) == 0x1p52 && ulps(-1.0, -2.0) == 0x1p52)
        #expect(ulps(Double.leastNonzeroMagnitude, -.leastNonzeroMagnitude) == 2)
        #expect(ulps(Double.greatestFiniteMagnitude, .infinity) == 1)
        #expect(ulps(Double.nan, 1) == .infinity && ulps(Double.nan, .nan) == .infinity)
        #expect(ulps(-Double.infinity, .infinity) > 1e19)
    }

    @Test func ulpsOfFloatsCountFloatSteps() {
        #expect(ulps(Float(1), Float(1).nextUp) == 1 && ulps(Float(1), Float(2)) == 0x1p23)
        #expect(ulps(Float(0), -0) == 0 && ulps(Float.leastNonzeroMagnitude, -.leastNonzeroMagnitude) == 2)
        #expect(ulps(Float.nan, 1) == .infinity)
    }

    /// The first outputs that the authors' C code prints for this seed.
    @Test func theGeneratorIsSplitMix64() {
        var generator = SplitMix64(seed: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
        #expect((0..<1000).map { _ in generator.number(in: -2...3) }.allSatisfy { (-2...3).contains($0) } == true)
    }
}
