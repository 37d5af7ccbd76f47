import Descent
import TestSupport
import Testing

@testable import DescentFiles

/// Sizes that come from outside, at the ends of what an `Int` counts.
@Suite struct SizesTests {
    @Test(
        arguments: [
            ([], 8), ([3], 24), ([3, 4], 96), ([3, 0], 0), ([0, 3], 0), ([1 << 60], nil), ([1 << 30, 1 << 31], nil),
            ([.max], nil), ([0, .max], nil), ([.max, 0], nil), ([1 << 62, 4, 0], nil), ([-1], nil), ([0, -1], nil),
            ([(1 << 60) - 1], Int.max - 7), ([(1 << 60) - 1, 0], 0),
        ] as [([Int], Int?)])
    func bytes(_ shape: [Int], _ expected: Int?) {
        #expect(shape.bytes(ofValues: 8) == expected)
    }

    @Test func checked() {
        #expect(Int.max.adding(checked: 0) == .max && Int.max.adding(checked: 1) == nil)
        #expect(Int.max.multiplied(checked: 1) == .max && (1 << 32).multiplied(checked: 1 << 31) == nil)
    }

    @Test func denseLimits() {
        #expect(DenseLimit.memory.most(ofFile: 27) == nil)
        #expect(DenseLimit.thousandfold.most(ofFile: 27) == 16 << 20)
        #expect(DenseLimit.thousandfold.most(ofFile: 1 << 20) == 1000 << 20)
        #expect(DenseLimit.thousandfold.most(ofFile: .max) == .max)
    }

    /// Sources of more samples together than can be counted.
    @Test func shards() throws {
        struct Claim: SampleSource {
            let sampleCount: Int
            var featureCount: Int { 1 }
            var layout: Matrix<Double>.Layout { .sampleMajor }
            var needsStaging: Bool { true }
            func tile(_ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Double>) throws -> SampleBlock<
                Double
            > {
                throw DescentError.cancelled
            }
        }
        #expect(try Shards<Double>([Claim(sampleCount: .max - 1), Claim(sampleCount: 1)]).sampleCount == .max)
        #expect(throws: DescentError.algebra(because: .sizeOverflow(rows: 1, columns: .max))) {
            try Shards<Double>([Claim(sampleCount: .max - 1), Claim(sampleCount: 2)])
        }
    }
}
