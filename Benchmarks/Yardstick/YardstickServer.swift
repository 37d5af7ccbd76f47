import Descent
import DescentSystem

/// The yardstick's own process: two products over the whole matrix with OpenBLAS's own threads, whenever asked.
///
/// It never calls anything of Descent that computes, because that would set OpenBLAS to one thread for good. Between
/// two requests it waits for input, and OpenBLAS's threads sleep.
enum YardstickServer {
    /// The first word of the command line that starts it; no user types it.
    static let flag = "--yardstick"

    static func run() {
        var products: (any Products)?
        while let request = Pipe.receive(YardstickRequest(action: 0), from: 0) {
            var reply = YardstickReply()
            switch YardstickRequest.Action(rawValue: request.action) {
            case .prepare:
                // The old samples first: there may be no room for both.
                products = nil
                products = request.isFloat ? try? WholeProducts<Float>(request) : try? WholeProducts<Double>(request)
                reply.seconds = products == nil ? 0 : 1
            case .measure: reply = products?.measure(outputs: request.outputs) ?? reply
            case nil: return
            }
            if !Pipe.send(reply, to: 1) { return }
        }
    }
}

private protocol Products {
    mutating func measure(outputs: Int) -> YardstickReply?
}

/// Z = XᵀW and G = X Z/m, one call of OpenBLAS each: `gemv` for one output, `gemm` for several.
private struct WholeProducts<Element: Scalar>: Products {
    private let X: Matrix<Element>
    private var weights: [Element] = []
    private var scores: [Element] = []
    private var gradient: [Element] = []

    /// Throws also where OpenBLAS would get no buffers for its threads: it would ask for them without end.
    init(_ request: YardstickRequest) throws {
        let threads = System.environment("OPENBLAS_NUM_THREADS").flatMap { Int($0) } ?? 1
        guard BLAS.hasRoom(forThreads: threads) else { throw DescentError.algebra(because: .outOfMemory(bytes: 0)) }
        X = try SplitMix64.features.matrix(
            Shape(request.features, request.samples), request.isFeatureMajor ? .featureMajor : .sampleMajor)
    }

    /// The first pair wakes OpenBLAS's threads, the second counts.
    mutating func measure(outputs: Int) -> YardstickReply? {
        let n = X.rows, m = X.columns
        if weights.count != n * outputs {
            weights = SplitMix64.weights.weights(features: n, outputs: outputs)
            scores = [Element](repeating: 0, count: m * outputs)
            gradient = [Element](repeating: 0, count: n * outputs)
        }
        var measurement = Measurement()
        for _ in 0..<2 { measurement.add { multiply(n, m, outputs) } }
        return YardstickReply(
            seconds: measurement.seconds[1], scores: Double(Element.nrm2(scores.count, scores)),
            gradient: Double(Element.nrm2(gradient.count, gradient)))
    }

    private mutating func multiply(_ n: Int, _ m: Int, _ outputs: Int) {
        let isSampleMajor = X.layout == .sampleMajor, stride = X.stride
        let towardsScores: Transposition = isSampleMajor ? .transposed : .plain
        let towardsGradient: Transposition = isSampleMajor ? .plain : .transposed
        let scale = 1 / Element(m)
        X.withUnsafePointer { x in
            if outputs == 1 {
                let (rows, columns) = isSampleMajor ? (n, m) : (m, n)
                Element.gemv(
                    towardsScores, rows: rows, columns: columns, alpha: 1, a: x, stride: stride, x: weights, beta: 0,
                    y: &scores)
                Element.gemv(
                    towardsGradient, rows: rows, columns: columns, alpha: scale, a: x, stride: stride, x: scores,
                    beta: 0, y: &gradient)
            } else {
                Element.gemm(
                    towardsScores, .plain, rows: m, columns: outputs, depth: n, alpha: 1, a: x, strideA: stride,
                    b: weights, strideB: n, beta: 0, c: &scores, strideC: m)
                Element.gemm(
                    towardsGradient, .plain, rows: n, columns: outputs, depth: m, alpha: scale, a: x, strideA: stride,
                    b: scores, strideB: m, beta: 0, c: &gradient, strideC: n)
            }
        }
    }
}
