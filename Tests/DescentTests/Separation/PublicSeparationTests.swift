import DescentAlgebra
import Foundation
import Testing

import Descent
@testable import DescentFit

/// Data sets whose separation is known from the literature.
@Suite(.enabled(if: PublicSeparationCases.areThere, "the corpora are not there; name them in DESCENT_CORPORA"))
struct PublicSeparationTests {
    private static func test(
        _ samples: [[Double]], _ targets: [Double], weights: [Double]? = nil
    ) throws -> (Separation, in32Bits: Separation) {
        let double = try Dataset(Matrix(samples: samples), targets: targets, weights: weights)
        let single = try Dataset(
            Matrix(samples: samples.map { $0.map { Float($0) } }), targets: targets.map { Float($0) },
            weights: weights?.map { Float($0) })
        return (try Separation.test(double, neuron: .logistic), try Separation.test(single, neuron: .logistic))
    }

    /// NV runs to +∞; what stays finite is the fit of the samples that remain, certified to 30 digits.
    @Test func endometrialCancer() throws {
        let rows = PublicSeparationCases.endometrial
        let targets = rows.map { $0[3] }
        let verdicts = try Self.test(rows.map { Array($0.prefix(3)) }, targets)
        for verdict in [verdicts.0, verdicts.in32Bits] {
            guard case .quasiComplete(let infinity) = verdict else {
                Issue.record("\(verdict)")
                continue
            }
            #expect(infinity.coefficients == [.init(place: .weight(feature: 0, output: 0), sign: .plus)])
            #expect(infinity.direction[0] > 0)
            #expect(infinity.direction.values.dropFirst().allSatisfy { $0 == 0 })
            #expect(infinity.collinear.isEmpty)
            #expect(infinity.remaining == rows.indices.filter { rows[$0][0] == 0 })
            let remaining = infinity.remaining.map { rows[$0] }
            let limit = NewtonReference(
                X: remaining.map { [$0[1], $0[2], 1] }, weights: remaining.map { _ in 1 },
                offsets: remaining.map { _ in 0 }, outputs: 1, l2: 0, isRedundant: false
            ) { sample, scores in
                let prediction = 1 / (1 + Foundation.exp(-scores[0])), y = remaining[sample][3]
                return .init(
                    loss: Foundation.log(1 + Foundation.exp(scores[0])) - y * scores[0], slopes: [prediction - y],
                    bends: [prediction * (1 - prediction)])
            }.minimum()
            let certified = [-0.0421834032567899730679638710451, -2.90260561377757590853231111995, 4.30451778305782]
            for (found, expected) in zip(try #require(limit), certified) {
                #expect((found - expected).magnitude < 1e-10 * expected.magnitude)
            }
        }
    }

    /// Twice a feature is collinear with it, and left at 0.
    @Test func endometrialCancerWithATwin() throws {
        let rows = PublicSeparationCases.endometrial
        let verdicts = try Self.test(rows.map { [$0[0], 2 * $0[0], $0[1], $0[2]] }, rows.map { $0[3] })
        for verdict in [verdicts.0, verdicts.in32Bits] {
            guard case .quasiComplete(let infinity) = verdict else {
                Issue.record("\(verdict)")
                continue
            }
            #expect(infinity.coefficients == [.init(place: .weight(feature: 0, output: 0), sign: .plus)])
            #expect(infinity.collinear == [.weight(feature: 1, output: 0)])
            #expect(infinity.remaining.count == 66)
        }
    }

    /// Four samples that some programmes call overlapping although they are not, and four that do overlap.
    @Test func smallExamples() throws {
        let complete = try Self.test([[-1, 2], [-1, -2], [-2, -2], [2, 2]], [0, 1, 1, 1])
        for verdict in [complete.0, complete.in32Bits] {
            guard case .complete(let direction) = verdict else {
                Issue.record("\(verdict)")
                continue
            }
            #expect(-direction[0] + 2 * direction[1] + direction.bias() < 0)
            #expect(-direction[0] - 2 * direction[1] + direction.bias() > 0)
            #expect(-2 * direction[0] - 2 * direction[1] + direction.bias() > 0)
            #expect(2 * direction[0] + 2 * direction[1] + direction.bias() > 0)
        }
        let overlap = try Self.test([[-1], [0], [1], [2]], [0, 1, 0, 1])
        #expect(overlap.0 == .none)
        #expect(overlap.in32Bits == .none)
    }

    @Test func lizardsOverlap() throws {
        let rows = PublicSeparationCases.lizards
        let features = rows.map { Array($0.suffix(5)) }
        let verdict = try Self.test(
            features + features, rows.map { _ in 1 } + rows.map { _ in 0 },
            weights: rows.map { $0[0] } + rows.map { $0[1] })
        #expect(verdict.0 == .none)
        #expect(verdict.in32Bits == .none)
    }

    /// The greatest score of one class is the least of the other: two samples remain, and the coefficients are infinite.
    @Test func healthQuestionnairesTouch() throws {
        let scores = PublicSeparationCases.cases + PublicSeparationCases.others
        let targets = PublicSeparationCases.cases.map { _ in 1.0 } + PublicSeparationCases.others.map { _ in 0 }
        let verdicts = try Self.test(scores.map { [$0] }, targets)
        for verdict in [verdicts.0, verdicts.in32Bits] {
            guard case .quasiComplete(let infinity) = verdict else {
                Issue.record("\(verdict)")
                continue
            }
            #expect(
                infinity.coefficients == [
                    .init(place: .bias(output: 0), sign: .minus),
                    .init(place: .weight(feature: 0, output: 0), sign: .plus),
                ])
            #expect(infinity.direction.bias() == -2 * infinity.direction[0])
            #expect(infinity.remaining == [0, scores.count - 1])
        }
    }
}
