import Descent
import TestSupport
import Testing

/// Standardised coordinates change the numbers of a point, never the objective.
@Suite struct StandardisationTests {
    @Test(arguments: NeuronCase.all, [true, false])
    func theObjectiveIsTheSame(_ instance: NeuronCase, hasBias: Bool) throws {
        for (offset, scale) in [(0.0, 1.0), (3, 100), (1000, 0.5)] {
            let problem = Self.shifted(instance, by: offset, scale: scale, hasBias: hasBias)
            let plain = try problem.sweep(), standard = try problem.sweep(standardised: true)
            let change = try #require(standard.standardisation)
            #expect(change.isStaged == (hasBias && offset / scale > 64))
            #expect(standard.plan.isStaged == change.isStaged)
            let point = Self.original(problem, offset: offset, scale: scale)
            let inner = change.standardised(point)
            for (a, b) in zip(change.original(inner).values, point.values) {
                #expect((a - b).magnitude <= 1e-12 * max(1, point.values.map(\.magnitude).max()!))
            }
            let left = try plain.lossGradient(at: point), right = try standard.lossGradient(at: inner)
            let size = max(1, left.loss.magnitude)
            #expect((left.loss - right.loss).magnitude <= 1e-10 * size)
            // The gradient by v is (∂/∂w − shift ∂/∂b)/scale.
            for k in 0..<problem.outputs {
                for i in 0..<problem.features {
                    let biasPart = change.shift[i] * left.gradient.bias(k)
                    let expected = (left.gradient[i, k] - biasPart) / change.scale[i]
                    let magnitude = (left.gradient[i, k].magnitude + biasPart.magnitude) / change.scale[i]
                    #expect((right.gradient[i, k] - expected).magnitude <= 1e-10 * max(1, magnitude))
                }
                #expect((right.gradient.bias(k) - left.gradient.bias(k)).magnitude <= 1e-10 * size)
            }
        }
    }

    @Test(arguments: NeuronCase.classical)
    func curvaturesAgreeWithEachOther(_ instance: NeuronCase) throws {
        let problem = Self.shifted(instance, by: 3, scale: 100, hasBias: true)
        let sweep = try problem.sweep(standardised: true)
        let inner = try #require(sweep.standardisation).standardised(Self.original(problem, offset: 3, scale: 100))
        let direction = CurvatureTests.direction(like: inner)
        let H = try sweep.hessian(at: inner), product = try sweep.hessianVector(at: inner, along: direction)
        for row in 0..<H.rows {
            let expected = (0..<H.columns).reduce(0) { $0 + H[row, $1] * direction.values[$1] }
            #expect((product.values[row] - expected).magnitude < 1e-11)
        }
    }

    /// Dates and the like: an offset of 10⁹ deviations leaves ten digits and more.
    @Test func stagingKeepsTheDigitsThatFoldingLoses() throws {
        var generator = SplitMix64(seed: 8)
        let n = 4, m = 5000, offset = 1e9
        let small = (0..<n * m).map { _ in Double(Int.random(in: -512...512, using: &generator)) / 512 }
        let y = (0..<m).map { _ in Double(Int.random(in: 0...1, using: &generator)) }
        // Exact numbers, so that both matrices hold the same data but for the offset.
        let near = try Matrix(rows: n, columns: m, small),
            far = try Matrix(rows: n, columns: m, small.map { $0 + offset })
        let nearSweep = try Sweep(Dataset(near, targets: y), neuron: .logistic, standardised: true)
        let farSweep = try Sweep(Dataset(far, targets: y), neuron: .logistic, standardised: true)
        let left = try #require(nearSweep.standardisation), right = try #require(farSweep.standardisation)
        #expect(!left.isStaged && right.isStaged && left.scale == right.scale)
        var point = farSweep.zero
        for i in 0..<n { point[i] = 0.5 - Double(i) / 4 }
        // The rounded mean of the far data is off by up to 2⁻²⁴, which bias and gradient of the near data make up for.
        let gap = (0..<n).map { (left.shift[$0] - (right.shift[$0] - offset)) / left.scale[$0] }
        var nearPoint = point
        nearPoint.setBias((0..<n).reduce(0) { $0 + point[$1] * gap[$1] })
        let a = try nearSweep.lossGradient(at: nearPoint), b = try farSweep.lossGradient(at: point)
        #expect((a.loss - b.loss).magnitude < 1e-14)
        #expect((a.gradient.bias() - b.gradient.bias()).magnitude < 1e-14)
        for i in 0..<n {
            #expect(a.gradient[i].magnitude > 1e-3)
            #expect((a.gradient[i] + gap[i] * a.gradient.bias() - b.gradient[i]).magnitude < 1e-13)
        }
    }

