import Descent
import Foundation
import TestSupport
import Testing

@testable import DescentFiles
@testable import DescentSweep

/// A model keeps the terms of a formula as they were learned: what is read makes the same columns, and nothing else is read.
@Suite struct TermsModelTests {
    private func model(_ terms: LearnedTerms) throws -> Model<Double> {
        let weights = (0..<terms.featureCount).map { Double($0) / 7 - 1 }
        let matrix = try Matrix(rows: terms.featureCount, columns: 1, weights)
        var layer = try Layer(neuron: .logistic, weights: matrix, bias: [0.5])
        layer.expectsOffsets = !terms.offsets.isEmpty
        return try Model(layer, terms: terms)
    }

    @Test(arguments: FormulaReferences.designs.indices) func termsAreReadAsTheyWere(_ index: Int) throws {
        let table = try FormulaReferenceTests.table()
        var terms = try Terms(formula: FormulaReferences.designs[index].formula, for: table).learned(from: table)
        terms.means = ["age": 0.1 + 0.2]
        terms.missingTexts = ["?"]
        let written = try model(terms), read = try Model<Double>(bytes: written.bytes)
        let found = try #require(read.terms)
        #expect(found.terms == terms.terms && found.factors == terms.factors && found.hasBias == terms.hasBias)
        #expect(found.means == terms.means && found.missingTexts == ["?"] && found.formula == terms.formula)
        #expect(try found.columns(of: table) == terms.columns(of: table))
        #expect(read.bytes == written.bytes && read.featureNames == terms.featureNames)
    }

    private static let formula =
        "age ~ city * poly(height, 2) + bs(income, 5) + C(size, sum, ref=\"M\") + offset(log(exposure + 1))"

    private func learned() throws -> LearnedTerms {
        let table = try FormulaReferenceTests.table()
        return try Terms(formula: Self.formula, for: table).learned(from: table)
    }

    @Test func responseAndOffsetsTravel() throws {
        let terms = try learned(), table = try FormulaReferenceTests.table()
        let model = try model(terms), read = try #require(try Model<Double>(bytes: model.bytes).terms)
        #expect(try read.targets(of: table).values == terms.targets(of: table).values)
        #expect(try read.offsets(of: table) == terms.offsets(of: table))
        #expect(model.offset == .terms)
    }

    /// Every value of the recipe taken away, or made another: it is refused, or makes columns without a fault of memory.
    @Test func whatIsNoRecipeIsRefused() throws {
        let terms = try learned(), table = try FormulaReferenceTests.table()
        let whole = terms.json
        let strange: [JSON] = [
            .null, .number("-1"), .number("1e300"), .number("99999999999999999999"), .string(""), .array([]),
            JSON.object([(String, JSON)]()),
            .boolean(true), .number("1048577"),
        ]
        var refused = 0, taken = 0
        for place in 0..<whole.places {
            for other in strange {
                let (changed, _) = whole.replacing(place, with: other)
                do {
                    let read = try LearnedTerms(changed, missingTexts: [], path: "m")
                    taken += 1
                    _ = try? read.columns(of: table)
                    _ = try? read.targets(of: table)
                    _ = try? read.offsets(of: table)
                } catch {
                    refused += 1
                    guard case FileError.notAModel = error else { throw error }
                }
            }
        }
        #expect(refused > taken && taken > 0)
    }

    @Test func modelsOfOtherTermsAreNone() throws {
        let terms = try learned(), model = try model(terms)
        let few = try Layer(neuron: .logistic, weights: Matrix(rows: 2, columns: 1, [1.0, 2]), bias: [0])
        #expect(
            throws: FileError.notAModel(
                path: "the model", reason: "its terms make \(terms.featureCount) features where its weights have 2")
        ) {
            try Model(few, terms: terms, offset: .terms)
        }
        #expect(
            throws: FileError.notAModel(path: "the model", reason: "its features have other names than its terms make")
        ) {
            try Model(model.layer, featureNames: terms.featureNames.reversed(), terms: terms)
        }
        let columns = try FeatureColumns([
            FeatureColumns.Column("a", .number(mean: nil)), FeatureColumns.Column("b", .number(mean: nil)),
        ])
        #expect(
            throws: FileError.notAModel(
                path: "the model", reason: "its features are made by columns and by terms, where one of both is needed")
        ) { try Model(few, columns: columns, terms: terms) }
    }
}

extension JSON {
    /// Values within, this one included.
    fileprivate var places: Int {
        switch self {
        case .array(let elements): 1 + elements.reduce(0) { $0 + $1.places }
        case .object(let members): 1 + members.reduce(0) { $0 + $1.value.places }
        default: 1
        }
    }

    /// The same with another value at a place, and what is left of the places.
    fileprivate func replacing(_ place: Int, with other: JSON) -> (JSON, Int) {
        if place == 0 { return (other, -1) }
        var left = place - 1
        func visit(_ value: JSON) -> JSON {
            guard left >= 0 else { return value }
            let (result, rest) = value.replacing(left, with: other)
            left = rest
            return result
        }
        switch self {
        case .array(let elements): return (.array(elements.map(visit)), left)
        case .object(let members): return (.object(members.map { Member(key: $0.key, value: visit($0.value)) }), left)
        default: return (self, left)
        }
    }
}
