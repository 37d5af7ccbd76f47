import Checks
import Descent

/// √(1 + e²) − 1 with e = z − y: about half the squared error of small errors, and the absolute one of large ones.
struct PseudoHuber: Neuron {
    let name = "pseudoHuber"
    // Convex, and with second derivatives everywhere, so that the audit may call its optimum one.
    let traits = NeuronTraits(.finite, isConvex: true)

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func predict<Element: Scalar>(_ tile: ScoreTile<Element>) {
        for output in 0..<tile.outputCount {
            let first = output * tile.stride
            for place in first..<first + tile.count { tile.predictions[place] = tile.scores[place] }
        }
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) {
        let one: Element = 1
        for sample in 0..<tile.count {
            let error = tile.scores[sample] - tile.targets[sample], square = error * error
            let root = (one + square).squareRoot()
            // Without the difference of nearly equal numbers that √(1 + e²) − 1 is for small errors.
            tile.losses[sample] = square / (one + root)
            tile.residuals[sample] = error / root
            if tile.order != .residual { tile.curvatures[sample] = one / (root * root * root) }
        }
    }
}

/// A loss of one's own in two ways, which are one loss: an expression, and a type.
@main
enum OwnLoss {
    static let features = 5
    static let samples = isDebug ? 2000 : 20_000
    static let truth = [1.0, -2, 0.5, 0, 3], constant = -1.0

    static func main() throws {
        let expression: BuiltInNeuron = try .expression("pseudoHuberExpression") { z, y in sqrt(1 + pow(z - y, 2)) - 1 }
        try compare(Double.self, expression, PseudoHuber(), within: 1e-9)
        try compare(Float.self, expression, PseudoHuber(), within: 1e-3)
    }

    /// Targets with errors of 0.1 at most, of which one in twenty is 50 too large.
    static func made<Element: Scalar>(_: Element.Type) throws -> Dataset<Element> {
        var chance = Chance(seed: 2)
        let values = (0..<features * samples).map { _ in Element(chance.unit()) }
        let X = try Matrix(rows: features, columns: samples, values)
        let y = (0..<samples).map { sample in
            let score = (0..<features).reduce(constant) { $0 + truth[$1] * Double(X[$1, sample]) }
            return Element(score + 0.2 * (chance.share() - 0.5) + (sample % 20 == 0 ? 50 : 0))
        }
        return try Dataset(X, targets: y)
    }

    static func compare<Element: Scalar>(
        _: Element.Type, _ expression: BuiltInNeuron, _ type: PseudoHuber, within tolerance: Double
    ) throws {
        let data = try made(Element.self)
        let first = try Sweep(data, neuron: expression), second = try Sweep(data, neuron: type)
        var point = first.zero
        for index in point.values.indices { point.values[index] = 0.3 * Double(index) - 0.5 }

        for (name, sweep) in [("expression", first), ("type", second)] {
            let found = try sweep.checkGradient(at: point)
            print(found)
            check("\(Element.self): the gradient of the \(name) is that of differences", found.passed)
        }
        let (here, there) = (try first.lossGradient(at: point), try second.lossGradient(at: point))
        check("\(Element.self): losses agree", here.loss, near: there.loss, within: tolerance)
        check(
            "\(Element.self): gradients agree", here.gradient.values, near: there.gradient.values, within: tolerance)
        let direction = here.gradient
        check(
            "\(Element.self): curvatures agree", try first.hessianVector(at: point, along: direction).values,
            near: try second.hessianVector(at: point, along: direction).values, within: tolerance)

        let one = try data.fit(neuron: expression), other = try data.fit(neuron: type)
        print("expression: \(one.outcome)\ntype: \(other.outcome)")
        if case .converged = other.outcome {} else { fail("the type's fit has not converged: \(other.outcome)") }
        // What an expression's curvature is below 0 nobody has told: its optimum is one among others.
        if case .localMinimum = one.outcome {} else { fail("the expression's fit ended otherwise: \(one.outcome)") }
        let found = one.layer.parameters.values
        check(
            "\(Element.self): coefficients agree", found, near: other.layer.parameters.values, within: tolerance)
        // A large error pulls with a slope of 1 and no more. One sample in twenty pulls the constant up until the others, of
        // curvature 1, hold it: by about 1/19. What it does to weights is of the size of 1/√(20 m), 0.005 in a debug build.
        check("\(Element.self): weights are the truth's", Array(found.dropLast()), near: truth, within: 0.03)
        check("\(Element.self): the constant is a little above the truth's", found.last!, near: constant, within: 0.07)
        check(
            "\(Element.self): both layers predict alike",
            Double(try one.layer.predict([Element](repeating: 1, count: features))),
            near: Double(try other.layer.predict([Element](repeating: 1, count: features))), within: 10 * tolerance)
    }
}
