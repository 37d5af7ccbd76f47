import Descent
import TestSupport
import Testing

/// Two parts of a data set are its samples, each once, and behave as data sets of their own.
@Suite struct DatasetSplitTests {
    private func data(_ layout: Matrix<Double>.Layout = .sampleMajor, samples: Int = 5000) throws -> Dataset<Double> {
        // Every feature tells its sample.
        let values = (0..<3 * samples).map { place in
            let (sample, feature) = layout == .sampleMajor ? (place / 3, place % 3) : (place % samples, place / samples)
            return Double(sample) + Double(feature) / 4
        }
        return try Dataset(
            Matrix(rows: 3, columns: samples, layout: layout, values), targets: (0..<samples).map { Double($0) },
            weights: (0..<samples).map { Double($0 % 3 + 1) },
            offsets: (0..<samples).map { Double($0) / 2 }
        ).naming(features: ["a", "b", "c"])
    }

    private func rows(_ data: Dataset<Double>) throws -> [Double] {
        // A layer that shows its first feature.
        try Layer<Double>(neuron: .linear, weights: [1, 0, 0], bias: nil).predict(samples: data.source).row(0)
    }

    @Test(arguments: [Matrix<Double>.Layout.sampleMajor, .featureMajor], [0.2, 0.5, 0.999, 1e-9])
    func everySampleIsInOnePart(_ layout: Matrix<Double>.Layout, _ share: Double) throws {
        let whole = try data(layout), (part, rest) = try whole.split(share, seed: 1)
        #expect(part.sampleCount == max(1, Int((share * 5000).rounded())))
        #expect(part.sampleCount + rest.sampleCount == 5000)
        #expect(try (rows(part) + rows(rest)).sorted() == (0..<5000).map { Double($0) })
        for side in [part, rest] {
            // What belongs to a sample comes with it.
            #expect(try rows(side) == side.targets.row(0))
            #expect(side.weights!.row(0) == side.targets.row(0).map { Double(Int($0) % 3 + 1) })
            #expect(side.offsets!.row(0) == side.targets.row(0).map { $0 / 2 })
            #expect(side.featureNames == ["a", "b", "c"])
        }
    }

    @Test func aSeedIsAChoice() throws {
        let whole = try data()
        #expect(try rows(whole.split(0.2, seed: 1).part) == rows(whole.split(0.2, seed: 1, threads: 7).part))
        #expect(try rows(whole.split(0.2, seed: 1).part) != rows(whole.split(0.2, seed: 2).part))
        // Of 1000 chosen of 5000, a fifth of each fifth, give or take five standard deviations.
        let chosen = try rows(whole.split(0.2, seed: 3).part)
        for fifth in 0..<5 { #expect((140...260).contains(chosen.count { Int($0) / 1000 == fifth })) }
    }

    @Test func aPartIsFittedAsItsSamples() throws {
        let whole = try data(), part = try whole.split(0.3, seed: 5).part
        let places = part.targets.row(0).map { Int($0) }
        let alone = try Dataset(
            Matrix(samples: places.map { sample in (0..<3).map { Double(sample) + Double($0) / 4 } }),
            targets: places.map { Double($0) }, weights: places.map { Double($0 % 3 + 1) },
            offsets: places.map { Double($0) / 2 })
        #expect(try part.fit(neuron: .linear).parameters == alone.fit(neuron: .linear).parameters)
    }

    @Test func classesStayClasses() throws {
        let whole = try Dataset(
            Matrix<Double>(rows: 1, columns: 100), classes: (0..<100).map { $0 % 3 }, of: 3)
        #expect(try whole.split(0.5, seed: 1).part.classes == 3)
    }

    @Test func refusals() throws {
        let whole = try data(samples: 10)
        for share in [0, 1, -0.5, .nan] {
            expectIllegal("the share of a part", share) { try whole.split(share, seed: 0) }
        }
        expectIllegal("the number of samples", 1) { try data(samples: 1).split(0.5, seed: 0) }
    }
}

/// How much classes count.
@Suite struct ClassWeightsTests {
    @Test func balancedClassesWeighTheSame() throws {
        let labels = [0, 0, 0, 1, 2, 2],
            weights = try ClassWeights.balanced.weights(labels: labels, of: 4, weights: nil as [Double]?)
        for label in 0..<3 {
            let sum = zip(labels, weights).reduce(0) { $1.0 == label ? $0 + $1.1 : $0 }
            #expect((sum - 2).magnitude < 1e-12)
        }
        // The samples' own weights count, and a weight of k as k samples.
        let repeated = try ClassWeights.balanced.weights(labels: [0, 1, 1, 1], of: 2, weights: nil as [Double]?)
        #expect(
            try ClassWeights.balanced.weights(labels: [0, 1], of: 2, weights: [1.0, 3]) == [
                repeated[0], 3 * repeated[1],
            ])
    }

    @Test func factors() throws {
        #expect(
            try ClassWeights.factors([2, 0.5]).weights(labels: [0, 1, 1], of: 2, weights: [1.0, 2, 4]) == [2, 1, 2])
        expectIllegal("the number of class weights", 1) {
            try ClassWeights.factors([1]).weights(labels: [0, 1], of: 2, weights: [1.0, 2])
        }
        expectIllegal("a class weight", -1.0) {
            try ClassWeights.factors([1, -1]).weights(labels: [0], of: 2, weights: [1.0])
        }
        #expect(throws: DescentError.classIndex(sample: 0, value: 2, classes: 2)) {
            try ClassWeights.balanced.weights(labels: [2], of: 2, weights: [1.0])
        }
        #expect(throws: DescentError.mismatch(.sampleWeights, .samples, expected: 1, found: 2)) {
            try ClassWeights.balanced.weights(labels: [1], of: 2, weights: [1.0, 2])
        }
    }
}
