import Descent
import TestSupport
import Testing

/// Sources other than a matrix go through the same door: staged tiles, other types, failures.
@Suite struct SourceTests {
    /// Bytes that become numbers tile by tile, as a file of another type would.
    struct Bytes: SampleSource {
        let featureCount: Int
        let sampleCount: Int
        let values: [UInt8]
        var failing: Range<Int>?
        /// The place of a value that is infinite.
        var infinite: Int?
        var layout: Matrix<Double>.Layout { .sampleMajor }
        var needsStaging: Bool { true }

        struct Unreadable: Error, CustomStringConvertible {
            let description = "the disk is on fire"
        }

        func tile(
            _ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Double>
        ) throws -> SampleBlock<Double> {
            if let failing, failing.overlaps(range) { throw Unreadable() }
            for index in staging.indices {
                let place = range.lowerBound * featureCount + index
                staging[index] = place == infinite ? .infinity : Double(values[place])
            }
            return SampleBlock(
                base: UnsafePointer(staging.baseAddress!), features: featureCount, samples: range.count,
                stride: featureCount,
                layout: .sampleMajor)
        }
    }

    static func source(failing: Range<Int>? = nil) -> Bytes {
        var generator = SplitMix64(seed: 3)
        return Bytes(
            featureCount: 30, sampleCount: 40_000,
            values: (0..<1_200_000).map { _ in UInt8.random(in: 0...255, using: &generator) },
            failing: failing)
    }

    @Test func aConvertedSourceHasTheBitsOfItsMatrix() throws {
        let source = Self.source()
        let X = try Matrix(rows: 30, columns: 40_000, source.values.map { Double($0) })
        let y = (0..<40_000).map { Double($0 % 2) }
        for isStandardised in [false, true] {
            func evaluate(_ data: Dataset<Double>) throws -> Evaluation {
                let sweep = try Sweep(data, neuron: .logistic, standardised: isStandardised, threads: 3)
                var point = sweep.zero
                for index in point.values.indices { point.values[index] = 0.001 * Double(index) }
                return try sweep.lossGradient(at: point)
            }
            #expect(try evaluate(Dataset(source, targets: y)) == evaluate(Dataset(X, targets: y)))
        }
    }

    @Test func aStagedValueThatIsNotFiniteIsNamed() throws {
        let source = Bytes(featureCount: 3, sampleCount: 5, values: [UInt8](repeating: 1, count: 15), infinite: 7)
        do {
            _ = try Dataset(source, targets: [0, 0, 0, 0, 0])
            Issue.record("nothing thrown")
        } catch {
            #expect("\(error)" == "features: feature 1 of sample 2 is inf")
        }
    }

    /// What a source may get wrong, each refused before a product reads it.
    enum Fault: CaseIterable {
        case samples, features, layout, stride, size

        /// Of the only tile that there is, if any.
        var error: DescentError {
            switch self {
            case .samples: .brokenSource(samples: 0..<8, reason: "7 samples where 8 were asked for")
            case .features: .brokenSource(samples: 0..<8, reason: "5 features of 4")
            case .layout: .brokenSource(samples: 0..<8, reason: "a tile in another layout")
            case .stride: .brokenSource(samples: 0..<8, reason: "a stride of 3 between runs of 4 values")
            case .size: .algebra(because: .sizeOverflow(rows: Int.max / 2, columns: 8))
            }
        }
    }

    struct Broken: SampleSource {
        let fault: Fault
        let memory = [Double](repeating: 1, count: 64)
        var featureCount: Int { fault == .size ? Int.max / 2 : 4 }
        let sampleCount = 8
        var layout: Matrix<Double>.Layout { .sampleMajor }
        var needsStaging: Bool { true }

        func tile(
            _ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Double>
        ) throws -> SampleBlock<Double> {
            #expect(staging.count == 4 * range.count, "room for what is asked, no more")
            return SampleBlock(
                base: UnsafePointer(staging.baseAddress!), features: fault == .features ? 5 : 4,
                samples: fault == .samples ? range.count - 1 : range.count, stride: fault == .stride ? 3 : 4,
                layout: fault == .layout ? .featureMajor : .sampleMajor)
        }
    }

    @Test(arguments: Fault.allCases)
    func aSourceThatBreaksItsWordIsRefused(_ fault: Fault) {
        #expect(throws: fault.error) {
            try Dataset(Broken(fault: fault), targets: [Double](repeating: 0, count: 8))
        }
    }

    @Test(arguments: [1, 2, 7])
    func aFailureIsReportedWithItsSamples(threads: Int) throws {
        let source = Self.source(failing: 20_000..<20_001)
        do {
            _ = try Dataset(source, targets: [Double](repeating: 0, count: 40_000), threads: threads)
            Issue.record("nothing thrown")
        } catch {
            let text = "\(error)"
            #expect(text.hasPrefix("samples 1") && text.hasSuffix("could not be read: the disk is on fire"), "\(text)")
        }
    }
}
