import Descent
import TestSupport
import Testing

/// First and second derivatives of the risk, against differences and against each other.
@Suite struct CurvatureTests {
    static let smooth = NeuronCase.all.filter(\.isSmooth)
    static let convexAndSmooth = smooth.filter { !["sigmoid", "tanh", "exp+"].contains(where: $0.label.hasPrefix) }

    @Test(arguments: NeuronCase.all.filter { !["perceptron", "absolute", "hinge"].contains(where: $0.label.contains) })
    func theGradientIsTheDifferenceOfTheRisk(_ instance: NeuronCase) throws {
        let problem = Problem<Double>(instance, .init(hasWeights: true, hasOffsets: true))
        let sweep = try problem.sweep()
        let gradient = try sweep.lossGradient(at: problem.point).gradient
        let step = 0x1p-18  // error h²/6 of the difference, ε/h of its rounding: both about 1e-11
        for index in gradient.values.indices {
            var ahead = problem.point, behind = problem.point
            ahead.values[index] += step
            behind.values[index] -= step
            let difference = (try sweep.loss(at: ahead) - sweep.loss(at: behind)) / (2 * step)
            #expect((difference - gradient.values[index]).magnitude < 1e-8, "parameter \(index)")
        }
    }

    @Test(arguments: convexAndSmooth)
    func theHessianTimesAVectorIsTheDifferenceOfTheGradient(_ instance: NeuronCase) throws {
        for hasBias in [true, false] {
            let problem = Problem<Double>(instance, .init(hasWeights: true, hasOffsets: true, hasBias: hasBias))
            let sweep = try problem.sweep()
            let direction = Self.direction(like: problem.point)
            let product = try sweep.hessianVector(at: problem.point, along: direction)
            let step = 0x1p-18
            var ahead = problem.point, behind = problem.point
            for index in direction.values.indices {
                ahead.values[index] += step * direction.values[index]
                behind.values[index] -= step * direction.values[index]
            }
            let right = try sweep.lossGradient(at: ahead).gradient, left = try sweep.lossGradient(at: behind).gradient
            for index in product.values.indices {
                let difference = (right.values[index] - left.values[index]) / (2 * step)
                #expect((difference - product.values[index]).magnitude < 1e-8, "parameter \(index)")
            }
        }
    }

    @Test(arguments: NeuronCase.all, [true, false])
    func theHessianTimesAVectorIsTheProductOfTheTwo(_ instance: NeuronCase, hasBias: Bool) throws {
        try check(Double.self, instance, hasBias)
        try check(Float.self, instance, hasBias)
    }

    private func check<T: Scalar>(_ type: T.Type, _ instance: NeuronCase, _ hasBias: Bool) throws {
        for layout in [Matrix<T>.Layout.sampleMajor, .featureMajor] {
            let options = Problem<T>.Options(
                samples: 300, layout: layout, hasWeights: true, hasOffsets: true, hasBias: hasBias)
            let problem = Problem<T>(instance, options)
            let sweep = try problem.sweep()
            let direction = Self.direction(like: problem.point)
            let H = try sweep.hessian(at: problem.point)
            let product = try sweep.hessianVector(at: problem.point, along: direction)
            for row in 0..<H.rows {
                var expected = 0.0, size = 0.0
                for column in 0..<H.columns {
                    expected += H[row, column] * direction.values[column]
                    size += max(H[row, column].magnitude, 1) * direction.values[column].magnitude
                    #expect(H[row, column] == H[column, row])
                }
                #expect((product.values[row] - expected).magnitude <= 64 * Double(T.ulpOfOne) * size)
            }
        }
    }

    @Test(arguments: NeuronCase.all)
    func theHessianIsNeverNegative(_ instance: NeuronCase) throws {
        let problem = Problem<Double>(instance, .init(samples: 50))
        var H = try problem.sweep().hessian(at: problem.point)
        // A Cholesky factor exists once the rounding and the flat directions are lifted.
        for index in 0..<H.rows { H[index, index] += 1e-9 }
        let order = H.rows
        let info = H.withUnsafeMutablePointer { Double.potrf(order: order, a: $0, stride: order) }
        #expect(info == 0)
    }

    /// Where one class is nearly certain, the curvature is that of the logistic neuron to the last digits.
    @Test(arguments: [10.0, 40, 200, -40])
    func aCertainSoftmaxKeepsItsCurvature(_ score: Double) throws {
        let X = try Matrix<Double>(samples: [[1]])
        let soft = try Sweep(Dataset(X, classes: [0], of: 2), neuron: .softmax(classes: 2), hasBias: false)
        let logistic = try Sweep(Dataset(X, targets: [0.0]), neuron: .logistic, hasBias: false)
        var point = soft.zero, single = logistic.zero, direction = soft.zero
        point[0, 0] = score
        single[0] = score
        direction[0, 0] = 1
        let h = try logistic.hessian(at: single)[0, 0]
        #expect(h > 0)
        for value in try soft.hessian(at: point).values { #expect((value.magnitude / h - 1).magnitude < 1e-14) }
        let product = try soft.hessianVector(at: point, along: direction)
        #expect((product[0, 0] / h - 1).magnitude < 1e-14 && (product[0, 1] / h + 1).magnitude < 1e-14)
    }

    @Test(arguments: [true, false])
    func theGramMatrixIsTheWeightedMeanOfOuterProducts(hasBias: Bool) throws {
        let problem = Problem<Float>(NeuronCase.all[0], .init(samples: 300, hasWeights: true, hasBias: hasBias))
        let gram = try problem.sweep().gram()
        #expect(gram.rows == problem.features + (hasBias ? 1 : 0))
        func x(_ i: Int, _ j: Int) -> Double { i < problem.features ? Double(problem.X[i, j]) : 1 }
        for row in 0..<gram.rows {
            for column in 0..<gram.columns {
                let expected = (0..<problem.samples).reduce(0) {
                    $0 + problem.weight($1) / problem.totalWeight * x(row, $1) * x(column, $1)
                }
                // Staged in Double, also for Float data.
                #expect((gram[row, column] - expected).magnitude < 1e-14)
            }
        }
    }

    static func direction(like shape: Parameters) -> Parameters {
        var generator = SplitMix64(seed: 99)
        var direction = shape
        for index in direction.values.indices {
            direction.values[index] = Double(Float.random(in: -1...1, using: &generator))
        }
        return direction
    }
}
