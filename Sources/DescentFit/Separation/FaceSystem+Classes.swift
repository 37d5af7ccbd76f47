internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// The proof that several classes overlap, from a sweep's own gradient and Hessian.
///
/// A sample's multipliers are the probabilities ŷ_k of the classes that it is not of. The Hessian of its loss is the
/// covariance of the classes' unit vectors by ŷ, and so at most their second moment about that of its own class, which is
/// Σ λaaᵀ. Class 0 has the score 0.
extension FaceSystem {
    /// Coordinates from which on the Hessian takes more than a fit.
    static let mostForClasses = 3000

    /// At a point in the sweep's coordinates, which are standardised.
    init<Element>(
        _ sweep: Sweep<Element>, at point: Parameters, evaluation: inout Evaluation
    ) throws(DescentError) {
        try sweep.lossGradientCurvature(at: point, into: &evaluation)
        let curvature = evaluation.curvature!, features = point.featureCount, classes = point.outputCount
        let biases = point.hasBias ? (1..<classes).map { classes * features + $0 } : []
        let places = Array(features..<classes * features) + biases
        var square = point.hasBias ? 1.0 : 0
        let standardisation = sweep.standardisation!
        for (index, feature) in sweep.data.survey.features.enumerated() {
            let shift = standardisation.shift[index]
            let reach = max((feature.minimum - shift).magnitude, (feature.maximum - shift).magnitude)
            square += (reach / standardisation.scale[index]) * (reach / standardisation.scale[index])
        }
        width = places.count
        samples = sweep.data.sampleCount
        gradient = places.map { evaluation.gradient.values[$0] }
        var hessian = [Double](repeating: 0, count: places.count * places.count)
        for (j, column) in places.enumerated() {
            for i in 0...j { hessian[i + j * places.count] = curvature[places[i], column] }
        }
        self.hessian = hessian
        product = []
        longest = (2 * square).squareRoot()
        // Means: the multipliers of a sample are at most 1 in all.
        multipliers = longest
        share = 0
    }
}
