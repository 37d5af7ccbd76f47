import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSweep

@Suite struct BootstrapTests {
    static let instances: [NeuronCase] = [
        NeuronCase("logistic", .logistic), NeuronCase("linear", .linear), NeuronCase("poisson", .poisson),
        NeuronCase("softmax of 3", try! Softmax(classes: 3)),
    ]

    static let penalties: [Penalty] = [.none, try! Penalty(l2: 0.02, on: .raw), try! Penalty(l1: 0.01, on: .raw)]

    /// A replicate is the fit of the samples that it has drawn, each as often as it has.
    @Test(arguments: instances, penalties) func agreesWithSeparateFits(_ instance: NeuronCase, _ penalty: Penalty)
        throws
    {
        // Biases of a softmax, without an l2 penalty weights too, have a shift in common that no data tell; the solver does, with an l2.
        if instance.isSoftmax, penalty.l2 == 0 { return }
        for samples in [700, 9001] {
            let many = try ManyCase<Double>(instance, features: 4, samples: samples)
            let bootstrap = try Bootstrap(replicates: 6, seed: 3, penalty: penalty)
            func check(_ neuron: some Neuron) throws {
                let result = try bootstrap.fit(many.data, neuron)
                #expect(result.replicates == Array(0..<6) && result.failures.isEmpty)
                for (replicate, found) in zip(result.replicates, result.coefficients) {
                    let member = Member(
                        instance.isSoftmax ? .classes : .row(0), counts: .bootstrap(seed: 3, replicate: replicate))
                    let alone = try many.materialised(member).fit(neuron: neuron, by: .automatic(penalty: penalty))
                    let expected = alone.layer.parameters.values, size = expected.reduce(0) { max($0, abs($1)) }
                    for (x, y) in zip(found.values, expected) { #expect(abs(x - y) <= 1e-6 * size, "\(member)") }
                }
                let all = try many.data.fit(neuron: neuron, by: .automatic(penalty: penalty)).layer.parameters.values
                for (x, y) in zip(result.fit.layer.parameters.values, all) { #expect(abs(x - y) <= 1e-6) }
            }
            try check(instance.neuron)
        }
    }

    /// Few samples beside parameters, where no curvature is had in common.
    @Test func fewSamples() throws {
        let many = try ManyCase<Double>(NeuronCase("logistic", .logistic), features: 40, samples: 60)
        let penalty = try Penalty(l2: 0.1, on: .raw)
        let result = try Bootstrap(replicates: 3, seed: 3, penalty: penalty).fit(many.data, .logistic)
        for (replicate, found) in zip(result.replicates, result.coefficients) {
            let member = Member(counts: .bootstrap(seed: 3, replicate: replicate))
            let alone = try many.materialised(member).fit(neuron: .logistic, by: .automatic(penalty: penalty))
            for (x, y) in zip(found.values, alone.layer.parameters.values) { #expect(abs(x - y) <= 1e-6) }
        }
    }

    /// The same bits on any number of threads, and of a replicate whatever their number.
    @Test func sameBits() throws {
        try checkBits(Double.self)
        try checkBits(Float.self)
    }

    private func checkBits<T: Scalar>(_ type: T.Type) throws {
        let many = try ManyCase<T>(NeuronCase("logistic", .logistic), features: 12, samples: 3001)
        func result(_ replicates: Int, threads: Int) throws -> Bootstrapped<T> {
            try Bootstrap(replicates: replicates, seed: 8).fit(many.data, .logistic, threads: threads)
        }
        let all = try result(100, threads: 2), losses = try all.outOfBag(threads: 2)
        #expect(all.replicates == Array(0..<100))
        for threads in [1, 2, 7] {
            let eight = try result(8, threads: threads)
            #expect(eight.coefficients == Array(all.coefficients.prefix(8)), "\(threads)")
            #expect(try eight.outOfBag(threads: threads).values == Array(losses.values.prefix(8)))
        }
    }

    /// A linear neuron's weight has the standard error σ / √(m var x), if features are independent.
    @Test func standardErrors() throws {
        var generator = SplitMix64(seed: 21)
        let samples = (0..<4000).map { _ in (0..<3).map { _ in Double.random(in: -1...1, using: &generator) } }
        // Twelve uniform numbers: nearly normal, of variance 1.
        let targets = samples.map { sample in
            sample[0] - 2 * sample[1] + 3
                + 0.5 * (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0...1, using: &generator) }
        }
        let data = try Dataset(try Matrix(samples: samples), targets: targets)
        let result = try Bootstrap(replicates: 400, seed: 1).fit(data, .linear), errors = result.standardErrors
        for feature in 0..<3 {
            let squares = samples.reduce(0) { $0 + $1[feature] * $1[feature] }
            #expect(abs(errors[feature] / (0.5 / squares.squareRoot()) - 1) < 0.15)
            let interval = try result.values(of: feature).interval(), truth = [1.0, -2, 0][feature]
            // At this seed; 19 of 20 do.
            #expect(interval.contains(truth))
            #expect(abs((interval.upperBound - interval.lowerBound) / (2 * 1.96 * errors[feature]) - 1) < 0.15)
        }
        #expect(abs(errors.bias() / (0.5 / Double(4000).squareRoot()) - 1) < 0.15)
        let ends = try result.intervals(level: 0.9), bias = try result.values(of: nil).interval(level: 0.9)
        #expect(ends.lower.bias() == bias.lowerBound && ends.upper.bias() == bias.upperBound)
        #expect(ends.lower[1] > (try result.values(of: 1).interval()).lowerBound)
    }

    @Test(arguments: instances) func outOfBagLosses(_ instance: NeuronCase) throws {
        let many = try ManyCase<Double>(instance, features: 4, samples: 900)
        func check(_ neuron: some Neuron) throws {
            let result = try Bootstrap(replicates: 5, seed: 3, penalty: try Penalty(l2: 0.01, on: .raw)).fit(
                many.data, neuron)
            let losses = try result.outOfBag()
            #expect(losses.replicates == Array(0..<5))
            for replicate in 0..<5 {
                let member = Member(
                    instance.isSoftmax ? .classes : .row(0), counts: .outOfBag(seed: 3, replicate: replicate))
                let undrawn = try many.materialised(member)
                let expected = try Sweep(undrawn, neuron: neuron).loss(at: result.coefficients[replicate])
                #expect(abs(losses.values[replicate] - expected) <= 1e-12 * max(1, expected))
            }
        }
        try check(instance.neuron)
    }

    @Test(arguments: Metric.all) func outOfBagMetrics(_ metric: Metric) throws {
        let many = try ManyCase<Double>(NeuronCase("logistic", .logistic), features: 4, samples: 900),
            problem = many.problem
        let labels = problem.targets.values.map { $0 > 0.5 ? 1.0 : 0.0 }
        let data = try Dataset(
            problem.X, targets: labels, weights: problem.weights, offsets: problem.offsets!.row(0))
        let result = try Bootstrap(replicates: 5, seed: 3, penalty: try Penalty(l2: 0.01, on: .raw)).fit(
            data, .logistic)
        let found = try result.outOfBag(metric)
        for replicate in 0..<5 {
            let counts = BootstrapCounts(seed: 3, replicate: replicate)
            let undrawn = (0..<900).filter { counts.count(ofSample: $0) == 0 }
            let expected = try CrossValidationTests.value(
                metric, .logistic, undrawn.map { problem.scores($0, at: result.coefficients[replicate]) },
                undrawn.map { labels[$0] }, undrawn.map { problem.weight($0) })
            #expect(abs(found.values[replicate] - expected) <= 1e-12 * max(1, abs(expected)))
        }
    }

    /// A replicate without one of the classes says so, and the others do without it.
    @Test func failuresAreNamed() throws {
        var generator = SplitMix64(seed: 5)
        let samples = (0..<60).map { _ in [Double.random(in: -1...1, using: &generator)] }
        let data = try Dataset(try Matrix(samples: samples), targets: (0..<60).map { $0 < 2 ? 1 : 0 })
        let result = try Bootstrap(replicates: 50, seed: 2, penalty: try Penalty(l2: 0.1, on: .raw)).fit(
            data, .logistic)
        let without = (0..<50).filter { replicate in
            let counts = BootstrapCounts(seed: 2, replicate: replicate)
            return counts.count(ofSample: 0) == 0 && counts.count(ofSample: 1) == 0
        }
        #expect(!without.isEmpty && result.failures.keys.sorted() == without)
        #expect(result.replicates == (0..<50).filter { !without.contains($0) })
        for failure in result.failed {
            guard case .impossible(.singleClass) = failure.reason else {
                Issue.record("\(failure)")
                continue
            }
        }
        #expect(result.values(of: 0).replicates == result.replicates)
    }

    @Test func refused() throws {
        expectIllegal("the number of replicates", 1) { try Bootstrap(replicates: 1, seed: 1) }
        let X = try Matrix<Double>(rows: 1, columns: 6, [1, 2, 3, 4, 5, 6])
        let separated = try Dataset(X, targets: [0, 0, 0, 1, 1, 1]), bootstrap = try Bootstrap(replicates: 5, seed: 1)
        let whole = try separated.fit(neuron: .logistic).outcome
        #expect(throws: DescentError.noStatistics(because: .notConverged("\(whole)"))) {
            try bootstrap.fit(separated, .logistic)
        }
        let two = try Dataset(X, targets: try Matrix<Double>(rows: 2, columns: 6, [Double](repeating: 1, count: 12)))
        #expect(throws: DescentError.mismatch(.targets, .outputs, expected: 1, found: 2)) {
            try bootstrap.fit(two, .linear)
        }
    }
}

