internal import CDescentKernels
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

    /// No column of the factor is 1.
    static let none: Int32 = -1
    /// The sample has no values.
    static let blank: Int32 = -2

    /// Runs of numbers that the kernel works with.
    static let products = Int(descent_term_products)

    let uses: [Use]
    /// The products, as the kernels take them, with the list that their factors stand in.
    let terms: [descent_term]
    let factors: [descent_term_factor]
    /// Runs of numbers of all factors, and before them those that are computed with.
    let workRuns: Int
    let numberRuns: Int
    let placeRuns: Int
    /// Samples whose factors are made at once, which stay in the second cache.
    let strip: Int
    /// Samples whose columns are written at once, so that what is written stays in the nearest cache.
    let block: Int

    /// - Throws: `illegalFormula` for what the table does not allow.
    init(_ terms: LearnedTerms, _ table: Table, unknown: UnknownLevel) throws(DescentError) {
        var uses: [Use] = [], known: [LearnedTerms.Part: Use] = [:], lists: [descent_term_factor] = []
        var products: [descent_term] = []
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
            var numbers: [descent_term_factor] = [], places = numbers, step = 1
            for part in term.parts {
                let use = try use(part)
                let factor = descent_term_factor(run: Int32(use.run), width: Int32(use.width), step: Int32(step))
                if case .indicators = use.maker { places.append(factor) } else { numbers.append(factor) }
                step *= use.width
            }
            products.append(
                descent_term(
                    first: Int32(term.columns.lowerBound), width: Int32(term.columns.count),
                    numbers_from: Int32(lists.count), numbers: Int32(numbers.count),
                    places_from: Int32(lists.count + numbers.count), places: Int32(places.count)))
            lists += numbers + places
        }
        (self.uses, self.terms, factors) = (uses, products, lists)
        (self.numberRuns, self.placeRuns, workRuns) = (numberRuns, placeRuns, depth)
        strip = max(32, min(512, 16_384 / max(1, depth + numberRuns)))
        block = max(32, min(strip, 2048 / max(1, terms.featureCount)))
    }

    /// The factors of a range: work space first, then runs of numbers, and runs of places.
    func fill(
        _ range: Range<Int>, work: UnsafeMutablePointer<Double>, _ numbers: UnsafeMutablePointer<Double>,
        _ places: UnsafeMutablePointer<Int32>
    ) {
        let count = range.count
        for use in uses {
            let out = numbers + use.run * strip
            switch use.maker {
            case .number(let program) where program.depth == 1: program.run(range, out, stride: strip)
            case .number(let program):
                program.run(range, work, stride: strip)
                out.update(from: work, count: count)
            case .spline(let program, let basis):
                program.run(range, work, stride: strip)
                basis.fill(work, count, into: out, stride: strip)
            case .polynomial(let program, let basis):
                program.run(range, work, stride: strip)
                basis.fill(work, count, into: out, stride: strip)
            case .indicators(let column, let meanings):
                let run = places + use.run * strip
                column.read(range, into: run)
                meanings.withUnsafeBufferPointer { for i in 0..<count { run[i] = $0[Int(run[i])] } }
            case .rows(let column, let rows):
                let codes = places + placeRuns * strip
                column.read(range, into: codes)
                for i in 0..<count {
                    rows[Int(codes[i])].withUnsafeBufferPointer {
                        for k in 0..<use.width { out[k * strip + i] = $0[k] }
                    }
                }
            }
        }
    }
}

extension TermPlan {
    /// The columns of samples whose factors are made: of a strip, a block after the other. Behind the runs of numbers is room
    /// for `descent_term_products`, behind those of places for one more.
    func write<Element: Scalar>(
        _ count: Int, _ numbers: UnsafeMutablePointer<Double>, _ places: UnsafeMutablePointer<Int32>, features: Int,
        into out: UnsafeMutablePointer<Element>, isSampleMajor: Bool, stride: Int
    ) {
        let products = numbers + numberRuns * strip, combined = places + placeRuns * strip
        for piece in (0..<count).pieces(of: block) {
            let first = piece.lowerBound
            TileKernels.writeTerms(
                terms, factors, numbers + first, places + first, stride: strip, features: features, piece.count,
                products, combined, into: out + first * (isSampleMajor ? stride : 1), isSampleMajor: isSampleMajor,
                outStride: stride)
        }
    }
}

extension LearnedTerms {
    func fault(_ reason: String, at factor: LearnedFactor) -> DescentError {
        .illegalFormula(formula: formula, place: factor.place, reason: reason)
    }
}
