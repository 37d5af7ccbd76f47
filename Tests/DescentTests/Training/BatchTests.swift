import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentFit
@testable import DescentSweep

/// Mini-batches: every sample once an epoch, from every lane, in an order that depends on the seed alone.
@Suite struct BatchTests {
    static let shapes = [
        (1, 1), (7, 3), (64, 64), (100, 32), (1000, 256), (1001, 256), (4096, 64), (5000, 100), (333, 333),
    ]

    private func epoch(_ epoch: Int, samples: Int, size: Int, seed: UInt64 = 3) throws -> [[Int]] {
        let selection = try BatchSelection(try BatchOrder(try .of(size, seed: seed), samples: samples))
        return try (0..<selection.order.batchesPerEpoch).map { batch in
            selection.select(epoch: epoch, batch: batch)
            var found: [Int] = []
            try selection.forEachRun(in: 0..<selection.samples) { run, position throws(DescentError) in
                #expect(position == found.count)
                found += run
            }
            #expect(selection.samples == selection.order.count(ofBatch: batch))
            return found
        }
    }

    @Test(arguments: shapes) func anEpochHasEverySampleOnce(_ samples: Int, _ size: Int) throws {
        for number in 0..<3 {
            let batches = try epoch(number, samples: samples, size: size)
            #expect(batches.joined().sorted() == Array(0..<samples))
            #expect(batches.dropLast().allSatisfy { $0.count == size })
        }
    }

    @Test(arguments: shapes) func partsOfABatchAreTheBatch(_ samples: Int, _ size: Int) throws {
        let selection = try BatchSelection(try BatchOrder(try .of(size), samples: samples))
        let whole = try epoch(0, samples: samples, size: size, seed: 0)
        for (batch, expected) in whole.enumerated() {
            selection.select(epoch: 0, batch: batch)
            var found: [Int] = []
            for start in stride(from: 0, to: selection.samples, by: 7) {
                let part = start..<min(start + 7, selection.samples)
                try selection.forEachRun(in: part) { run, _ throws(DescentError) in found += run }
            }
            #expect(found == expected)
        }
    }

    @Test func everyLaneGivesToEveryBatchAndOrderFollowsTheSeed() throws {
        let first = try epoch(0, samples: 64_000, size: 256)
        for batch in first { #expect(Set(batch.map { $0 / 1000 }).count == 64) }
        #expect(try epoch(0, samples: 64_000, size: 256) == first)
        #expect(try epoch(1, samples: 64_000, size: 256) != first)
        #expect(try epoch(0, samples: 64_000, size: 256, seed: 4) != first)
    }

    /// Forward through each lane: within a window of 16 blocks from where the batch before was.
    @Test func lanesAreReadForward() throws {
        let batches = try epoch(0, samples: 64_000, size: 256)
        for lane in 0..<64 {
            let starts = batches.map { $0.filter { $0 / 1000 == lane }[0] }
            for (a, b) in zip(starts, starts.dropFirst()) {
                let step = (b - a + 1000) % 1000
                #expect(step < 32 * 4 || step > 1000 - 16 * 4, "from \(a) to \(b)")
            }
        }
    }

    /// A batch's loss and gradient are those of a data set of its samples alone.
    @Test(arguments: NeuronCase.all) func aBatchIsADataSet(_ instance: NeuronCase) throws {
        for (layout, hasWeights, isStandardised) in [
            (Matrix<Double>.Layout.sampleMajor, false, false), (.featureMajor, true, false), (.sampleMajor, true, true),
        ] {
            let problem = Problem<Double>(
                instance,
                .init(features: 5, samples: 130, layout: layout, hasWeights: hasWeights, hasOffsets: hasWeights))
            let sweep = try problem.sweep(standardised: isStandardised, threads: 2)
            let batches = try BatchSweep(sweep, try .of(32, seed: 1))
            var evaluation = Evaluation(shape: sweep.zero), sum = Evaluation(shape: sweep.zero)
            let whole = try sweep.lossGradient(at: problem.point)
            for batch in 0..<batches.order.batchesPerEpoch {
                try batches.lossGradient(at: problem.point, epoch: 0, batch: batch, into: &evaluation)
                let share = Double(batches.order.count(ofBatch: batch)) / 130
                sum.loss += share * evaluation.loss
                for i in sum.gradient.values.indices { sum.gradient.values[i] += share * evaluation.gradient.values[i] }
            }
            // Shares of an epoch add up to the whole.
            #expect(abs(sum.loss - whole.loss) <= 1e-12 * (1 + abs(whole.loss)))
            for (found, exact) in zip(sum.gradient.values, whole.gradient.values) {
                #expect(abs(found - exact) <= 1e-12 * (1 + whole.gradient.values.reduce(0) { max($0, abs($1)) }))
            }
            #expect(abs(batches.reads - 1) < 1e-12)
        }
    }

    @Test func aSizeBeyondTheDataIsNamed() throws {
        let data = try RuleTests.data(RuleTests.labels)
        expectIllegal("the batch size", 7) {
            _ = try Training(data, neuron: .logistic, by: .firstOrder(Adam()), batches: try .of(7))
        }
    }

    /// The sample that cannot be evaluated is named as in the data, not by its place in a batch.
    @Test func errorsNameTheSample() throws {
        var values = [Double](repeating: 1, count: 128)
        values[77] = 1e200
        let data = try Dataset(try Matrix(rows: 1, columns: 128, values), targets: [Double](repeating: 0, count: 128))
        let sweep = try Sweep(data, neuron: .linear)
        let batches = try BatchSweep(sweep, try .of(64))
        var point = sweep.zero, evaluation = Evaluation(shape: sweep.zero), found: Int?
        point.values = [1e150, 0]
        for batch in 0..<2 {
            do { try batches.lossGradient(at: point, epoch: 0, batch: batch, into: &evaluation) } catch {
                if case .overflow(_, let sample?) = error { found = sample }
            }
        }
        #expect(found == 77)
    }
}
