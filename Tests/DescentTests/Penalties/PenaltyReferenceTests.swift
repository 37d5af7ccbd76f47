import TestSupport
import Testing

import Descent
@testable import DescentSweep

/// Penalties by the names that scikit-learn and R's glmnet have for them, as the tables of the documentation say. Printed by
/// `penalties.py` with scikit-learn 1.9.1, NumPy 2.4.6, R 4.2.2 and glmnet 4.1-6.
@Suite struct PenaltyReferenceTests {
    enum Target: Sendable { case linear, logistic, poisson }

    struct Reference: Sendable, CustomTestStringConvertible {
        let target: Target
        let penalty: Penalty
        let theirs: String
        /// Of the four features, and the bias.
        let coefficients: [Double]

        init(_ target: Target, _ penalty: Penalty, _ theirs: String, _ coefficients: [Double]) {
            (self.target, self.penalty, self.theirs, self.coefficients) = (target, penalty, theirs, coefficients)
        }

        var testDescription: String { "\(target), \(penalty): \(theirs)" }
    }

    @Test(arguments: references)
    func isThatOfOthers(_ reference: Reference) throws {
        func fit(_ neuron: some Neuron) throws -> Layer<Double> {
            try Dataset(Self.X, targets: Self.targets(reference.target)).fit(neuron: neuron, penalty: reference.penalty)
                .layer
        }
        let layer =
            switch reference.target {
            case .linear: try fit(.linear)
            case .logistic: try fit(.logistic)
            case .poisson: try fit(.poisson)
            }
        // The others stop at some 10⁻⁸ of the risk's slope.
        for (found, expected) in zip(layer.weights.values + layer.bias!, reference.coefficients) {
            #expect(abs(found - expected) <= 1e-6 * max(1, abs(expected)))
        }
    }

    static let n = 60.0
    static let rows: [[Double]] = (0..<60).map { i in
        let first = Double((7 * i + 3) % 23) / 4, second = Double((5 * i + 1) % 19) * 3
        return [first, second, Double(i * i % 13) / 8, i % 5 == 0 ? 1 : 0]
    }
    static let X = try! Matrix(samples: rows)
    /// Of glmnet's linear fits with an l2 penalty, which divide the target by this before they penalise.
    static let deviation = try! Dataset(X, targets: targets(.linear)).survey.targets[0].standardDeviation

    static func targets(_ target: Target) -> [Double] {
        rows.enumerated().map { i, x in
            let noise = Double(11 * i % 29) / 4, rest = x[2] + x[3] + noise
            switch target {
            case .linear: return 0.5 * x[0] - 0.25 * x[1] + x[2] + rest
            case .logistic: return 0.5 * x[0] - 0.1 * x[1] + rest > 5 ? 1 : 0
            case .poisson: return Double(5 * i % 11) + 4 * x[3]
            }
        }
    }