@Suite struct ReplicateValuesTests {
    /// By counting how many values are smaller, without a sort.
    @Test(arguments: [(40, 0.95), (57, 0.9), (100, 0.95), (8, 0.5), (201, 0.99)])
    func percentiles(_ count: Int, _ level: Double) throws {
        var generator = SplitMix64(seed: UInt64(count))
        let values = (0..<count).map { _ in (Double.random(in: -9...9, using: &generator) * 4).rounded() / 4 }
        func ranked(_ rank: Int) -> Double {
            values.first { value in
                values.count { $0 < value } <= rank && rank < values.count { $0 <= value }
            }!
        }
        func quantile(_ probability: Double) -> Double {
            let place = probability * Double(count - 1), low = Int(place.rounded(.down)), high = Int(place.rounded(.up))
            return ranked(low) * (1 - (place - Double(low))) + ranked(high) * (place - Double(low))
        }
        let interval = try ReplicateValues(values, of: Array(values.indices)).interval(level: level)
        #expect(abs(interval.lowerBound - quantile((1 - level) / 2)) < 1e-12)
        #expect(abs(interval.upperBound - quantile((1 + level) / 2)) < 1e-12)
    }

    /// One value at least on each side.
    @Test(arguments: [(0.5, 4), (0.8, 10), (0.9, 20), (0.95, 40), (0.98, 100), (0.99, 200), (0.999, 2000)])
    func enough(_ level: Double, _ needed: Int) throws {
        func values(_ count: Int) -> ReplicateValues {
            ReplicateValues((0..<count).map { Double($0) }, of: Array(0..<count))
        }
        _ = try values(needed).interval(level: level)
        let few = DescentError.illegalOption(
            name: "the number of replicates", value: "\(needed - 1)",
            requirement: "at least \(needed) for a level of \(level)")
        #expect(throws: few) { try values(needed - 1).interval(level: level) }
    }

    @Test(arguments: [0, 1, -0.5, 1.5, .nan, .infinity]) func illegalLevels(_ level: Double) {
        let values = ReplicateValues((0..<1000).map { Double($0) }, of: Array(0..<1000))
        expectIllegal("the level of confidence", level) { try values.interval(level: level) }
    }

    @Test func moments() {
        let values = ReplicateValues([1, .nan, 2, 6, .infinity], of: [0, 3, 4, 7, 9])
        #expect(values.values == [1, 2, 6] && values.replicates == [0, 4, 7])
        #expect(values.mean == 3 && abs(values.standardError - 7.0.squareRoot()) < 1e-15)
        #expect(ReplicateValues([1], of: [0]).standardError.isNaN)
    }
}
