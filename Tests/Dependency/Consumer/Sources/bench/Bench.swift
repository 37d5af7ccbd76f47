import COpenBLASOfMine
import Checks
import Descent
import Foundation

/// A target with the name of one of Descent's, which calls OpenBLAS itself beside what Descent makes of it.
@main
enum Bench {
    static let features = 28
    static let samples = isDebug ? 2000 : 50_000

    static func main() throws {
        var chance = Chance(seed: 9)
        let weights = (0..<features).map { _ in chance.unit() }
        let X = try Matrix<Double>(
            rows: features, columns: samples,
            initializingWith: { values in
                for _ in 0..<features * samples { values.append(chance.unit()) }
            })
        let began = Date()
        let exact = (0..<samples).map { dot(X, $0, weights) }
        print("\(samples) products by cblas_ddot: \(Date().timeIntervalSince(began)) s")
        let fit = try Dataset(X, targets: exact).fit(neuron: .linear)
        print("\(fit.outcome), \(fit.report.seconds) s")
        // Without noise least squares find the weights to the last digits.
        check("Descent's fit finds the weights of cblas_ddot", fit.layer.weights.values, near: weights, within: 1e-13)
        let predicted = try fit.layer.predict(X).row(0)
        check("its predictions are the products", predicted, near: exact, within: 1e-12)
        try count(X, exact.map { $0 > 0 ? 1 : 0 }, weights)
    }

    /// One product of a sample and the weights, by the client's own module of the library.
    static func dot(_ X: Matrix<Double>, _ sample: Int, _ weights: [Double]) -> Double {
        X.column(sample).withUnsafeBufferPointer {
            cblas_ddot(blasint(features), $0.baseAddress!, 1, weights, 1)
        }
    }

    /// What README says of the two calls: one `gemv` forward, and one more for the gradient, and nothing else.
    static func count(_ X: Matrix<Double>, _ y: [Double], _ weights: [Double]) throws {
        typealias Counters = @convention(c) (UnsafeMutablePointer<Int>) -> Void
        // Where nobody has laid the counting library before OpenBLAS, there is no such symbol.
        guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "descent_counted_calls") else {
            return print("the counting library is not preloaded: calls of OpenBLAS are not counted")
        }
        let read = unsafeBitCast(symbol, to: Counters.self)
        /// Calls of dgemv, of dgemm and of any other product, from the start.
        func calls() -> [Int] {
            var counts = [0, 0, 0]
            read(&counts)
            return counts
        }
        func counted(_ what: String, _ expected: [Int], _ work: () throws -> Void) throws {
            let before = calls()
            try work()
            let found = zip(calls(), before).map { $0 - $1 }
            check("\(what): calls of dgemv, dgemm and others are \(expected)", found == expected, "but \(found)")
        }
        let one = try Layer(neuron: .logistic, weights: weights, bias: 0.5)
        let three = try Layer(
            neuron: .logistic, weights: Matrix(rows: features, columns: 3, weights + weights + weights), bias: nil)
        let Y = try Matrix(rows: 3, columns: samples, layout: .featureMajor, y + y + y)
        // The first product of a process is preceded by the self-test, which has its own.
        _ = try one.forward(X)
        try counted("a product of the client's", [0, 0, 1]) { _ = dot(X, 0, weights) }
        try counted("forward", [1, 0, 0]) { _ = try one.forward(X) }
        try counted("predict", [1, 0, 0]) { _ = try one.predict(X) }
        try counted("gradient", [2, 0, 0]) { _ = try one.gradient(X, y) }
        try counted("gradient of the features' transpose", [2, 0, 0]) {
            let features = try Matrix(rows: Bench.features, columns: samples, layout: .featureMajor, X.values)
            _ = try one.gradient(features, y)
        }
        try counted("forward of three outputs", [0, 1, 0]) { _ = try three.forward(X) }
        try counted("gradient of three outputs", [0, 2, 0]) { _ = try three.gradient(X, Y) }
        try counted("a prediction of one sample", [0, 0, 0]) { _ = try one.predict(X.column(0)) }
    }
}
