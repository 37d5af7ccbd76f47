internal import DescentAlgebra

/// How columns are made from a table: each factor once for a run of samples, then the products.
final class TermPlan: Sendable {
    /// What makes a factor's columns.
    enum Maker: Sendable {
        case number(ArithmeticProgram)
        case spline(ArithmeticProgram, SplineBasis)
        case polynomial(ArithmeticProgram, OrthogonalPolynomial)
        /// For every code the column that is 1, or `TermPlan.none` or `blank`.
        case indicators(CategoryColumn, places: [Int32])
        /// For every code a row of numbers.
        case rows(CategoryColumn, [[Double]])
    }

    /// A factor in one of its codings.
    struct Use: Sendable {
        let maker: Maker
        let width: Int
        /// Among runs of numbers or, of indicators, among runs of places.
        let run: Int
    }

    /// A product: what its factors' columns are in it. Columns of a factor lie `step` columns apart.
    struct Product: Sendable {
        let first: Int
        let width: Int
        var numbers: [(run: Int, width: Int, step: Int)] = []
        var places: [(run: Int, step: Int32)] = []
    }

    /// No column of the factor is 1.
    static let none: Int32 = -1
    /// The sample has no values.
    static let blank: Int32 = -2

    let uses: [Use]
    let products: [Product]
    /// Runs of numbers of all factors, and before them those that are computed with.
    let workRuns: Int
    let numberRuns: Int
    let placeRuns: Int
    /// Whether a sample may have no values.
    let hasBlanks: Bool
    /// Samples that are made at once, so that what is written stays in the nearest cache.
    let block: Int

    /// - Throws: `illegalFormula` for what the table does not allow.
    init(_ terms: LearnedTerms, _ table: Table, unknown: UnknownLevel) throws(DescentError) {
        var uses: [Use] = [], known: [LearnedTerms.Part: Use] = [:], products: [Product] = []
        var numberRuns = 0, placeRuns = 0, depth = 1
        func use(_ part: LearnedTerms.Part) throws(DescentError) -> Use {
            if let use = known[part] { return use }
            let factor = terms.factors[part.factor]
            let maker: Maker
            do {
                maker = try factor.maker(isFull: part.isFull, of: table, unknown: unknown, depth: &depth)
            } catch { throw terms.fault(error.reason, at: factor) }
            let width = factor.width(isFull: part.isFull)
            let result: Use
            if case .indicators = maker {
                result = Use(maker: maker, width: width, run: placeRuns)
                placeRuns += 1
            } else {
                result = Use(maker: maker, width: width, run: numberRuns)
                numberRuns += width
            }
            known[part] = result
            uses.append(result)
            return result
        }
        for term in terms.terms {
            var product = Product(first: term.columns.lowerBound, width: term.columns.count), step = 1
            for part in term.parts {
                let use = try use(part)
                if case .indicators = use.maker {
                    product.places.append((use.run, Int32(step)))
                } else {
                    product.numbers.append((use.run, use.width, step))
                }
                step *= use.width
            }
            products.append(product)
        }
        (self.uses, self.products) = (uses, products)
        (self.numberRuns, self.placeRuns, workRuns) = (numberRuns, placeRuns, depth)
        hasBlanks = unknown == .blank
        block = max(16, min(256, 4096 / max(1, terms.featureCount)))
    }

    /// The factors of a range: work space first, then runs of numbers, and runs of places.
    func fill(
        _ range: Range<Int>, work: UnsafeMutablePointer<Double>, _ numbers: UnsafeMutablePointer<Double>,
        _ places: UnsafeMutablePointer<Int32>
    ) {
        let count = range.count
        for use in uses {
            let out = numbers + use.run * block
            switch use.maker {
            case .number(let program):
                program.run(range, work, stride: block)
                out.update(from: work, count: count)
            case .spline(let program, let basis):
                program.run(range, work, stride: block)
                basis.fill(work, count, into: out, stride: block)
            case .polynomial(let program, let basis):
                program.run(range, work, stride: block)
                basis.fill(work, count, into: out, stride: block)
            case .indicators(let column, let meanings):
                let run = places + use.run * block
                column.read(range, into: run)
                meanings.withUnsafeBufferPointer { for i in 0..<count { run[i] = $0[Int(run[i])] } }
            case .rows(let column, let rows):
                let codes = places + placeRuns * block
                column.read(range, into: codes)
                for i in 0..<count {
                    rows[Int(codes[i])].withUnsafeBufferPointer {
                        for k in 0..<use.width { out[k * block + i] = $0[k] }
                    }
                }
            }
        }
    }
}

extension LearnedTerms {
    func fault(_ reason: String, at factor: LearnedFactor) -> DescentError {
        .illegalFormula(formula: formula, place: factor.place, reason: reason)
    }
}
