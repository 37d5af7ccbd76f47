import Descent
import TestSupport
import Testing

/// Samples that are stored small give the bits of the same numbers widened: fits, their states, statistics, many fits and predictions.
@Suite struct CompactSamplesTests {
    /// Whole numbers that every type holds, as that type.
    struct Stored: Sendable, CustomTestStringConvertible {
        let type: NumberType
        let bytes: @Sendable ([Int]) -> [UInt8]

        init<Number: BitwiseCopyable>(_ type: NumberType, _ number: @escaping @Sendable (Int) -> Number) {
            self.type = type
            bytes = { $0.map(number).withUnsafeBytes { Array($0) } }
        }

        var testDescription: String { "\(type)" }
    }

    static let types = [
        Stored(.uint8) { UInt8($0) }, Stored(.int8) { Int8($0) }, Stored(.uint16) { UInt16($0) },
        Stored(.int16) { Int16($0) }, Stored(.float16) { Float16($0) },
        Stored(.bfloat16) { UInt16(truncatingIfNeeded: Float($0).bitPattern >> 16) }, Stored(.float32) { Float($0) },
        Stored(.float64) { Double($0) },
    ]

    private static let features = 5, samples = 3001

    /// Sample after sample.
    private static let numbers: [Int] = {
        var generator = SplitMix64(seed: 8)
        return (0..<features * samples).map { _ in Int.random(in: 0...100, using: &generator) }
    }()

    private static let targets: [Int] = {
        var generator = SplitMix64(seed: 9)
        return (0..<samples).map { sample in
            let score = Double(numbers[sample * features] - numbers[sample * features + 1]) / 60
            return (score + Double.random(in: -1...1, using: &generator) > 0) ? 1 : 0
        }
    }()

    private func inLayout<T: Scalar>(_ layout: Matrix<T>.Layout) -> [Int] {
        layout == .sampleMajor
            ? Self.numbers
            : (0..<Self.features).flatMap { feature in
                (0..<Self.samples).map { Self.numbers[$0 * Self.features + feature] }
            }
    }

    private func pair<T: Scalar>(
        _ stored: Stored, _ layout: Matrix<T>.Layout
    ) throws -> (compact: CompactSamples<T>, wide: Matrix<T>) {
        let numbers = inLayout(layout)
        return (
            try CompactSamples(stored.bytes(numbers), of: stored.type, features: Self.features, layout: layout),
            try Matrix(rows: Self.features, columns: Self.samples, layout: layout, numbers.map { T($0) })
        )
    }

    /// All but how long it took.
    private func isSame<T: Scalar>(_ a: Fit<T>, _ b: Fit<T>) -> Bool {
        a.parameters == b.parameters && a.report.risk == b.report.risk && a.report.gradientNorm == b.report.gradientNorm
            && a.report.steps == b.report.steps && a.outcome.description == b.outcome.description
    }

    @Test(arguments: types, [false, true]) func everyFitHasTheBitsOfTheWidened(_ stored: Stored, isFeatureMajor: Bool)
        throws
    {
        func check<T: Scalar>(_: T.Type) throws {
            let (compact, wide) = try pair(stored, isFeatureMajor ? .featureMajor : Matrix<T>.Layout.sampleMajor)
            let y = Self.targets.map { T($0) }
            for threads in [1, 2] {
                let one = try Dataset(compact, targets: y, threads: threads)
                let other = try Dataset(wide, targets: y, threads: threads)
                #expect("\(one.survey)" == "\(other.survey)")
                for solver in [Solver.automatic(), try .lbfgs(), .newton()] {
                    let a = try one.fit(neuron: .logistic, by: solver, threads: threads)
                    let b = try other.fit(neuron: .logistic, by: solver, threads: threads)
                    #expect(isSame(a, b))
                    #expect(try a.layer.predict(samples: compact, threads: threads) == b.layer.predict(wide))
                }
                let least = try one.fit(neuron: .linear, penalty: .ridge(0.01, on: .deviations), threads: threads)
                let same = try other.fit(neuron: .linear, penalty: .ridge(0.01, on: .deviations), threads: threads)
                #expect(least.parameters == same.parameters)
            }
            let batches = try Batches.of(64, seed: 3),
                rule = try Solver.firstOrder(.adam(), stopping: Stopping(iterations: 70))
            let a = try Training(Dataset(compact, targets: y), neuron: .logistic, by: rule, batches: batches).fit()
            let b = try Training(Dataset(wide, targets: y), neuron: .logistic, by: rule, batches: batches).fit()
            #expect(isSame(a, b))
        }
        try check(Double.self)
        try check(Float.self)
    }

