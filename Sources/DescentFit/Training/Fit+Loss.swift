package import DescentAlgebra
package import DescentSolvers
internal import DescentSweep

extension Fit {
    /// What the layer that is returned costs on the data of the fit, by one read of them: the mean loss, which is the data's alone, and
    /// what was minimised.
    ///
    /// A report has the risk of the last answer, which may be that of another point: of the batch before the last step, or of a point
    /// that did worse on validation data. Both numbers are infinite where a loss is larger than a number can be.
    ///
    /// - Parameters:
    ///   - risk: what was minimised of the losses, their mean or their sum. Default the mean. Of weighted samples the mean is
    ///     Σ wℓ / Σ w.
    ///   - threads: see `ThreadBudget`.
    /// - Throws: `source` where data cannot be read.
    package func lossAndRisk(
        _ risk: Risk = .mean, threads: Int? = nil
    ) throws(DescentError) -> (loss: Double, risk: Double) {
        let sweep = try Sweep(data, neuron: layer.neuron, hasBias: layer.bias != nil, threads: threads)
        let point = layer.parameters, loss: Double
        do throws(DescentError) { loss = try sweep.loss(at: point) } catch {
            if case .overflow = error { return (.infinity, .infinity) }
            throw error
        }
        let added = penalty.strengths(sweep.setting(from: point, occasion: .allData)).value(point.values)
        return (loss, (risk == .mean ? loss : loss * data.survey.totalWeight) + added)
    }
}
