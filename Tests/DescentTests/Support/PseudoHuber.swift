import Descent

/// A neuron as a user writes one: √(1+(z−y)²) − 1, in plain Swift, from outside the library.
struct PseudoHuber: Neuron {
    let name = "pseudoHuber"
    let traits = NeuronTraits(.finite, isConvex: true)

    func predict<Element: Scalar>(_ tile: ScoreTile<Element>) {
        for j in 0..<tile.count { tile.predictions[j] = tile.scores[j] }
    }

    func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) {
        for j in 0..<tile.count {
            let error = tile.scores[j] - tile.targets[j]
            let root = (1 + error * error).squareRoot()
            tile.losses[j] = root - 1
            tile.residuals[j] = error / root
            if tile.order != .residual { tile.curvatures[j] = 1 / (root * root * root) }
        }
    }
}
