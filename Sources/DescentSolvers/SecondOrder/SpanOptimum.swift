package import DescentAlgebra

/// Where among the points of a span some samples have their optimum, and the curvature there.
package struct SpanOptimum: Sendable, Equatable {
    /// T: rank × outputs, as the weights of outputs without a bias.
    package let coordinates: Parameters
    /// Of the risk without the penalty, in the order of the coordinates' values.
    package let curvature: Matrix<Double>

    /// By Newton's method from 0, to a few digits: a few hundred numbers, of a few thousand samples.
    ///
    /// Where classes lie apart the optimum is nowhere: it ends before the curvature is lost.
    ///
    /// - Parameters:
    ///   - scale: the risk is so many times the mean loss.
    ///   - evaluate: mean loss, gradient and curvature of the samples at some coordinates.
    /// - Returns: nil where not even the first step is one.
    package static func find(
        in span: OutputSpan, outputs: Int, scale: Double,
        _ evaluate: (Parameters, inout Evaluation) throws(DescentError) -> Void
    ) throws(DescentError) -> SpanOptimum? {
        let zero = Parameters(features: span.rank, outputs: outputs, hasBias: false)
        var best: (point: Parameters, loss: Double, curvature: Matrix<Double>)?
        var point = zero, evaluation = Evaluation(shape: zero), step: [Double] = []
        var length = 1.0, firstLoss = 0.0, firstTrace = 0.0
        for _ in 0..<mostEvaluations {
            evaluation.curvature = nil
            try evaluate(point, &evaluation)
            evaluation.scale(by: scale)
            let slopes = span.penalise(&evaluation, at: point)
            let curvature = evaluation.curvature!, trace = curvature.trace
            if let best {
                let isWorse = !(evaluation.loss < best.loss)
                guard isWorse || trace >= leastTrace * firstTrace else { break }
                if isWorse {
                    length /= 4
                    guard length > leastLength else { break }
                    point.values = zip(best.point.values, step).map { $0 + length * $1 }
                    continue
                }
            } else {
                (firstLoss, firstTrace) = (evaluation.loss, trace)
            }
            guard evaluation.loss.isFinite, trace > 0 else { break }
            best = (point, evaluation.loss, curvature)
            guard let factor = SymmetricFactor(span.held(curvature, outputs: outputs), order: slopes.count) else {
                break
            }
            step = factor.solve(slopes).map { -$0 }
            let left = -Double.dot(slopes.count, slopes, step) / 2
            guard left > enough * max(firstLoss - evaluation.loss, 0) else { break }
            length = 1
            point.values = zip(point.values, step).map { $0 + $1 }
        }
        return best.map { SpanOptimum(coordinates: $0.point, curvature: $0.curvature) }
    }

    private static var mostEvaluations: Int { 12 }
    private static var leastLength: Double { 0x1p-8 }
    private static var leastTrace: Double { 0x1p-6 }
    /// Of what was gained: an optimum of a sample is not that of all data.
    private static var enough: Double { 0x1p-8 }
}

extension OutputSpan {
    /// Adds the penalty to a loss at some coordinates; the slope with the penalty's.
    fileprivate func penalise(_ evaluation: inout Evaluation, at point: Parameters) -> [Double] {
        var slopes = evaluation.gradient.values
        for output in 0..<point.outputCount {
            for j in 0..<rank {
                let slope = (0..<rank).reduce(0) { $0 + ridge[$1 + j * rank] * point[$1, output] }
                slopes[output * rank + j] += slope
                evaluation.loss += slope * point[j, output] / 2
            }
        }
        return slopes
    }

    /// The curvature with the penalty, and with as much along shifts that all outputs have in common as the others have.
    func held(_ curvature: Matrix<Double>, outputs: Int) -> [Double] {
        let count = rank * outputs
        var result = [Double](repeating: 0, count: count * count)
        let size = curvature.trace / Double(count)
        for left in 0..<outputs {
            for right in 0..<outputs {
                for i in 0..<rank {
                    for j in 0..<rank {
                        let row = left * rank + i, column = right * rank + j
                        result[row + column * count] =
                            curvature[row, column] + (i == j ? size / Double(outputs) : 0)
                            + (left == right ? ridge[i + j * rank] : 0)
                    }
                }
            }
        }
        return result
    }
}

extension Evaluation {
    fileprivate mutating func scale(by factor: Double) {
        guard factor != 1 else { return }
        loss *= factor
        for i in gradient.values.indices { gradient.values[i] *= factor }
        for j in 0..<(curvature?.columns ?? 0) {
            for i in 0..<curvature!.rows { curvature![i, j] *= factor }
        }
    }
}

extension Matrix<Double> {
    fileprivate var trace: Double { (0..<min(rows, columns)).reduce(0) { $0 + self[$1, $1] } }
}
