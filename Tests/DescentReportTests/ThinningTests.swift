import TestSupport
import Testing

@testable import DescentReport

@Suite struct ThinningTests {
    @Test func extremesAndEndsStay() {
        var random = SplitMix64(seed: 6)
        let points = (0..<100_000).map { (x: Double($0) * 460 / 100_000, y: random.number() * 100) }
        let thin = Thinning.thinned(points)
        #expect(thin.count <= 4 * 920)
        #expect(thin.map(\.y).min() == points.map(\.y).min() && thin.map(\.y).max() == points.map(\.y).max())
        #expect(thin.first! == points.first! && thin.last! == points.last!)
        #expect(zip(thin, thin.dropFirst()).allSatisfy { $0.x < $1.x }, "in order, none twice")
    }

    @Test func fewPointsAreAllShown() {
        let count = Int(2 * Canvas.narrow)
        let points = (0..<count).map { (x: 0.01 * Double($0), y: Double($0 % 7)) }
        #expect(Thinning.thinned(points).count == count)
        #expect(Thinning.thinned([]).isEmpty)
    }

    @Test func pointsInOneColumnAreFour() {
        let points = (0..<5000).map { (x: 1.0, y: Double(($0 * 7919) % 5003)) }
        #expect(Thinning.thinned(points).count <= 4)
    }
}
