import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentSweep

/// The cut into tiles and chunks: complete, bounded, and decided by shape alone.
@Suite struct PlanTests {
    @Test(arguments: [(1, 1), (2, 10_000_000), (28, 1_000_000), (784, 60_000), (20_000, 2_000), (1_000_000, 9)])
    func chunksCoverAllSamplesOnce(_ features: Int, _ samples: Int) {
        for layout in [Matrix<Double>.Layout.sampleMajor, .featureMajor] {
            for outputs in [1, 10] {
                let plan = Plan(
                    of: Double.self, features: features, samples: samples, outputs: outputs, layout: layout,
                    isStaged: false, partialBytes: 8 * features * outputs)
                var next = 0
                for chunk in 0..<plan.chunks {
                    let range = plan.chunk(chunk)
                    #expect(range.lowerBound == next && !range.isEmpty)
                    next = range.upperBound
                }
                #expect(next == samples)
                #expect(plan.tileSamples >= 8 && plan.tileSamples <= 8192)
                #expect(plan.chunkSamples % plan.tileSamples == 0)
                #expect(plan.tileSamples * features * 8 <= Plan.tileBytes || plan.tileSamples <= 256)
            }
        }
    }

    /// In whatever precision, and however many samples there are.
    @Test(arguments: [(1, 1, 1), (4_000, 1, 1), (4_001, 1, 2), (64_000, 1, 2), (64_001, 2, 2), (1_000_000, 2, 2)])
    func wideDataAreReadTwice(_ features: Int, _ sampleMajor: Int, _ featureMajor: Int) {
        func check<T: Scalar>(_ layout: Matrix<T>.Layout, _ reads: Int) {
            for samples in [1, 500] {
                func plan(mayReadTwice: Bool) -> Plan {
                    Plan(
                        of: T.self, features: features, samples: samples, outputs: 1, layout: layout,
                        isStaged: false, partialBytes: 8 * features, mayReadTwice: mayReadTwice)
                }
                #expect(plan(mayReadTwice: true).readsPerEvaluation == reads)
                #expect(plan(mayReadTwice: false).readsPerEvaluation == 1)
            }
        }
        check(Matrix<Double>.Layout.sampleMajor, sampleMajor)
        check(Matrix<Float>.Layout.sampleMajor, sampleMajor)
        check(Matrix<Double>.Layout.featureMajor, featureMajor)
        check(Matrix<Float>.Layout.featureMajor, featureMajor)
    }

    @Test func partialsNeverOutweighTheData() {
        let plan = Plan(
            of: Double.self, features: 2000, samples: 20_000, outputs: 1, layout: .sampleMajor, isStaged: false,
            partialBytes: 2001 * 2001 * 8, minimumSamples: 256)
        #expect(plan.chunks * 2001 * 2001 * 8 <= 2000 * 20_000 * 8 / 8 + 2001 * 2001 * 8)
    }

    /// A partial that remembers in which order samples came: merging must be ordered concatenation.
    @Test(arguments: [1, 2, 3, 5, 8, 13, 100])
    func theTreeMergesInOrder(_ chunks: Int) throws {
        struct Concatenation: Reduction {
            typealias Element = Double
            var partialCount: Int { 2 }
            func makeWorkspace(_ plan: Plan) {}
            func absorb(_ tile: Tile<Double>, into partial: UnsafeMutablePointer<Double>, using workspace: Void) {}
            // (first, next) of a run; only neighbours may meet.
            func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
                precondition(partial[1] == next[0], "merged out of order")
                partial[1] = next[1]
            }
        }
        // All chunks at once are as many waiting partials as there can be; one after the other, the fewest.
        let all = Array(0..<chunks)
        let cases = [
            (all, 1), (all, chunks), (all.reversed(), chunks),
            (all.sorted { ($0 * 7) % 5 < ($1 * 7) % 5 }, chunks),
        ]
        for (order, threads) in cases {
            let tree = try OrderedTree(chunks: chunks, own: all.indices, threads: threads, partialCount: 2)
            for _ in 0..<2 {
                var root: Int?
                for chunk in order {
                    let slot = tree.take(for: chunk)
                    tree.partial(slot)[0] = Double(chunk)
                    tree.partial(slot)[1] = Double(chunk + 1)
                    if let sum = tree.bring(slot, of: chunk, merging: Concatenation()) {
                        #expect(root == nil)
                        root = sum
                    }
                }
                let sum = try #require(root)
                #expect(tree.partial(sum)[0] == 0 && tree.partial(sum)[1] == Double(chunks))
                tree.giveBack(sum)
            }
        }
    }
}
