import Testing

@testable import DescentSolvers

/// How many samples a metric is made from, of few and many parameters and samples.
@Suite struct SampleSizeTests {
    private static let parameters = [1, 2, 29, 160, 161, 785, 2001, 4096, 4097, 100_000]
    private static let samples = [1, 100, 8000, 60_000, 1_000_000, 100_000_000]

    /// As many as tell the curvature between so many parameters.
    private func needed(_ parameters: Int) -> Int { max(20 * min(parameters, 500), 4 * parameters) }

    @Test(arguments: parameters, samples) func aSampleIsAPartThatIsEnough(_ parameters: Int, _ samples: Int) {
        for size in [LBFGS.sampleSize(parameters, samples), LBFGS.sharedSampleSize(parameters, samples)] {
            #expect(size <= samples)
            #expect(size == 0 || size >= min(needed(parameters), samples))
            // The square of their number is memory that nobody has.
            #expect(size == 0 || parameters <= LBFGS.largestMetric)
        }
    }

    /// More than are needed only where they are a small part of a sweep.
    @Test(arguments: parameters, samples) func aSampleIsCheap(_ parameters: Int, _ samples: Int) {
        #expect(LBFGS.sampleSize(parameters, samples) <= max(needed(parameters), 4000, samples / 20))
    }
}
