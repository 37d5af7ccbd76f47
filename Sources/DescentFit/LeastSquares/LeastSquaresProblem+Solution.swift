internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

extension LeastSquaresProblem {
    /// Results on the scale of the data.
    func solution(
        _ choice: ColumnChoice, _ refinement: Refinement<Element>
    ) throws(DescentError) -> LeastSquares.Solution {
        let outputs = refinement.outputs, first = firstFeature, triangle = choice.triangle
        var parameters = Parameters(features: data.featureCount, outputs: outputs, hasBias: hasBias)
        var left = 0.0, norms: [Double] = [], squares: [Double] = [], digits: [Double] = []
        for output in 0..<outputs {
            let size = scaling.targets[output], coefficients = refinement.coefficients[output]
            for feature in 0..<data.featureCount {
                parameters[feature, output] = ColumnScaling.scaled(
                    coefficients[first + feature].value, by: size - scaling.features[feature])
            }
            if hasBias { parameters.setBias(ColumnScaling.scaled(coefficients[0].value, by: size), output: output) }
            left += ColumnScaling.scaled(refinement.left[output] / scaling.totalWeight, by: 2 * size)
            let square = refinement.squares[output].value
            squares.append(ColumnScaling.scaled(square, by: 2 * size + scaling.weight))
            norms.append(norm(ofSquare: square, by: 2 * size + scaling.weight))
            digits.append(self.digits(triangle, coefficients, residual: square.squareRoot()))
        }
        guard parameters.values.allSatisfy(\.isFinite) else { throw .overflow(.weights, sample: nil) }
        var factors = [Double](repeating: .nan, count: columns), inverse = triangle.inverse
        // The square root of the weights' scale, half of it first where it is odd.
        let root = norm(ofSquare: 1, by: -scaling.weight)
        for (place, column) in triangle.columns.enumerated() {
            let exponent = column < first ? 0 : scaling.features[column - first]
            factors[column] = ColumnScaling.scaled(triangle.inverseRowNorms[place] * root, by: -exponent)
            for index in stride(from: place, to: inverse.count, by: triangle.order) {
                inverse[index] = ColumnScaling.scaled(inverse[index] * root, by: -exponent)
            }
        }
        // Columns of the solution: features, then the bias.
        let independent = triangle.columns.map { $0 < first ? data.featureCount : $0 - first }
        return LeastSquares.Solution(
            parameters: parameters, rank: triangle.order, dependences: choice.dependences,
            condition: 1 / triangle.reciprocalCondition, digits: digits, residualNorms: norms, residualSquares: squares,
            samples: refinement.counted, deviationFactors: Array(factors.dropFirst(first)) + factors.prefix(first),
            independentColumns: independent, inverseFactor: inverse,
            refinements: refinement.steps + 1, isConverged: refinement.isConverged, left: left,
            reads: reads)
    }

    /// √(square · 2^exponent) without leaving the range on the way.
    func norm(ofSquare square: Double, by exponent: Int) -> Double {
        let odd = exponent & 1
        return ColumnScaling.scaled((square * (odd == 0 ? 1 : 2)).squareRoot(), by: (exponent - odd) / 2)
    }

    private func digits(_ triangle: Triangle, _ coefficients: [DoubleDouble], residual: Double) -> Double {
        let condition = 1 / triangle.reciprocalCondition
        let values = triangle.columns.map { coefficients[$0].high }
        let fitted = Double.nrm2(values.count, values) * Double.nrm2(triangle.values.count, triangle.values)
        let angle = fitted > 0 ? residual / fitted : 0
        let loss = condition + (angle > 0 ? condition * condition * angle : 0)
        let unit = Double(Element.ulpOfOne) / 2
        return max(0, -Math.decimalLogarithm(unit * max(1, loss)))
    }

    var reads: Double {
        Double(bytesRead)
            / (Double(data.featureCount) * Double(data.sampleCount) * Double(MemoryLayout<Element>.stride))
    }
}
