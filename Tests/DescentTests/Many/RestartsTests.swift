import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

import Descent
@testable import DescentFit
@testable import DescentSweep

@Suite struct RestartsTests {
    /// A neuron and its activation.
    struct Instance: Sendable, CustomTestStringConvertible {
        let neuron: any Neuron
        let activation: @Sendable (Double) -> Double
        var testDescription: String { neuron.name }

        /// Targets near what a unit of this kind says.
        func data() throws -> Dataset<Double> {
            var generator = SplitMix64(seed: 31)
            let samples = (0..<400).map { _ in (0..<3).map { _ in Double.random(in: -1...1, using: &generator) } }
            let targets = samples.map {
                activation(2 * $0[0] - $0[1] + 0.25) + Double.random(in: -0.1...0.1, using: &generator)
            }
            return try Dataset(try Matrix(samples: samples), targets: targets)
        }
    }

    static let instances = [
        Instance(neuron: .relu) { max(0, $0) },
        Instance(neuron: .sigmoid(.squared)) { 1 / (1 + exp(-$0)) },
        Instance(neuron: try! Composed(.tanh, .huber(delta: 0.7))) { tanh($0) },
    ]

    /// Where start 0 is dead, a random one is not: the least loss is 0, that of the unit that made the targets.
    @Test func findsALowerMinimum() throws {
        var generator = SplitMix64(seed: 12)
        let samples = (0..<500).map { _ in (0..<3).map { _ in Double.random(in: -1...1, using: &generator) } }
        let targets = samples.map { max(0, 2 * $0[0] - $0[1] + 0.25) }
        let data = try Dataset(try Matrix(samples: samples), targets: targets)
        let result = try Restarts(10, seed: 4).fit(data, .relu)
        let dead = targets.reduce(0) { $0 + 0.5 * $1 * $1 } / 500, first = result.starts.first { $0.index == 0 }!
        #expect(abs(first.fit.risk - dead) < 1e-12 && first.fit.layer.parameters.values == [0, 0, 0, 0])
        #expect(result.best.risk < 1e-12 && result.failures.isEmpty && result.fits.count == 10)
        for (found, truth) in zip(result.best.layer.parameters.values, [2, -1, 0, 0.25]) {
            #expect(abs(found - truth) < 1e-5)
        }
        let losses = result.fits.map(\.risk)
        #expect(losses == losses.sorted() && Set(result.starts.map(\.index)) == Set(0..<10))
        #expect(result.spread.least == losses[0] && result.spread.largest == losses[9])
        #expect(result.spread.median == losses[4])
        let near = losses.count { $0 - losses[0] <= 1e-6 * losses[9] }
        #expect(result.count(within: 6) == near && near < 10)
    }

    /// A start is the fit that begins there.
    @Test(arguments: instances) func agreesWithSeparateFits(_ instance: Instance) throws {
        let data = try instance.data(), penalty = try Penalty(l2: 1e-3, on: .raw)
        let restarts = try Restarts(4, seed: 6, penalty: penalty)
        func check(_ neuron: some Neuron) throws {
            let result = try restarts.fit(data, neuron)
            for start in result.starts {
                let point = restarts.point(start.index, like: Parameters(features: 3))
                let alone = try Training(
                    data, neuron: neuron, by: .automatic(penalty: penalty), start: point, standardised: true
                ).fit()
                #expect(abs(start.fit.risk - alone.report.risk) <= 1e-9, "\(start.index)")
            }
        }
        try check(instance.neuron)
    }

    /// The same bits on any number of threads, and of a start whatever their number.
    @Test func sameBits() throws {
        let data = try Self.instances[1].data(), penalty = try Penalty(l2: 1e-3, on: .raw)
        func points(_ count: Int, threads: Int) throws -> [Int: Parameters] {
            let restarts = try Restarts(count, seed: 3, penalty: penalty)
            let result = try restarts.fit(data, .sigmoid(.squared), threads: threads)
            return Dictionary(uniqueKeysWithValues: result.starts.map { ($0.index, $0.fit.parameters) })
        }
        let all = try points(12, threads: 1)
        for threads in [2, 7] { #expect(try points(12, threads: threads) == all) }
        for (index, point) in try points(4, threads: 2) { #expect(all[index] == point, "\(index)") }
    }

    /// Weights of variance 1/features, biases of variance 1, and nothing in common.
    @Test func starts() throws {
        let restarts = try Restarts(2000, seed: 7), zero = Parameters(features: 4)
        let points = (0..<2000).map { restarts.point($0, like: zero).values }
        #expect(points[0] == zero.values)
        let error = 5 / 2000.0.squareRoot()
        for index in 0..<5 {
            let size = index < 4 ? 0.5 : 1, values = points.dropFirst().map { $0[index] / size }
            let mean = values.reduce(0, +) / 1999, variance = values.reduce(0) { $0 + $1 * $1 } / 1999
            let kurtosis = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / 1999
            let next = points.dropFirst().map { $0[(index + 1) % 5] / (index == 3 ? 1 : 0.5) }
            let covariance = zip(values, next).reduce(0) { $0 + $1.0 * $1.1 } / 1999
            #expect(abs(mean) < error && abs(variance - 1) < error * 2.0.squareRoot() && abs(covariance) < error)
            // The fourth moment has the variance 96.
            #expect(abs(kurtosis - 3) < error * 96.0.squareRoot())
        }
    }

    @Test(arguments: [
        NeuronCase("logistic", .logistic), NeuronCase("linear", .linear),
        NeuronCase("softmax of 3", try! Softmax(classes: 3)),
        NeuronCase("identity+absolute", try! Composed(.identity, .absolute)),
    ])
    func refusesConvexNeurons(_ instance: NeuronCase) throws {
        let many = try ManyCase<Double>(instance, features: 3, samples: 50), restarts = try Restarts(3, seed: 1)
        func check(_ neuron: some Neuron) {
            expectIllegal("restarts of a convex neuron", neuron.name) { try restarts.fit(many.data, neuron) }
        }
        check(instance.neuron)
        expectIllegal("the number of starts", 1) { try Restarts(1, seed: 1) }
    }
}
