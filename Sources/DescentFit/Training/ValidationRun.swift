internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// The losses on validation data so far, and the point that was best.
struct ValidationRun<Element: Scalar> {
    private let sweep: Sweep<Element>
    private let patience: Int
    private let standardisation: Standardisation?
    var best: Parameters?
    var bestLoss = Double.infinity
    /// Checks since the best one.
    var checksSince = 0

    init(
        _ validation: Validation<Element>, like training: Sweep<Element>, neuron: some Neuron
    ) throws(DescentError) {
        guard validation.data.featureCount == training.data.featureCount else {
            throw .mismatch(
                .input, .features, expected: training.data.featureCount, found: validation.data.featureCount)
        }
        sweep = try Sweep(
            validation.data, neuron: neuron, hasBias: training.zero.hasBias, risk: training.risk, standardisation: nil,
            grant: training.grant, cancellation: training.cancellation)
        try sweep.requireShape(training.zero, .parameters)
        patience = validation.patience
        standardisation = training.standardisation
    }

    var hasLostPatience: Bool { checksSince >= patience }

    /// The loss at a point of the fit, or nil where it is larger than a number can be, which is no improvement.
    mutating func check(_ point: Parameters) throws(DescentError) -> Double? {
        do throws(DescentError) {
            let loss = try sweep.loss(at: standardisation?.original(point) ?? point)
            checksSince += 1
            if loss < bestLoss {
                bestLoss = loss
                best = point
                checksSince = 0
            }
            return loss
        } catch .overflow {
            checksSince += 1
            return nil
        }
    }
}
