internal import CDescentKernels
internal import DescentSweep

extension Outline {
    /// a′(z)
    func outputGradient(at score: Double) -> Double? {
        guard let activation else { return nil }
        var score = score, prediction = 0.0, slope = 0.0, bend = 0.0
        activation.double(1, &score, &prediction, &slope, &bend)
        return slope
    }

    /// ∂ℓ/∂ŷ
    func lossByPrediction(_ prediction: Double, target: Double) -> Double? {
        switch criterion {
        case .cost(let cost):
            var prediction = prediction, target = target, loss = 0.0, slope = 0.0, bend = 0.0
            cost.double(1, &prediction, &target, cost.parameter, &loss, &slope, &bend)
            return slope
        case .poisson: return 1 - target / prediction
        case .perceptron, .softmax, .own: return nil
        }
    }
}
