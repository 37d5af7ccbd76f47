import CDescentKernels
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The operations of expressions against the C library in double, at every level and in both precisions.
@Suite struct ElementwiseTests {
    @Test(arguments: Level.here, Law.all) func equalsTheLibrary(_ level: Level, _ law: Law) {
        check(Double.self, level, law)
        check(Float.self, level, law)
    }

    /// In Float the library's answer for the same operands is exact to half an ulp of Float.
    private func check<T: Elementwise>(_: T.Type, _ level: Level, _ law: Law) {
        var worst = Worst()
        for count in Shapes.lengths + [300] {
            let a = T.numbers(count + 1, in: law.range, seed: 30), b = T.numbers(count + 1, in: 0.5...3, seed: 31)
            var out = T.zeros(count + 1)
            T.operate(level, law.code, count, a, b, &out)
            for j in 0..<count {
                worst.note(out[j], T(law.exact(Double(a[j]), Double(b[j]))), "\(law.name)(\(a[j]), \(b[j]))")
            }
            #expect(out[count] == 0, "wrote beyond its run")
        }
        worst.expect(within: law.ulps)
    }

    @Test(arguments: Level.here) func extremes(_ level: Level) {
        checkExtremes(Double.self, level)
        checkExtremes(Float.self, level)
    }

    private func checkExtremes<T: Elementwise>(_: T.Type, _ level: Level) {
        func value(_ name: String, _ a: T, _ b: T = 1) -> T {
            var out = T.zeros(9)
            T.operate(
                level, Law.all.first { $0.name == name }!.code, 9, [T](repeating: a, count: 9),
                [T](repeating: b, count: 9), &out)
            return out[8]
        }
        let huge = T.greatestFiniteMagnitude, tiny = T.leastNonzeroMagnitude, infinity = T.infinity
        for name in ["log", "log1p", "exp", "sqrt", "softplus", "relu", "abs"] {
            #expect(value(name, infinity) == infinity, "\(name)")
        }
        // ln of the largest and of the smallest numbers, which are not normal.
        for x in [huge, tiny, 3 * tiny, T.leastNormalMagnitude, T.leastNormalMagnitude / 2] {
            let exact = T(log(Double(x)))
            #expect((value("log", x) - exact).magnitude <= exact.ulp * 2, "\(x)")
        }
        #expect(value("log", 0) == -infinity && value("log", -0.0) == -infinity && value("log", -1).isNaN)
        #expect(value("log", 1) == 0 && value("log", -infinity).isNaN)
        #expect(value("log1p", -1) == -infinity && value("log1p", -2).isNaN && value("log1p", tiny) == tiny)
        #expect(value("sqrt", -1).isNaN && value("softplus", huge) == huge && value("softplus", -huge) == 0)
        #expect(value("max", 1, .nan).isNaN && value("max", .nan, 1).isNaN)
        #expect(value("sign", 0) == 0 && value("positive", 0) == 0 && value("at_least", 1, 1) == 1)
        #expect(value("power", 0, 0) == 1 && value("power", -2, 3) == -8)
        for law in Law.all { #expect(value(law.name, .nan).isNaN, "\(law.name)") }
    }
}

/// One operation: its exact value, and how far a kernel may be off. As for the fused kernels: 2 ulp for exp and the
/// logarithms, 4 for what is made of them.
struct Law: Sendable, CustomTestStringConvertible {
    let name: String
    let range: ClosedRange<Double>
    let ulps: Double
    let exact: @Sendable (Double, Double) -> Double

    var testDescription: String { name }
    var code: Int32 { Int32(Law.all.firstIndex { $0.name == name }!) }

    init(
        _ name: String, _ range: ClosedRange<Double> = -3...3, ulps: Double = 0,
        _ exact: @escaping @Sendable (Double, Double) -> Double
    ) {
        self.name = name
        self.range = range
        self.ulps = ulps
        self.exact = exact
    }

    /// In the order of DESCENT_OPERATIONS, whose places are the codes.
    static let all: [Law] = [
        Law("copy") { a, _ in a }, Law("negate") { a, _ in -a },
        Law("exp", -80...80, ulps: 2) { a, _ in exp(a) }, Law("log", 1e-3...1e3, ulps: 2) { a, _ in log(a) },
        Law("log1p", -0.99...100, ulps: 2) { a, _ in log1p(a) }, Law("sqrt", 0...100) { a, _ in a.squareRoot() },
        Law("sigmoid", -30...30, ulps: 4) { a, _ in a < 0 ? exp(a) / (1 + exp(a)) : 1 / (1 + exp(-a)) },
        Law("softplus", -30...30, ulps: 4) { a, _ in max(a, 0) + log1p(exp(-a.magnitude)) },
        Law("tanh", -5...5, ulps: 4) { a, _ in tanh(a) }, Law("relu") { a, _ in max(0, a) },
        Law("abs") { a, _ in a.magnitude }, Law("sign") { a, _ in a > 0 ? 1 : -1 },
        Law("positive") { a, _ in a > 0 ? 1 : 0 }, Law("add") { $0 + $1 }, Law("subtract") { $0 - $1 },
        Law("multiply") { $0 * $1 }, Law("divide") { $0 / $1 }, Law("power", 0.1...3, ulps: 1) { pow($0, $1) },
        Law("max") { max($0, $1) }, Law("at_least") { $0 >= $1 ? 1 : 0 },
    ]
}

protocol Elementwise: Precision {
    static func operate(
        _ level: Level, _ code: Int32, _ count: Int, _ a: [Self], _ b: [Self], _ out: inout [Self])
}

extension Double: Elementwise {
    static func operate(
        _ level: Level, _ code: Int32, _ count: Int, _ a: [Double], _ b: [Double], _ out: inout [Double]
    ) {
        descent_kernels_f64_at(level.code).pointee.operate(code, count, a, b, &out)
    }
}

extension Float: Elementwise {
    static func operate(
        _ level: Level, _ code: Int32, _ count: Int, _ a: [Float], _ b: [Float], _ out: inout [Float]
    ) {
        descent_kernels_f32_at(level.code).pointee.operate(code, count, a, b, &out)
    }
}