    @Test(arguments: [1e-300, 1e-150, 1e150, 1e300])
    func extremeScalesNeitherOverflowNorVanish(_ scale: Double) throws {
        let plain = Problem<Double>(NeuronCase.all[0], .init(samples: 400))
        let values = plain.X.values.enumerated().map {
            $0.offset % plain.features == 0 ? $0.element * scale : $0.element
        }
        let X = try Matrix(rows: plain.features, columns: plain.samples, values)
        let data = try Dataset(X, targets: plain.targets)
        let sweep = try Sweep(data, neuron: .logistic, standardised: true)
        let expected = try plain.sweep(standardised: true)
        var point = sweep.zero
        for index in point.values.indices { point.values[index] = 0.25 * Double(index) }
        let a = try sweep.lossGradient(at: point), b = try expected.lossGradient(at: point)
        #expect(a.gradient.values.allSatisfy { $0.isFinite && $0 != 0 })
        // Scales are powers of two near the deviation, so the rescaled feature may differ by up to 2.
        let ratio = sweep.standardisation!.scale[0] / expected.standardisation!.scale[0] / scale
        #expect(ratio > 0.4 && ratio < 2.5)
        for i in 1..<plain.features where ratio == 1 { #expect((a.gradient[i] - b.gradient[i]).magnitude < 1e-12) }
        let H = try sweep.hessian(at: point)
        #expect(H.values.allSatisfy { $0.isFinite && $0.magnitude < 10 })
    }

    @Test func theLayerOfAPointIsInOriginalCoordinates() throws {
        for isStandardised in [false, true] {
            let problem = Self.shifted(NeuronCase.all[0], by: 3, scale: 100, hasBias: true)
            let sweep = try problem.sweep(standardised: isStandardised)
            let original = Self.original(problem, offset: 3, scale: 100)
            let layer = try sweep.layer(at: sweep.standardisation?.standardised(original) ?? original)
            for (a, b) in zip(layer.parameters.values, original.values) {
                #expect((a - b).magnitude <= 1e-13 * max(1, b.magnitude))
            }
        }
    }

    @Test func aConstantFeatureBecomesZero() throws {
        let X = try Matrix<Double>(samples: [[7, 1], [7, 2], [7, 4]])
        let sweep = try Sweep(Dataset(X, targets: [0.0, 1, 1]), neuron: .logistic, standardised: true)
        let result = try sweep.lossGradient(at: sweep.zero)
        #expect(sweep.standardisation?.isStaged == false)
        #expect(result.gradient[0].magnitude < 1e-15 && result.gradient[1].magnitude > 0.1)
    }

    /// X·scale + offset, as the data of the same problem.
    static func shifted(_ instance: NeuronCase, by offset: Double, scale: Double, hasBias: Bool) -> Problem<Double> {
        Problem<Double>(
            instance,
            .init(samples: 300, hasWeights: true, hasBias: hasBias, transform: { $0 * scale + offset }))
    }

    /// A point at which the transformed data have the scores of the original ones.
    static func original(_ problem: Problem<Double>, offset: Double, scale: Double) -> Parameters {
        var point = problem.point
        for k in 0..<point.outputCount {
            var bias = point.bias(k)
            for i in 0..<point.featureCount {
                point[i, k] = problem.point[i, k] / scale / (problem.point.hasBias ? 1 : 1 + offset)
                bias -= point[i, k] * offset
            }
            if point.hasBias { point.setBias(bias, output: k) }
        }
        return point
    }
}
