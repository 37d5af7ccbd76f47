import Descent
import TestSupport

/// A table by chance, and recipes with the columns that an obvious loop makes of them.
struct TermInstances {
    let table: Table
    let samples: Int
    let age: [Double]
    let weight: [Float]
    let count: [UInt8]
    let city: [String]
    let color: [UInt8]
    static let cities = ["Bonn", "Oslo", "Rome", "Wien"]

    init(samples: Int, seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        self.samples = samples
        age = (0..<samples).map { _ in generator.number(in: 18...90) }
        weight = (0..<samples).map { _ in Float(generator.number(in: -3...3)) }
        count = (0..<samples).map { _ in UInt8.random(in: 0...200, using: &generator) }
        // All levels occur, whatever chance says.
        city = (0..<samples).map { (i: Int) -> String in
            i < 4 ? Self.cities[i] : Self.cities.randomElement(using: &generator)!
        }
        color = (0..<samples).map { (i: Int) -> UInt8 in
            i < 3 ? UInt8(i) : UInt8.random(in: 0..<3, using: &generator)
        }
        table = try Table([
            "age": .numbers(age), "weight": .numbers(weight), "count": .numbers(count), "city": .texts(city),
            "color": .categories(color, levels: ["red", "green", "blue"]),
        ])
    }

