import Descent
import Dispatch

/// The other limit: a product of square matrices in cache, as many at once as there are threads, each with
/// OpenBLAS's one.
enum ProductPeak {
    private static let order = 512

    /// Floating-point operations per second: the best of a few, as a limit is. NaN where there is no memory for it.
    static func measure<Element: Scalar>(_ type: Element.Type, threads: Int) throws -> Double {
        try BLAS.prepare()
        guard BLAS.hasRoom(forThreads: threads) else { return .nan }
        let pairs = try (0..<threads).map { _ in try Pair<Element>(order) }
        var measurement = Measurement()
        for _ in 0..<8 {
            measurement.add {
                DispatchQueue.concurrentPerform(iterations: threads) { thread in
                    BLAS.pinToOneThread()
                    pairs[thread].multiply()
                }
            }
        }
        for pair in pairs where pair.corner != Element(order) {
            throw BenchError.wrongAnswer("a product of matrices of ones has \(pair.corner) instead of \(order)")
        }
        return Double(2 * order * order * order * threads) / measurement.minimum
    }

    /// Used by one thread at a time.
    private final class Pair<Element: Scalar>: @unchecked Sendable {
        private let ones: Matrix<Element>
        private var product: Matrix<Element>

        init(_ order: Int) throws {
            ones = try Matrix(rows: order, columns: order, [Element](repeating: 1, count: order * order))
            product = try Matrix(rows: order, columns: order)
        }

        var corner: Element { product[product.rows - 1, product.columns - 1] }

        func multiply() {
            let order = ones.rows
            ones.withUnsafePointer { a in
                product.withUnsafeMutablePointer { c in
                    Element.gemm(
                        .plain, .plain, rows: order, columns: order, depth: order, alpha: 1, a: a, strideA: order,
                        b: a, strideB: order, beta: 0, c: c, strideC: order)
                }
            }
        }
    }
}
