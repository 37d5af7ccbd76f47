import Descent

/// R(w) = ½ Σ c w², a valley with its bottom at 0 and a curvature of its own for every weight.
///
/// It is the summed loss of a linear neuron without a bias on one sample per weight, with target 0 and sample weight c.
struct Bowl {
    private let curvatures: [Double]
    private let data: Dataset<Double>
    private let sweep: Sweep<Double>

    init(curvatures: [Double]) throws {
        self.curvatures = curvatures
        let count = curvatures.count
        let samples = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0 } }
        data = try Dataset(
            try Matrix(samples: samples), targets: curvatures.map { _ in 0 }, weights: curvatures, threads: 1)
        sweep = try Sweep(data, neuron: .linear, hasBias: false, risk: .sum, threads: 1)
    }

    private func point(_ weights: [Double]) -> Parameters {
        var point = sweep.zero
        point.values = weights
        return point
    }

    func risk(at weights: [Double]) throws -> Double { try sweep.loss(at: point(weights)) }

    func gradient(at weights: [Double]) throws -> [Double] {
        try sweep.lossGradient(at: point(weights)).gradient.values
    }

    /// Where plain descent goes, and the risk there; the start comes first.
    func descent(from start: [Double], rate: Double, steps: Int) throws -> [(weights: [Double], risk: Double)] {
        let solver = try Solver.firstOrder(
            GradientDescent(rate: rate), stopping: try Stopping(gradientNorm: nil, iterations: steps))
        var run = try Training(
            data, neuron: .linear, by: solver, start: point(start), hasBias: false, risk: .sum, threads: 1)
        var path: [(weights: [Double], risk: Double)] = []
        while case let weights = run.parameters.values, let progress = try run.step() {
            path.append((weights, progress.risk))
        }
        return path
    }

    /// The line of two weights along which the risk is `level`. Along any direction from the bottom the risk grows with
    /// the square of the distance, so that one value of it gives the distance. Directions are nearest to each other where
    /// the line bends most.
    func contour(_ level: Double) throws -> [(x: Double, y: Double)] {
        try stride(from: 0.0, through: 360, by: 5).map { angle in
            let circle = Plane.direction(degrees: angle)
            let direction = (x: circle.x / curvatures[0].squareRoot(), y: circle.y / curvatures[1].squareRoot())
            let distance = (level / (try risk(at: [direction.x, direction.y]))).squareRoot()
            return (distance * direction.x, distance * direction.y)
        }
    }
}