    /// All columns of the first with all of the others, the first's changing fastest.
    static func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
        var result: [[Double]] = []
        for column in b {
            for other in a { result.append(column.indices.map { other[$0] * column[$0] }) }
        }
        return result
    }

    private func indicators(_ places: [Int], _ levels: Range<Int>) -> [[Double]] {
        levels.map { level in places.map { $0 == level ? 1 : 0 } }
    }
    private var cityPlaces: [Int] { city.map { Self.cities.firstIndex(of: $0)! } }
    /// Of all cities, or all but the first.
    func cities(_ isFull: Bool) -> [[Double]] { indicators(cityPlaces, (isFull ? 0 : 1)..<4) }
    func colors(_ isFull: Bool) -> [[Double]] { indicators(color.map { Int($0) }, (isFull ? 0 : 1)..<3) }
    var citySums: [[Double]] { (0..<3).map { level in cityPlaces.map { $0 == 3 ? -1 : $0 == level ? 1 : 0 } } }

    /// B-splines by their definition, with knots at the quartiles.
    func splines(_ x: [Double], _ degreesOfFreedom: Int) -> [[Double]] {
        let sorted = x.sorted(), pieces = degreesOfFreedom - 2
        let inner = (1..<pieces).map { piece in
            let place = Double(x.count - 1) * Double(piece) / Double(pieces), low = Int(place)
            return sorted[low] + (place - Double(low)) * (sorted[min(low + 1, x.count - 1)] - sorted[low])
        }
        let knots = [Double](repeating: sorted[0], count: 4) + inner + [Double](repeating: sorted.last!, count: 4)
        func basis(_ i: Int, _ degree: Int, _ x: Double) -> Double {
            if degree == 0 {
                let isLast = x == sorted.last! && knots[i + 1] == x
                return knots[i] < knots[i + 1] && (knots[i]..<knots[i + 1]).contains(x) || isLast && knots[i] < x
                    ? 1 : 0
            }
            func share(_ above: Double, _ below: Double) -> Double { below == 0 ? 0 : above / below }
            return share(x - knots[i], knots[i + degree] - knots[i]) * basis(i, degree - 1, x)
                + share(knots[i + degree + 1] - x, knots[i + degree + 1] - knots[i + 1]) * basis(i + 1, degree - 1, x)
        }
        return (1...degreesOfFreedom).map { i in x.map { basis(i, 3, $0) } }
    }

    /// Powers, each made orthogonal to those before it, twice.
    func polynomials(_ x: [Double], _ degree: Int) -> [[Double]] {
        let mean = x.reduce(0, +) / Double(x.count)
        var found = [[Double](repeating: 1 / Double(x.count).squareRoot(), count: x.count)]
        for power in 1...degree {
            var column = x.map { x in (0..<power).reduce(1.0) { value, _ in value * (x - mean) } }
            for _ in 0..<2 {
                for before in found {
                    let shared = zip(column, before).reduce(0.0) { $0 + $1.0 * $1.1 }
                    for i in column.indices { column[i] -= shared * before[i] }
                }
            }
            let norm = column.reduce(0.0) { $0 + $1 * $1 }.squareRoot()
            found.append(column.map { $0 / norm })
        }
        return Array(found.dropFirst())
    }

    var weights: [Double] { weight.map { Double($0) } }
    var counts: [Double] { count.map { Double($0) } }

    static let exact = [
        "numbers", "arithmetic", "category", "without bias", "crossed", "no margins", "three factors", "product",
        "sums", "no contrast", "reference", "indicator",
    ]
    static let rounded = ["spline", "spline by category", "polynomial", "bases", "logarithm"]

    /// The terms of a name, in steps that are quick to compile.
    static func terms(_ name: String) -> Terms {
        let age: Arithmetic = "age", weight: Arithmetic = "weight", count: Arithmetic = "count", one: Arithmetic = 1
        let ages = Terms.number(age), weights = Terms.number(weight), counts = Terms.number(count)
        let cities = Terms.category("city"), colors = Terms.category("color")
        switch name {
        case "numbers": return ages + counts
        case "arithmetic":
            let ratio = weight.raised(to: 2) / (age - 3)
            return Terms.number(ratio) + Terms.number(.sqrt(count + one))
        case "category": return cities
        case "without bias":
            let both = cities + colors
            return both.withoutBias
        case "crossed": return ages * cities
        case "no margins": return cities.interaction(with: colors)
        case "three factors":
            let first = cities * weights
            return first * colors
        case "product": return ages.interaction(with: weights).interaction(with: cities)
        case "sums": return Terms.category("city", .sum) * colors
        case "no contrast": return Terms.category("city", Contrast.none)
        case "reference": return Terms.category("color", reference: "blue")
        case "indicator": return Terms.number(.indicator(of: "Rome", in: "city"))
        case "spline": return Terms.spline(age, degreesOfFreedom: 6)
        case "spline by category": return Terms.spline(weight, degreesOfFreedom: 3) * cities
        case "polynomial": return Terms.polynomial(age, degree: 7)
        case "bases":
            return Terms.polynomial(count, degree: 2).interaction(with: Terms.spline(age, degreesOfFreedom: 4))
        default:
            let sum = Arithmetic.log(age) + Arithmetic.exp(weight)
            return Terms.number(sum)
        }
    }

    /// The columns that they stand for.
    func columns(_ name: String) -> [[Double]] {
        func all(_ blocks: [[Double]]...) -> [[Double]] { blocks.flatMap { $0 } }
        func both(_ a: [Double], _ b: [Double], _ make: (Double, Double) -> Double) -> [[Double]] {
            [a.indices.map { make(a[$0], b[$0]) }]
        }
        let c = cities(false), k = colors(false), w = [weights], product = Self.product
        switch name {
        case "numbers": return [age, counts]
        case "arithmetic":
            let ratio = both(weights, age) { (w: Double, a: Double) -> Double in w * w / (a - 3) }
            return all(ratio, [counts.map { ($0 + 1).squareRoot() }])
        case "category": return c
        case "without bias": return all(cities(true), k)
        case "crossed": return all([age], c, product([age], c))
        case "no margins": return product(cities(true), colors(true))
        case "three factors":
            return all(c, w, k, product(c, w), product(c, k), product(w, k), product(product(c, w), k))
        case "product": return product(both(age, weights) { $0 * $1 }, cities(true))
        case "sums": return all(citySums, k, product(citySums, k))
        case "no contrast": return cities(true)
        case "reference": return Array(colors(true).prefix(2))
        case "indicator": return [cities(true)[2]]
        case "spline": return splines(age, 6)
        case "spline by category":
            let s = splines(weights, 3)
            return all(s, c, product(s, c))
        case "polynomial": return polynomials(age, 7)
        case "bases": return product(polynomials(counts, 2), splines(age, 4))
        default: return both(age, weights) { (a: Double, w: Double) -> Double in log(a) + exp(w) }
        }
    }
}
