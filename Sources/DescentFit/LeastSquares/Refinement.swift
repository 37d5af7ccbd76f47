internal import DescentAlgebra
internal import DescentSweep

/// Corrects coefficients until the corrections are too small to matter, or do not shrink any more.
final class Refinement<Element: Scalar> {
    private let problem: LeastSquaresProblem<Element>
    private let engine: SweepEngine<ResidualProducts<Element>>
    private let reduction: ResidualProducts<Element>
    let outputs: Int

    /// Per output, by the problem's columns.
    private(set) var coefficients: [[DoubleDouble]]
    /// Per output, the products of scaled columns with the weighted residuals at the last evaluation, penalty excluded.
    private(set) var products: [[DoubleDouble]]
    /// Per output, Σ w r² at the last evaluation; after `run`, at the coefficients.
    private(set) var squares: [DoubleDouble]
    private(set) var counted = 0
    private(set) var steps = 0
    private(set) var isConverged = false
    /// Per output, ½ ‖R δ‖² of the first correction that was not taken, or of what the last one leaves: what Σ ½ w r² is above its
    /// minimum, scaled.
    private(set) var left: [Double]

    /// More than any problem needs whose corrections shrink by half.
    private static var mostSteps: Int { 40 }

    init(
        _ problem: LeastSquaresProblem<Element>, _ responses: ResidualProducts<Element>.Responses, outputs: Int
    ) throws(DescentError) {
        self.problem = problem
        self.outputs = outputs
        reduction = try ResidualProducts(
            problem.rows, features: problem.data.featureCount, responses: responses, outputs: outputs)
        engine = try problem.engine(reduction, minimumSamples: 256)
        let zeros = [DoubleDouble](repeating: .zero, count: problem.columns)
        coefficients = Array(repeating: zeros, count: outputs)
        products = coefficients
        squares = Array(repeating: .zero, count: outputs)
        left = Array(repeating: .infinity, count: outputs)
    }

    /// - Parameter start: per output, coefficients of the triangle's columns.
    func run(_ triangle: Triangle, from start: [[Double]]) throws(DescentError) {
        for output in 0..<outputs {
            for (place, column) in triangle.columns.enumerated() {
                coefficients[output][column] = DoubleDouble(start[output][place])
            }
        }
        var sizes = [Double](repeating: 0, count: outputs)
        var active = Set(0..<outputs), converged = Set<Int>()
        // A step leaves about this share of the error.
        let share = 8 * Double(max(1, triangle.order)) * .ulpOfOne / triangle.reciprocalCondition
        while true {
            try evaluate()
            for output in active.sorted() {
                var step = downhill(output, triangle)
                triangle.solveTransposed(&step)
                let size = Double.nrm2(step.count, step)
                guard size.isFinite else { throw .overflow(.weights, sample: nil) }
                let shrink = steps == 0 ? 1 : size / sizes[output]
                // What no longer shrinks is rounding.
                if steps > 0, shrink >= 1 {
                    self.left[output] = size * size / 2
                    active.remove(output)
                    if isNegligible(step: size, output, triangle) { converged.insert(output) }
                    continue
                }
                sizes[output] = size
                triangle.solve(&step)
                let before = squares[output]
                advance(output, by: step, of: size, triangle)
                let left = size * (share < 0.5 ? share : shrink)
                self.left[output] = left * left / 2
                let isExact =
                    size * size <= 0x1p-30 * before.high || before.high <= 0x1p-190 * problem.scaling.totalWeight
                if isExact, isNegligible(step: left, output, triangle) {
                    active.remove(output)
                    converged.insert(output)
                } else if shrink > 0.5, steps > 0 {
                    active.remove(output)
                }
            }
            if active.isEmpty || steps == Self.mostSteps { break }
            steps += 1
        }
        isConverged = converged.count == outputs
    }

    /// Evaluates residuals and their products at the present coefficients.
    func evaluate() throws(DescentError) {
        let features = problem.data.featureCount, first = problem.firstFeature
        for output in 0..<outputs {
            let base = output * (features + 1)
            for feature in 0..<features {
                reduction.high[base + feature] = coefficients[output][first + feature].high
                reduction.low[base + feature] = coefficients[output][first + feature].low
            }
            reduction.high[base + features] = first == 1 ? coefficients[output][0].high : 0
            reduction.low[base + features] = first == 1 ? coefficients[output][0].low : 0
        }
        let width = reduction.width, pairs = reduction.pairs
        try problem.run(engine) { partial throws(DescentError) in
            guard TileKernels.allFinite(reduction.partialCount, partial) else {
                throw .overflow(.residuals, sample: nil)
            }
            func pair(_ place: Int) -> DoubleDouble { DoubleDouble(partial[place], partial[pairs + place]) }
            for output in 0..<outputs {
                if first == 1 { products[output][0] = pair(output * width + features) }
                for feature in 0..<features { products[output][first + feature] = pair(output * width + feature) }
                squares[output] = pair(output * width + features + 1)
            }
            counted = Int(partial[2 * pairs])
        }
    }

    /// Half of minus the gradient of Σ w r² + penalty, by the triangle's columns.
    private func downhill(_ output: Int, _ triangle: Triangle) -> [Double] {
        triangle.columns.map { column in
            (products[output][column] - coefficients[output][column] * problem.penalties[column]).value
        }
    }

    /// Adds a correction, and brings Σ w r² to where it leads: exact to second order, so no read is needed for it.
    private func advance(_ output: Int, by step: [Double], of size: Double, _ triangle: Triangle) {
        var change = DoubleDouble(size * size)
        for (place, column) in triangle.columns.enumerated() {
            change -= products[output][column] * (2 * step[place])
            change -= problem.penalties[column] * (step[place] * step[place])
            coefficients[output][column] += DoubleDouble(step[place])
        }
        squares[output] += change
        if squares[output].high < 0 { squares[output] = .zero }
    }

    /// Whether an error of this size, ‖R δ‖, is less than an eighth of the last place of every coefficient. Coefficients far
    /// below what the response's own rounding makes of them are asked for an error of 2⁻¹⁰² of the response.
    private func isNegligible(step size: Double, _ output: Int, _ triangle: Triangle) -> Bool {
        let floor = 0x1p-46 * problem.scaling.totalWeight.squareRoot()
        return triangle.columns.indices.allSatisfy { place in
            let norm = triangle.inverseRowNorms[place]
            let coefficient = coefficients[output][triangle.columns[place]].high.magnitude
            return size * norm <= 0x1p-56 * max(coefficient, floor * norm)
        }
    }
}
