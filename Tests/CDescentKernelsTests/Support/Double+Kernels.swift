import CDescentKernels

extension Double: Precision {
    static var curveTable: String { References<Double>.curveTable }
    static var softmaxTable: String { References<Double>.softmaxTable }

    static func kernels(_ level: Level) -> Kernels<Double> {
        let table = descent_kernels_f64_at(level.code).pointee
        func neuron(_ key: Neuron) -> descent_pointwise_f64 {
            switch key {
            case .logistic: table.logistic
            case .linear: table.linear
            case .relu: table.relu
            case .sigmoid: table.sigmoid
            case .perceptron: table.perceptron
            case .poisson: table.poisson
            }
        }
        func summed(_ key: Neuron) -> descent_summed_f64 {
            switch key {
            case .logistic: table.logistic_sum
            case .linear: table.linear_sum
            case .relu: table.relu_sum
            case .sigmoid: table.sigmoid_sum
            case .perceptron: table.perceptron_sum
            case .poisson: table.poisson_sum
            }
        }
        func activation(_ key: Activation) -> descent_activation_f64 {
            switch key {
            case .identity: table.identity
            case .logisticCurve: table.logistic_curve
            case .rectifier: table.rectifier
            case .tangent: table.tangent
            case .exponential: table.exponential
            case .step: table.step
            }
        }
        func cost(_ key: Cost) -> descent_cost_f64 {
            switch key {
            case .crossEntropy: table.cross_entropy
            case .halfSquared: table.half_squared
            case .absolute: table.absolute
            case .huber: table.huber
            case .hinge: table.hinge
            }
        }
        return Kernels(
            pointwise: { neuron($0) }, summed: { summed($0) }, activation: { activation($0) }, cost: { cost($0) },
            chain: { table.chain($1, $2, $3, $4, $5, activation($0.activation), cost($0.cost), $6, $7, $8) },
            softmax: table.softmax, softmaxCurve: table.softmax_curve, softmaxCurvature: table.softmax_curvature,
            sum: table.sum, dot: table.dot, multiply: table.multiply, fill: table.fill, convert: table.convert,
            accumulate: table.accumulate, centre: table.centre, widen: table.widen, widenRescaled: table.widen_rescaled,
            gather: table.gather, stage: table.stage,
            stageRows: table.stage_rows, roots: table.roots, surveyMeans: table.survey_means,
            surveySquares: table.survey_squares,
            dots: table.dots, outer: table.outer, aloneScores: table.alone_scores, aloneGradient: table.alone_gradient,
            allFinite: table.all_finite, firstOutside: table.first_outside)
    }
}
