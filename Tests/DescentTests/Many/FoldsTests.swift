import TestSupport
import Testing

import Descent
@testable import DescentFit

@Suite struct FoldsTests {
    @Test(arguments: [(2, 2), (5, 5), (5, 103), (10, 1000), (7, 40_001)])
    func balanced(_ count: Int, _ samples: Int) throws {
        let folds = try Folds(count, samples: samples, seed: 3)
        #expect(folds.samples == samples && folds.sizes.reduce(0, +) == samples)
        #expect(folds.sizes.max()! - folds.sizes.min()! <= 1)
        #expect(try Folds(count, samples: samples, seed: 3) == folds)
        if samples > 100 { #expect(try Folds(count, samples: samples, seed: 4) != folds) }
    }

    /// Neighbours are in one fold as often as chance has it.
    @Test func random() throws {
        let folds = try Folds(5, samples: 50_000, seed: 1)
        let pairs = (1..<50_000).count { folds[$0] == folds[$0 - 1] }
        // Mean 10 000, standard deviation 90.
        #expect(abs(pairs - 10_000) < 450)
    }

    @Test func stratified() throws {
        var generator = SplitMix64(seed: 7)
        // One label in a hundred, and one with fewer samples than folds.
        let labels = (0..<5003).map { $0 < 3 ? 9 : Int.random(in: 0..<100, using: &generator) == 0 ? 1 : -4 }
        let folds = try Folds(4, stratifiedBy: labels, seed: 2)
        #expect(folds.sizes.max()! - folds.sizes.min()! <= 1)
        for label in Set(labels) {
            var counts = [Int](repeating: 0, count: 4)
            for (sample, own) in labels.enumerated() where own == label { counts[folds[sample]] += 1 }
            #expect(counts.max()! - counts.min()! <= 1, "label \(label): \(counts)")
        }
        #expect(try Folds(4, stratifiedBy: labels, seed: 2) == folds)
        #expect(try Folds(4, stratifiedBy: labels, seed: 5) != folds)
    }

    @Test func grouped() throws {
        var generator = SplitMix64(seed: 8)
        let groups = (0..<3000).map { _ in Int.random(in: 0..<60, using: &generator) * 7 - 5 }
        let folds = try Folds(5, groupedBy: groups, seed: 1)
        for group in Set(groups) {
            #expect(Set(groups.indices.filter { groups[$0] == group }.map { folds[$0] }).count == 1)
        }
        // No fold is larger than another by more than the largest group.
        let largest = Set(groups).map { group in groups.count { $0 == group } }.max()!
        #expect(folds.sizes.max()! - folds.sizes.min()! <= largest)
        #expect(try Folds(5, groupedBy: groups, seed: 1) == folds)
    }

    @Test func ownColumn() throws {
        let folds = try Folds(ids: [2, 0, 1, 1, 0, 2, 2])
        #expect(folds.count == 3 && folds.sizes == [2, 2, 3] && folds[0] == 2)
    }

    @Test func refused() {
        expectIllegal("the number of folds", 1) { try Folds(1, samples: 10, seed: 1) }
        expectIllegal("the number of folds", 11) { try Folds(11, samples: 10, seed: 1) }
        expectIllegal("the number of folds", 70_000) { try Folds(70_000, samples: 100_000, seed: 1) }
        expectIllegal("the number of folds", 3) { try Folds(3, groupedBy: [1, 1, 2, 2], seed: 1) }
        expectIllegal("a fold", -1) { try Folds(ids: [0, 1, -1]) }
        expectIllegal("fold 1", "empty") { try Folds(ids: [0, 2, 2]) }
        expectIllegal("the number of folds", 1) { try Folds(ids: [0, 0]) }
        expectIllegal("the number of folds", 0) { try Folds(ids: []) }
        expectIllegal("a fold", 70_000) { try Folds(ids: [0, 70_000]) }
    }
}