    static let references: [Reference] = [
        .init(
            .logistic, try! .ridge(1 / (n * 0.1), on: .raw), "C = 0.1",
            [0.23057024956593736, -0.08964359977552892, 0.4208868665737398, 0.19144086016693523, -0.3450482785404241]),
        .init(
            .logistic, try! .ridge(1 / (n * 2), on: .raw), "C = 2",
            [0.3398290999232665, -0.11183806223372372, 2.1676569290571432, 1.404042662118751, -2.1105821339277804]),
        .init(
            .logistic, try! .ridge(1 / (n * 0.5), on: .deviations), "scaled, C = 0.5",
            [0.21842813164267436, -0.07351397032238687, 1.9311900870216947, 1.4155017609605949, -2.2277009424942547]),
        .init(
            .linear, try! .ridge(3 / n, on: .raw), "alpha = 3",
            [0.39465572049803743, -0.2577511892304175, 2.3076202913382926, 1.076693107303156, 3.676207055801643]),
        .init(
            .linear, try! .ridge(3 / n, on: .deviations), "scaled, alpha = 3",
            [0.37971866019556966, -0.24532657414094064, 2.6084978256932123, 1.3796536411953935, 3.1002844042615685]),
        .init(
            .linear, try! .lasso(0.2, on: .raw), "alpha = 0.2",
            [0.3465695973108191, -0.2578945272919968, 1.9768018446696785, 0.1448697118816072, 4.246615803897968]),
        .init(
            .linear, try! .lasso(0.2, on: .deviations), "scaled, alpha = 0.2",
            [0.2880943682163948, -0.24621201691650527, 2.3630970669734865, 0.9444417176341292, 3.645836846695266]),
        .init(
            .linear, try! .elasticNet(0.2, mixing: 0.3, on: .raw), "l1_ratio 0.3, alpha = 0.2",
            [0.38103297915098167, -0.2581045012061715, 1.6600178802715815, 0.5269593380385043, 4.319820715615884]),
        .init(
            .poisson, try! .ridge(0.1, on: .raw), "alpha = 0.1",
            [
                -0.01795209010238179, -0.0035456476611176162, -0.16059485300438583, 0.45589440476871995,
                1.9141474850752316,
            ]),
        .init(
            .linear, try! .lasso(0.2, on: .deviations), "glmnet, lambda = 0.2, alpha = 1",
            [0.28809436821639517, -0.24621201691650524, 2.3630970669734865, 0.9444417176341294, 3.645836846695264]),
        .init(
            .linear, try! .ridge(0.2 / deviation, on: .deviations), "glmnet, lambda = 0.2, alpha = 0",
            [0.38154188652697746, -0.24775215339931939, 2.6335840522204843, 1.3934905869586773, 3.138065726245632]),
        .init(
            .logistic, try! .lasso(0.03, on: .deviations), "glmnet, lambda = 0.03, alpha = 1",
            [0.13045859433911625, -0.07961605134556414, 2.037880727775107, 1.2814588870233294, -1.913448471634219]),
        .init(
            .logistic, try! .ridge(0.03, on: .deviations), "glmnet, lambda = 0.03, alpha = 0",
            [0.22497492926042686, -0.07612964629652565, 1.996857535090629, 1.4632455406797795, -2.273245675871426]),
        .init(
            .logistic, try! .elasticNet(0.03, mixing: 0.5, on: .deviations), "glmnet, lambda = 0.03, alpha = 0.5",
            [0.18280269606862354, -0.07758420249441628, 2.012247674973962, 1.3781925501881789, -2.1094207413678054]),
        .init(
            .poisson, try! .lasso(0.03, on: .deviations), "glmnet, lambda = 0.03, alpha = 1",
            [
                -0.015130678657787807, -0.00319984351604157, -0.15993999457133942, 0.48391676128472455,
                1.8891566330613907,
            ]),
        .init(
            .poisson, try! .ridge(0.03, on: .deviations), "glmnet, lambda = 0.03, alpha = 0",
            [
                -0.018148840086663336, -0.003491350358306236, -0.16730889442534738, 0.4913555720775442,
                1.9077118227293608,
            ]),
        .init(
            .poisson, try! .elasticNet(0.03, mixing: 0.5, on: .deviations), "glmnet, lambda = 0.03, alpha = 0.5",
            [
                -0.01664364370616728, -0.0033460605712500747, -0.16363463881898216, 0.48764830360550054,
                1.8984699464217754,
            ]),
        .init(
            .linear, try! .lasso(0.2, on: .raw), "glmnet, lambda = 0.2, alpha = 1, standardize = FALSE",
            [0.3465695973108195, -0.2578945272919968, 1.9768018446696778, 0.14486971188160655, 4.246615803897966]),
        .init(
            .linear, try! .ridge(0.2 / deviation, on: .raw), "glmnet, lambda = 0.2, alpha = 0, standardize = FALSE",
            [0.39379950399794605, -0.25769808494884905, 2.3846504323272937, 1.1379361462935549, 3.6069557692260257]),
        .init(
            .logistic, try! .lasso(0.03, on: .raw), "glmnet, lambda = 0.03, alpha = 1, standardize = FALSE",
            [0.23346219249452624, -0.0976151018156062, 1.5666090343996009, 0.4261397828876127, -1.23341872450507]),
        .init(
            .logistic, try! .ridge(0.03, on: .raw), "glmnet, lambda = 0.03, alpha = 0, standardize = FALSE",
            [0.3109034950440157, -0.09900655888014746, 1.3091190112675513, 0.7391527702370932, -1.29611082494424]),
        .init(
            .logistic, try! .elasticNet(0.03, mixing: 0.5, on: .raw),
            "glmnet, lambda = 0.03, alpha = 0.5, standardize = FALSE",
            [0.2735547587522388, -0.09785703120739131, 1.3995704529503588, 0.641986873269937, -1.256808854187609]),
        .init(
            .poisson, try! .lasso(0.03, on: .raw), "glmnet, lambda = 0.03, alpha = 1, standardize = FALSE",
            [
                -0.016582527827400755, -0.0035155546168324156, -0.15162220744883018, 0.46951905986297676,
                1.8995016138572578,
            ]),
        .init(
            .poisson, try! .ridge(0.03, on: .raw), "glmnet, lambda = 0.03, alpha = 0, standardize = FALSE",
            [
                -0.01815495439941854, -0.0035194498843410665, -0.1657364207378955, 0.48146373458464137,
                1.9102393840861227,
            ]),
        .init(
            .poisson, try! .elasticNet(0.03, mixing: 0.5, on: .raw),
            "glmnet, lambda = 0.03, alpha = 0.5, standardize = FALSE",
            [-0.01736892994978307, -0.0035175575249608575, -0.1587360684681213, 0.4755683864311652, 1.9049022921997196]),
    ]
}
