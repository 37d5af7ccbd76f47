import CDescentKernels

/// The table of one precision and level with Swift function types, so that a test is written once for both precisions.
struct Kernels<T: Precision> {
    typealias Input = UnsafePointer<T>?
    typealias Output = UnsafeMutablePointer<T>?
    typealias Doubles = UnsafePointer<Double>?
    typealias DoublesOut = UnsafeMutablePointer<Double>?

    let pointwise: (Neuron) -> (Int, Input, Input, T, descent_order, Output, Output, Output) -> Void
    let summed: (Neuron) -> (Int, Input, Input, T, Output) -> Double
    let activation: (Activation) -> (Int, Input, Output, Output, Output) -> Void
    let cost: (Cost) -> (Int, Input, Input, T, Output, Output, Output) -> Void
    let chain: (Pair, Int, Input, Input, T, descent_order, Output, Output, Output) -> Void

    let softmax: (Int, Int, Int, Input, Input, Output, Output, Output) -> Void
    let softmaxCurve: (Int, Int, Int, Input, Output) -> Void
    let softmaxCurvature: (Int, Int, Int, Input, Output) -> Void

    let sum: (Int, Input, Input) -> Double
    let dot: (Int, Input, Input) -> Double
    let multiply: (Int, Output, Input) -> Void
    let fill: (Int, Output, T, Input) -> Void
    let convert: (Int, Doubles, Output) -> Void
    let accumulate: (Int, Input, DoublesOut) -> Void
    let centre: (Int, Int, Int32, Input, Int, Input, Input, Output, Int) -> Void
    let widen: (descent_number, Int, UnsafeRawPointer?, Output) -> Void
    let widenRescaled: (descent_number, Int, Int, UnsafeRawPointer?, Input, Input, Output) -> Void
    let gather: (Int, Int, Input, Int, Output, Int) -> Void
    let stage: (Int, Int, Int32, Input, Int, Doubles, Doubles, Doubles, DoublesOut, Int) -> Void
    let stageRows: (Int, Int, Int32, Input, Int, Doubles, Doubles, DoublesOut, Int) -> Void
    let roots: (Int, Int, Int, Input, Input, Int, Int, DoublesOut) -> Void
    let surveyMeans: (Int, Int, Int32, Input, Int, Doubles, DoublesOut, DoublesOut, DoublesOut) -> Void
    let surveySquares: (Int, Int, Int32, Input, Int, Doubles, Doubles, Doubles, Doubles, DoublesOut, DoublesOut) -> Void
    let dots: (Int, Int, Input, Int, Int, Input, Int, Output, Int) -> Void
    let outer: (Int, Int, Input, Int, Int, Input, Int, Output, Int) -> Void
    let aloneScores: (Int, Int, Input, Int, Input, Output) -> Void
    let aloneGradient: (Int, Int, Input, Int, Input, Output) -> Void
    let allFinite: (Int, Input) -> Int32
    let firstOutside: (Int, Input, T, T, Int32) -> Int
}

extension Kernels {
    /// Three numbers per score: loss, residual and curvature, or a value and its two derivatives.
    typealias Jets = (value: [T], first: [T], second: [T])

    func evaluate(
        _ neuron: Neuron, _ scores: [T], _ targets: [T], parameter: T = 1, _ order: Order = .exactCurvature
    ) -> Jets {
        jets(scores.count) { pointwise(neuron)(scores.count, scores, targets, parameter, order.code, $0, $1, $2) }
    }

    func sum(_ neuron: Neuron, _ scores: [T], _ targets: [T], parameter: T = 1) -> (loss: Double, residuals: [T]) {
        var residuals = T.zeros(scores.count)
        let loss = summed(neuron)(scores.count, scores, targets, parameter, &residuals)
        return (loss, residuals)
    }

    func evaluate(
        _ pair: Pair, _ scores: [T], _ targets: [T], parameter: T = 1, _ order: Order = .exactCurvature
    ) -> Jets {
        jets(scores.count) { chain(pair, scores.count, scores, targets, parameter, order.code, $0, $1, $2) }
    }

    func apply(_ activation: Activation, _ scores: [T]) -> Jets {
        jets(scores.count) { self.activation(activation)(scores.count, scores, $0, $1, $2) }
    }

    func apply(_ cost: Cost, _ predictions: [T], _ targets: [T], parameter: T = 1) -> Jets {
        jets(predictions.count) { self.cost(cost)(predictions.count, predictions, targets, parameter, $0, $1, $2) }
    }

    private func jets(_ count: Int, _ body: (Output, Output, Output) -> Void) -> Jets {
        var jets: Jets = (Array(repeating: 0, count: count), [T](repeating: 0, count: count), [])
        jets.second = jets.first
        jets.value.withUnsafeMutableBufferPointer { value in
            jets.first.withUnsafeMutableBufferPointer { first in
                jets.second.withUnsafeMutableBufferPointer { second in
                    body(value.baseAddress, first.baseAddress, second.baseAddress)
                }
            }
        }
        return jets
    }

    /// Scores with output k of sample j at [k * count + j].
    func softmax(outputs: Int, _ scores: [T], _ targets: [T]) -> (losses: [T], residuals: [T], probabilities: [T]) {
        var losses = [T](repeating: 0, count: targets.count)
        var residuals = [T](repeating: 0, count: scores.count), probabilities = residuals
        softmax(targets.count, outputs, targets.count, scores, targets, &losses, &residuals, &probabilities)
        return (losses, residuals, probabilities)
    }
}
