// swift-format-ignore-file
// Written by references.py (mpmath 1.3.0, Python 3.11.7); not to be edited by hand.

/// Metrics of small samples, by their definitions in fractions. Class 1 is p ≥ ½.
struct MetricReferences {
    let probabilities: [Double]
    let labels: [Int]
    let weights: [Double]
    let values: [Double]
    let auc: Double
    let accuracy: Double
    let precision: Double
    let recall: Double
    let f1: Double
    let brier: Double
    let logLoss: Double
    let meanSquare: Double
    let meanAbsoluteError: Double
    let rSquared: Double

    static let all = [
        MetricReferences(
            probabilities: [0.0625, 0.0625, 0.125, 0.0625, 0.5625, 0.875],
            labels: [0, 1, 1, 1, 1, 0],
            weights: [1.0, 1.5, 0.0, 1.5, 0.0, 1.0],
            values: [-4.875, 3.375, 4.375, -4.0, -5.0, 0.0],
            auc: 0.25,
            accuracy: 0.2,
            precision: 0.0,
            recall: 0.0,
            f1: 0.0,
            brier: 0.68125,
            logLoss: 2.0923492459073501626,
            meanSquare: 13.271875,
            meanAbsoluteError: 3.375,
            rSquared: -0.1422654348381544089),
        MetricReferences(
            probabilities: [0.75, 0.125, 0.5, 0.4375, 0.125, 0.375, 0.5625, 0.0625, 0.75, 0.0625, 0.6875],
            labels: [0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 0],
            weights: [1.0, 1.5, 1.5, 1.5, 1.5, 0.0, 0.0, 1.5, 0.0, 0.5, 0.5],
            values: [4.25, 3.25, 4.875, -1.625, 3.875, 4.875, 4.625, 4.0, -1.125, -1.875, -1.25],
            auc: 0.48076923076923076923,
            accuracy: 0.36842105263157894737,
            precision: 0.0,
            recall: 0.0,
            f1: 0.0,
            brier: 0.29769736842105263158,
            logLoss: 0.81012050951274011408,
            meanSquare: 11.588815789473684211,
            meanAbsoluteError: 3.2960526315789473684,
            rSquared: -0.81442879796159006817),
        MetricReferences(
            probabilities: [0.3125, 0.0625, 0.1875, 0.9375, 0.375, 0.625, 0.875, 0.75, 0.75, 0.9375, 0.625, 0.5, 0.9375, 0.75, 0.375, 0.5, 0.5, 0.0625, 0.9375, 0.3125, 0.625, 0.125, 0.375, 0.75],
            labels: [0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0],
            weights: [1.0, 1.5, 1.5, 0.0, 0.5, 0.5, 0.5, 1.5, 1.5, 1.0, 0.5, 1.5, 2.0, 1.5, 0.0, 0.0, 0.5, 1.5, 0.5, 2.0, 2.0, 2.0, 0.0, 1.5],
            values: [-1.0, -5.0, -3.375, 3.125, 2.375, -4.375, -1.5, -3.125, -4.75, -2.875, -3.875, -1.5, 1.125, 3.375, -4.625, 3.75, 0.375, -1.75, -1.0, 3.875, -0.625, 0.0, -1.625, -1.375],
            auc: 0.40073529411764705882,
            accuracy: 0.44,
            precision: 0.3,
            recall: 0.5625,
            f1: 0.39130434782608695652,
            brier: 0.38859375,
            logLoss: 1.1391557955392329932,
            meanSquare: 9.10453125,
            meanAbsoluteError: 2.5275,
            rSquared: -0.3435150479956910863),
    ]
}
