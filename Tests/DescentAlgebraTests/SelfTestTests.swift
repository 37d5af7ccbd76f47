import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@testable import DescentAlgebra

/// The self-test finds products that are wrong, and tells bits that differ from values that do.
@Suite struct SelfTestTests {
    @Test func passesHere() throws {
        let properties = try SelfTest().run()
        try CoreReport.write(properties)
    }

    /// A wrong product, and the name under which the self-test must report it without its precision's letter.
    enum Fault: CaseIterable, Sendable {
        case scores, panelScores, gradient, panelGradient, gram

        var routine: String {
            switch self {
            case .scores, .gradient: "gemv"
            case .panelScores, .panelGradient: "gemm"
            case .gram: "syrk"
            }
        }
    }

    /// What a faulty kernel leaves behind in one value of one ragged shape.
    enum Damage: CaseIterable, Sendable {
        case offByAThousandth, lost, notANumber

        func callAsFunction<Element: Scalar>(_ value: Element) -> Element {
            switch self {
            case .offByAThousandth: value + 1 / 1024
            case .lost: value + 1
            case .notANumber: .nan
            }
        }
    }

    @Test(arguments: Fault.allCases, Damage.allCases) func findsWrongProducts(_ fault: Fault, _ damage: Damage) {
        var single = SelfTest(), double = SelfTest()
        inject(fault, damage, into: &single.single)
        inject(fault, damage, into: &double.double)
        for (letter, test) in [("s", single), ("d", double)] {
            let error = #expect(throws: DescentError.self) { try test.run() }
            guard case .algebra(let found) = error,
                case .selfTest(let routine, let core, let version, let detail) = found.cause
            else {
                Issue.record("\(String(describing: error)) is not about the self-test")
                continue
            }
            #expect(routine == letter + fault.routine)
            #expect(core == BLAS.core && version == BLAS.version)
            #expect(detail.contains("17 features × 33 samples"))
            let message = error?.description ?? ""
            #expect(message.contains("\(routine) wrongly") && message.contains(core) && message.contains(version))
        }
    }

    private func inject<T: Scalar>(_ fault: Fault, _ damage: Damage, into products: inout SelfTest.Products<T>) {
        let right = SelfTest.Products<T>()
        @Sendable func spoil(_ values: [T], _ block: SampleBlock<T>, _ isFaulty: Bool) -> [T] {
            guard isFaulty, block.featureCount == 17, block.sampleCount == 33 else { return values }
            var values = values
            values[values.count - 1] = damage(values[values.count - 1])
            return values
        }
        switch fault {
        case .scores, .panelScores:
            products.scores = { spoil(right.scores($0, $1, $2), $0, ($2 == 1) == (fault == .scores)) }
        case .gradient, .panelGradient:
            products.gradient = { spoil(right.gradient($0, $1, $2), $0, ($2 == 1) == (fault == .gradient)) }
        case .gram:
            products.gram = { spoil(right.gram($0), $0, true) }
        }
    }

    @Test(arguments: [true, false]) func bitsThatDependOnAlignmentAreAProperty(_ ofScores: Bool) throws {
        var test = steady()
        #expect(try test.run().ignoresAlignment)
        let right = test.double
        @Sendable func nudge(_ values: [Double], _ block: SampleBlock<Double>) -> [Double] {
            Int(bitPattern: block.base) % 64 == 0 ? values : values.map(\.nextUp)
        }
        if ofScores {
            test.double.scores = { nudge(right.scores($0, $1, $2), $0) }
        } else {
            test.double.gradient = { nudge(right.gradient($0, $1, $2), $0) }
        }
        #expect(try test.run() == BLASProperties(ignoresAlignment: false))
    }

    @Test func bitsThatDependOnTheThreadAreAnError() throws {
        var test = steady()
        let right = test.double, home = pthread_self()
        test.double.scores = { block, weights, outputs in
            let values = right.scores(block, weights, outputs)
            return pthread_equal(pthread_self(), home) != 0 ? values : values.map(\.nextUp)
        }
        do {
            _ = try test.run()
            Issue.record("nothing thrown")
        } catch {
            #expect(error.description.contains("other bits on another thread"))
        }
    }

    /// Products by plain loops, whose bits depend on nothing: the machine's own may have either property or neither.
    private func steady() -> SelfTest {
        var test = SelfTest()
        loop(&test.single)
        loop(&test.double)
        return test
    }

    private func loop<T: Scalar>(_ products: inout SelfTest.Products<T>) {
        @Sendable func value(_ block: SampleBlock<T>, _ feature: Int, _ sample: Int) -> T {
            block.layout == .sampleMajor
                ? block.base[feature + sample * block.stride] : block.base[sample + feature * block.stride]
        }
        products.scores = { block, weights, outputs in
            (0..<outputs * block.sampleCount).map { index in
                let (k, j) = index.quotientAndRemainder(dividingBy: block.sampleCount)
                return (0..<block.featureCount).reduce(0) {
                    $0 + value(block, $1, j) * weights[k * block.featureCount + $1]
                }
            }
        }
        products.gradient = { block, residuals, outputs in
            (0..<outputs * block.featureCount).map { index in
                let (k, i) = index.quotientAndRemainder(dividingBy: block.featureCount)
                return (0..<block.sampleCount).reduce(0) {
                    $0 + value(block, i, $1) * residuals[k * block.sampleCount + $1]
                }
            }
        }
    }
}