    @Test(arguments: types) func statisticsAndManyFitsToo(_ stored: Stored) throws {
        let (compact, wide) = try pair(stored, Matrix<Double>.Layout.sampleMajor)
        let one = try Dataset(compact, classes: Self.targets, of: 2),
            other = try Dataset(wide, classes: Self.targets, of: 2)
        let a = try one.fit(neuron: .softmax(classes: 2), penalty: .ridge(0.1, on: .raw))
        let b = try other.fit(neuron: .softmax(classes: 2), penalty: .ridge(0.1, on: .raw))
        #expect(isSame(a, b))
        let y = Self.targets.map { Double($0) }
        let small = try Dataset(compact, targets: y), large = try Dataset(wide, targets: y)
        #expect(
            try small.fit(neuron: .logistic).statistics().description
                == large.fit(neuron: .logistic).statistics().description)
        let path = try RegularizationPath(count: 4, on: .deviations),
            folds = try Folds(3, samples: Self.samples, seed: 1)
        let left = try small.crossValidate(neuron: .logistic, folds: folds, along: path)
        let right = try large.crossValidate(neuron: .logistic, folds: folds, along: path)
        #expect(left.outOfFold == right.outOfFold && left.fit.parameters == right.fit.parameters)
    }

    @Test func aStateGoesOnWithEither() throws {
        let (compact, wide) = try pair(Self.types[0], Matrix<Double>.Layout.sampleMajor),
            y = Self.targets.map { Double($0) }
        func training(_ source: some SampleSource<Double>) throws -> Training<Double> {
            try Training(Dataset(source, targets: y), neuron: .logistic, by: .lbfgs())
        }
        var first = try training(compact)
        for _ in 0..<3 { _ = try first.step() }
        var other = try training(wide)
        try other.resume(from: first.encodedState)
        #expect(try isSame(other.fit(), training(wide).fit()))
    }

    @Test func quantisedNumbersAreThoseThatTheyStandFor() throws {
        let scale = [0.5, 0.25, 2, 0.125, 1], zero = [10.0, 0, 50, 3, 100]
        let bytes = Self.numbers.map { UInt8($0) }
        let compact = try CompactSamples<Double>(bytes, of: .uint8, features: 5, scale: scale, zero: zero)
        let values = Self.numbers.enumerated().map { (Double($1) - zero[$0 % 5]) * scale[$0 % 5] }
        let wide = try Matrix(rows: 5, columns: Self.samples, values)
        let y = Self.targets.map { Double($0) }
        let a = try Dataset(compact, targets: y).fit(neuron: .logistic),
            b = try Dataset(wide, targets: y).fit(neuron: .logistic)
        #expect(isSame(a, b))
    }

    @Test func whatIsNoWholeSampleOrNoNumberIsRefused() throws {
        func expect(
            _ part: String, _ make: @autoclosure () throws -> CompactSamples<Float>,
            location: SourceLocation = #_sourceLocation
        ) {
            let error = #expect(throws: DescentError.self, sourceLocation: location) { try make() }
            #expect(error?.description.contains(part) == true, "\(String(describing: error))", sourceLocation: location)
        }
        let bytes = [UInt8](repeating: 1, count: 12)
        expect("whole samples of 5 features", try CompactSamples(bytes, of: .uint8, features: 5))
        expect("features is 0", try CompactSamples(bytes, of: .uint8, features: 0))
        expect("bytes, but must be 2", try CompactSamples([Float](repeating: 1, count: 4), of: .float16, features: 2))
        expect("whole samples", try CompactSamples([UInt8](repeating: 1, count: 7), of: .float16, features: 1))
        expect("finite and not 0", try CompactSamples(bytes, of: .uint8, features: 2, scale: [1, 0]))
        expect("finite", try CompactSamples(bytes, of: .uint8, features: 2, zero: [.infinity, 0]))
        expect("3", try CompactSamples(bytes, of: .uint8, features: 2, zero: [0, 0, 0]))
        expect("in the machine's order", try CompactSamples(bytes, of: NumberType(.boolean, size: 1), features: 2))
        expect("int8, which Int8 is", try CompactSamples([Int8](repeating: 1, count: 4), of: .uint8, features: 2))
        #expect(try CompactSamples<Float>(bytes, of: .uint8, features: 4).sampleCount == 3)
        // A brain float that is none is found as any other.
        let odd = try CompactSamples<Float>([UInt16](repeating: 0x7f80, count: 4), of: .bfloat16, features: 2)
        #expect { try Dataset(odd, targets: [0, 1]) } throws: {
            guard case DescentError.nonFinite(.features, sample: 0, component: 0, value: .infinity, count: _) = $0
            else {
                return false
            }
            return true
        }
    }
}
