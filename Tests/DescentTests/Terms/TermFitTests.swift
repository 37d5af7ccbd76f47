import Descent
import TestSupport
import Testing

@testable import DescentFit
@testable import DescentSweep

/// Fits of terms have the bits of fits of the columns written out, on any number of threads.
@Suite struct TermFitTests {
    private static func recipe(_ index: Int) -> Terms {
        let ages = Terms.number("age"), cities = Terms.category("city")
        switch index {
        case 0: return ages * cities + Terms.spline("weight", degreesOfFreedom: 5)
        case 1:
            let crossed = cities * Terms.category("color")
            return Terms.polynomial("age", degree: 3) + crossed + Terms.number(.sqrt("count"))
        default:
            let product = ages.interaction(with: Terms.number("weight"))
            return (Terms.category("city", .sum) + product).withoutBias
        }
    }

    private func check<T: Scalar>(_: T.Type, _ terms: Terms, _ neuron: some Neuron, _ targets: [T]) throws {
        let instances = try TermInstances(samples: targets.count, seed: 5)
        let learned = try terms.learned(from: instances.table)
        let source = try TermSource<T>(learned, of: instances.table)
        var values = [T](repeating: 0, count: source.featureCount * source.sampleCount)
        try values.withUnsafeMutableBufferPointer { _ = try source.tile(0..<source.sampleCount, into: $0) }
        let matrix = try Matrix(rows: source.featureCount, columns: source.sampleCount, values)
        let expected = try Dataset(matrix, targets: targets).fit(neuron: neuron, hasBias: learned.hasBias, threads: 1)
        for threads in [1, 2, 7] {
            let fit = try Dataset(source, targets: targets, threads: threads)
                .fit(neuron: neuron, hasBias: learned.hasBias, threads: threads)
            #expect(fit.parameters == expected.parameters)
            #expect(fit.report.risk == expected.report.risk && fit.report.steps == expected.report.steps)
        }
        #expect(
            try expected.layer.predict(samples: source, threads: 2)
                == expected.layer.predict(samples: matrix, threads: 1))
    }

    @Test(arguments: 0..<3) func bits(_ index: Int) throws {
        var generator = SplitMix64(seed: 6)
        let targets = (0..<5000).map { _ in generator.number(in: 0...1) }
        try check(Double.self, Self.recipe(index), .linear, targets)
        try check(Double.self, Self.recipe(index), .logistic, targets.map { $0 < 0.4 ? 1 : 0 })
        try check(Float.self, Self.recipe(index), .poisson, targets.map { Float(Int(4 * $0)) })
    }

    /// A response of numbers, of two levels, and of more.
    @Test func responses() throws {
        let instances = try TermInstances(samples: 400, seed: 8), table = instances.table
        let numbers = try Terms.number("age").predicting(.log("count" + 1)).learned(from: table).dataset(of: table)
        #expect((0..<400).allSatisfy { numbers.targets[0, $0] == log(Double(instances.count[$0]) + 1) })
        #expect(numbers.featureNames == ["age"])
        let many = try Terms.number("age").predicting("city").learned(from: table).dataset(of: table)
        #expect(many.classes == 4)
        #expect((0..<400).allSatisfy { TermInstances.cities[Int(many.targets[0, $0])] == instances.city[$0] })
        let pair = try Table(["won": .texts(["no", "yes", "yes"]), "x": .numbers([1, 2, 4])])
        let two = try Terms.number("x").predicting("won").learned(from: pair)
            .dataset(of: pair, as: Float.self, weights: [1, 2, 3])
        #expect(two.classes == nil && (0..<3).map { two.targets[0, $0] } == [0, 1, 1])
        #expect(two.weights.map { weights in (0..<3).map { weights[0, $0] } } == [1, 2, 3])
        let shifted = try (Terms.number("age") + .offset("weight")).predicting("count").learned(from: table)
            .dataset(of: table)
        #expect((0..<400).allSatisfy { shifted.offsets?[0, $0] == Double(instances.weight[$0]) })
    }
}
