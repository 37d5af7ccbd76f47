internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

extension DualProblem {
    /// Factor, corrections, and the result on the scale of the data.
    func solution() throws(DescentError) -> LeastSquares.Solution {
        let refinement = try DualRefinement(self, try triangle())
        try refinement.run()
        let data = problem.data, scaling = problem.scaling
        var parameters = Parameters(features: data.featureCount, outputs: data.targets.rows, hasBias: problem.hasBias)
        var left = 0.0, norms: [Double] = [], squares: [Double] = [], isConverged = true
        for (output, own) in refinement.outputs.enumerated() {
            let size = scaling.targets[output]
            fill(&parameters, output, own, refinement.reduction)
            guard parameters.values.allSatisfy(\.isFinite) else { throw .overflow(.weights, sample: nil) }
            left += ColumnScaling.scaled(own.rest * own.rest / 2 / scaling.totalWeight, by: 2 * size)
            let square = square(own)
            squares.append(ColumnScaling.scaled(square, by: 2 * size + scaling.weight))
            norms.append(problem.norm(ofSquare: square, by: 2 * size + scaling.weight))
            isConverged = isConverged && isSettled(own, parameters, output)
        }
        // Of R, whose squares are the curvature in units of the penalty in as many directions as there are samples; in the others,
        // of which there are more, it is 1.
        let condition = max(1 / refinement.reciprocalCondition, refinement.norm)
        let unit = Double(Element.ulpOfOne) / 2
        return LeastSquares.Solution(
            parameters: parameters, rank: problem.columns - dependences.count, dependences: dependences,
            condition: condition,
            digits: norms.map { _ in max(0, -Math.decimalLogarithm(unit * max(1, condition))) },
            residualNorms: norms, residualSquares: squares, samples: counted,
            deviationFactors: [Double](repeating: .nan, count: problem.columns), independentColumns: [],
            inverseFactor: [], refinements: refinement.steps, isConverged: isConverged, left: left, reads: reads)
    }

    /// An output's weights, and its bias, which the means of the features had part in.
    private func fill(
        _ parameters: inout Parameters, _ output: Int, _ own: DualRefinement<Element>.Output,
        _ found: DualProducts<Element>
    ) {
        let features = problem.data.featureCount, scaling = problem.scaling, size = scaling.targets[output]
        func set(_ feature: Int, _ weight: DoubleDouble) {
            parameters[feature, output] = ColumnScaling.scaled(weight.value, by: size - scaling.features[feature])
        }
        for feature in 0..<features {
            let place = output * features + feature
            set(feature, DoubleDouble(found.weights[place], found.weightsLow[place]))
        }
        let first = problem.firstFeature
        var shift = own.shift
        for (place, feature) in free.enumerated() {
            set(feature, own.free[first + place])
            shift += own.free[first + place] * terms.means[feature]
        }
        guard problem.hasBias else { return }
        parameters.setBias(ColumnScaling.scaled((own.free[0] - shift).value, by: size), output: output)
    }

    /// Σ w r², scaled.
    private func square(_ own: DualRefinement<Element>.Output) -> Double {
        own.residuals.indices.reduce(DoubleDouble.zero) { sum, j in
            // The multiplier is w r, with more digits where r is small beside the response.
            terms.roots[j] > 0 ? sum + own.residuals[j] * own.multipliers[j] : sum
        }.value
    }

    /// Samples of a weight above 0.
    private var counted: Int { (0..<terms.samples).count { terms.roots[$0] > 0 } }

    /// Whether what was left, and the rounding of multipliers that cancel, are less than an eighth of the last place of an output's
    /// largest weight, wherever they are; or, where no weight does anything to the response, as little beside it.
    private func isSettled(
        _ own: DualRefinement<Element>.Output, _ parameters: Parameters, _ output: Int
    ) -> Bool {
        let scaling = problem.scaling, total = scaling.totalWeight.squareRoot(), size = scaling.targets[output]
        // A weight moves by no more than ‖R δa‖/√p; |(z − mean)c| rounds by 2⁻¹⁰² of its terms, whose squares add up to Σ w.
        let squares = own.multipliers.reduce(0) { $0 + $1.high * $1.high }
        let rounding = 0x1p-102 * squares.squareRoot() * total
        var furthest = 0.0, largest = 0.0, effect = 0.0
        for feature in 0..<problem.data.featureCount {
            let reach = terms.reaches[feature], unit = terms.units[feature]
            let weight = ColumnScaling.scaled(parameters[feature, output], by: -size).magnitude
            furthest = max(furthest, (own.left + rounding * reach) * reach * unit)
            largest = max(largest, weight)
            effect = max(effect, weight / unit)
        }
        return furthest <= 0x1p-56 * largest || effect <= 0x1p-90 && own.rest <= 0x1p-96 * total
    }
}
