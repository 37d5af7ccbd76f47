import Descent
import DescentFiles

/// What terms make of a table, as curves: each column by itself, or a fit's predictions.
struct TermCurves {
    let x: [Double]
    let learned: LearnedTerms

    /// - Parameters:
    ///   - formula: of one column `x`.
    ///   - x: ascending.
    init(_ formula: String, of x: [Double]) throws {
        self.x = x
        let table = try Table(["x": .numbers(x)])
        learned = try Terms(formula: formula, for: table).learned(from: table)
    }

    /// Points of a column: what a linear neuron predicts that has a weight of 1 there.
    func column(_ index: Int) throws -> [(x: Double, y: Double)] {
        let weights = (0..<learned.featureCount).map { $0 == index ? 1.0 : 0 }
        let layer = try Layer(neuron: .linear, weights: weights, bias: nil)
        let table = try Table(["x": .numbers(x)])
        return zip(x, try layer.predict(samples: learned.samples(of: table)).row(0)).map { ($0, $1) }
    }
}

/// Incomes by age in three cities, and what two formulas say of them.
struct CityIncomes {
    static let cities = ["Bonn", "Oslo", "Rome"]
    let points: [(city: Int, age: Double, income: Double)]
    private let table: Table

    init() throws {
        points = (0..<36).map { row in
            let city = row % 3, age = 20 + Double(row / 3) * 4
            let slope = [0.25, 0.75, 0.45][city], start = [30.0, 14, 24][city]
            // As far above the line as below it, in no order that a line could follow.
            let distance = [2.2, -1.4, 0.6, -2.6, 1.8, -0.6][row * 5 / 3 % 6]
            return (city, age, start + slope * (age - 20) + distance)
        }
        table = try Table([
            "income": .numbers(points.map(\.income)), "age": .numbers(points.map(\.age)),
            "city": .texts(points.map { Self.cities[$0.city] }),
        ])
    }

    /// The line of each city, by the fit of a formula.
    func lines(_ formula: String) throws -> [[(x: Double, y: Double)]] {
        let learned = try Terms(formula: formula, for: table).learned(from: table)
        let fit = try learned.dataset(of: table).fit(neuron: .linear), ages = [18.0, 66]
        return try Self.cities.map { city in
            let ends = try Table(["age": .numbers(ages), "city": .texts([city, city])])
            return zip(ages, try fit.layer.predict(samples: learned.samples(of: ends)).row(0)).map { ($0, $1) }
        }
    }
}
