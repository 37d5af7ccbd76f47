import Foundation
import TestSupport

/// Columns of features: some base columns, and others that depend on these exactly, nearly, or not at all.
///
/// Numbers of the grid are multiples of 1/8, so that their combinations are exact in both precisions.
struct FeatureTable {
    let isFloat: Bool
    let isGrid: Bool
    var rows: [[Double]] = []
    /// Columns that others do not follow from.
    let base: Int
    /// The sample that each is a copy of: itself, but for twins.
    private var origins: [Int] = []
    var ingredients: [String] = []

    var samples: Int { rows[0].count }

    init(isFloat: Bool, using generator: inout SplitMix64) {
        self.isFloat = isFloat
        isGrid = generator.chance(0.5)
        let count = generator.integer(1...8)
        let samples = Self.samples(&generator)
        base = generator.chance(0.5) ? count : generator.integer(1...count)
        for _ in 0..<base {
            rows.append(
                (0..<samples).map { _ in
                    isGrid ? Double(generator.integer(-24...24)) / 8 : isFloat.stored(generator.normal())
                })
        }
        origins = Array(0..<samples)
        if isGrid { ingredients.append("grid") }
    }

    private static func samples(_ generator: inout SplitMix64) -> Int {
        switch generator.number(in: 0...1) {
        case ..<0.15: generator.integer(3...10)
        case ..<0.5: generator.integer(10...30)
        default: generator.integer(30...60)
        }
    }

    /// Adds dependent columns, then gives every column its scale and offset. After the targets are made, of which these
    /// change nothing but digits.
    mutating func finish(features count: Int, _ generator: inout SplitMix64) {
        while rows.count < count { addDerived(&generator) }
        let isExtreme = generator.chance(0.06)
        if isExtreme { ingredients.append("extreme") }
        for column in rows.indices {
            if generator.chance(0.15) { offset(column, &generator) }
            var exponent = generator.number(in: -3...3)
            if isExtreme, generator.chance(0.5) {
                exponent = isFloat ? generator.number(in: -15...15) : generator.number(in: -150...150)
            }
            // Powers of two keep exact dependences exact.
            let scale = Double(sign: .plus, exponent: Int((exponent * 3.32).rounded()), significand: 1)
            for i in rows[column].indices { rows[column][i] = isFloat.stored(rows[column][i] * scale) }
        }
        var order = Array(rows.indices)
        for i in order.indices { order.swapAt(i, generator.integer(i...order.count - 1)) }
        rows = order.map { rows[$0] }
    }

    private mutating func addDerived(_ generator: inout SplitMix64) {
        let one = rows[generator.integer(0...rows.count - 1)], two = rows[generator.integer(0...rows.count - 1)]
        switch generator.number(in: 0...1) {
        case ..<0.25:
            ingredients.append("duplicate")
            rows.append(one)
        case ..<0.4:
            ingredients.append("constant")
            let value = generator.chance(0.3) ? 0 : Double(generator.integer(1...8))
            rows.append(one.map { _ in value })
        case ..<0.65:
            ingredients.append(isGrid ? "combination" : "rounded combination")
            let (a, b) = (Double(generator.integer(1...3)), Double(generator.integer(-2...2)))
            rows.append(zip(one, two).map { isFloat.stored(a * $0 + b * $1) })
        default:
            let exponent = generator.integer(1...16), epsilon = pow(10, -Double(exponent))
            ingredients.append("noise 1e-\(exponent)")
            // Twins stay twins.
            let noise = one.map { _ in epsilon * generator.normal() }
            rows.append(one.indices.map { isFloat.stored(one[$0] + noise[origins[$0]]) })
        }
    }

    private mutating func offset(_ column: Int, _ generator: inout SplitMix64) {
        let most = isFloat ? 4.0 : 8.0
        let offset = generator.power(of: 10, in: 0...most).rounded()
        ingredients.append("offset \(Int(offset))")
        for i in rows[column].indices { rows[column][i] = isFloat.stored(rows[column][i] + offset) }
    }

    /// Keeps the first samples, so many times over.
    mutating func makeTwins(of count: Int, copies: Int) {
        for column in rows.indices {
            rows[column] = (0..<copies).flatMap { _ in rows[column].prefix(count) }
        }
        origins = (0..<copies).flatMap { _ in 0..<count }
    }
}
