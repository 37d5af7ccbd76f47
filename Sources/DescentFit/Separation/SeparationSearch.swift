internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// Decides whether the loss of a data set falls for ever in some direction, by facial reduction.
///
/// The directions form the cone C of all d with aᵢ·d ≥ 0, one aᵢ for every condition, and = 0 for equalities. A working
/// set of conditions is kept in memory. By Gordan's alternative exactly one is true of those of its vectors that do not
/// vanish on what C is known to lie in: some direction is strictly positive on all of them, or positive multipliers of
/// some sum to zero. In the latter case no direction of C moves these, C lies in their complement, and the search goes
/// on in that. In the former one pass over all data tells whether the direction suits the others too; those that it
/// violates most join the working set. At the end every condition is strictly satisfied by the direction or vanishes on
/// the complement, which is then the span of C: the data are separated completely, in part, or not at all.
///
/// Each pass adds a condition and each reduction takes a dimension, so the search ends. The working set's arithmetic has
/// 106 bits.
final class SeparationSearch<Element: Scalar> {
    let data: Dataset<Element>
    let kind: Recession
    /// Which of several independent outputs is searched.
    let output: Int
    let coordinates: RecessionCoordinates
    /// Margins of at most this share of the product of both lengths are 0, in scaled coordinates: 2⁻⁴⁴, or the rounding
    /// of a product where that is more. Decimal fractions that are on one plane stay on it after their rounding; whole
    /// numbers are told apart unless they are closer than that.
    let tolerance: Double
    let passLimit: Int

    private let query: MarginQuery<Element>
    let feed: TileFeed<Element>
    private let plan: Plan
    let threads: Int?
    let grant: ThreadBudget.Grant
    private let engine: SweepEngine<MarginReduction<Element>>
    var passes = 0
    private var working: [Ray] = []
    private var hull: SeparationHull?
    /// What a certified face leaves; directions, working set and what is fixed are in its coordinates.
    private(set) var frame: Frame?
    private var known: Set<[Int]> = []
    /// What all directions of C are orthogonal to.
    private(set) var fixed: Subspace
    /// Why they are.
    private(set) var faces: [Face] = []

    /// Of weights that may run to one side only.
    private let oneSided: [[DoubleDouble]]

    /// A condition of the working set, with its vector scaled to length 1.
    private struct Ray {
        /// Nil where it is not about a sample.
        let row: RecessionRow?
        let vector: [DoubleDouble]
    }

    /// Conditions that can only be equal: because they are equalities, or because Σ λa is a combination of the vectors of
    /// earlier faces, with all multipliers λ positive.
    struct Face {
        let rows: [RecessionRow]
        /// Of vectors scaled to length 1 in the complement of the earlier faces. Empty for equalities.
        let multipliers: [Double]
        /// |Σ λa| in that complement.
        let remainder: Double
    }

    /// The end of a search.
    enum Answer {
        /// The direction satisfies so many conditions strictly, and vanishes on so many.
        case decided(direction: [DoubleDouble], strict: Int, equal: Int)
        case undecided(SeparationObstacle)
    }

    /// - Parameter sides: per feature, where its weight may run to one side only. Of classes, whose weights are compared with each
    ///   other, a shift of all keeps to it.
    init(
        _ data: Dataset<Element>, kind: Recession, output: Int = 0, hasBias: Bool,
        sides: [FloatingPointSign?] = [], threads: Int?, passLimit: Int? = nil
    ) throws(DescentError) {
        self.data = data
        self.output = output
        self.kind = kind
        coordinates = RecessionCoordinates(of: data.survey, hasBias: hasBias, blocks: kind.blocks)
        let dimension = coordinates.dimension
        tolerance = max(0x1p-44, Double(dimension) * 0x1p-49)
        self.threads = threads
        self.passLimit = passLimit ?? 200 + 4 * dimension
        fixed = Subspace(dimension: dimension, tolerance: tolerance)
        oneSided = (kind.isCoupled ? [] : sides).enumerated().compactMap { feature, side in
            guard let side else { return nil }
            var vector = [DoubleDouble](zeros: dimension)
            vector[feature] = DoubleDouble(side == .plus ? 1 : -1)
            return vector
        }
        working = oneSided.map { Ray(row: nil, vector: $0) }
        query = try MarginQuery(coordinates, kind: kind, tolerance: tolerance)
        let reduction = MarginReduction(query: query, output: output)
        plan = data.plan(outputs: kind.blocks, partialCount: reduction.partialCount)
        feed = data.feed()
        grant = try ThreadBudget.grant(asked: threads)
        engine = try SweepEngine(reduction, over: feed, plan: plan, grant: grant)
    }

    /// Numbers of a direction: those in the frame where there is one.
    private var order: Int { frame?.count ?? coordinates.dimension }

    /// Goes on with what a certified face leaves.
    func adopt(_ frame: Frame) {
        self.frame = frame
        fixed = Subspace(dimension: frame.count, tolerance: tolerance)
        let limits = oneSided.map { frame.project($0) }.filter { $0.norm.high > tolerance }
        working = limits.map { Ray(row: nil, vector: $0.scaled(by: DoubleDouble(1) / $0.norm)) }
        (hull, known, faces) = (nil, [], [])
    }

    /// - Parameters:
    ///   - suspect: a direction that may separate, which is tried first.
    ///   - extra: a further condition on directions, its vector in the coordinates of the search.
    func run(suspecting suspect: [DoubleDouble]? = nil, extra: [DoubleDouble]? = nil) throws(DescentError) -> Answer {
        var direction = suspect ?? [DoubleDouble](zeros: order)
        if extra != nil || !working.isEmpty {
            guard let found = reduce(with: extra) else { return .undecided(.rounding(passes: passes)) }
            direction = found
        }
        for _ in 0..<passLimit {
            let result = try pass(direction, within: fixed)
            if result.rows.isEmpty {
                return .decided(direction: direction, strict: result.strict, equal: result.equal)
            }
            guard take(result.rows), let next = reduce(with: extra) else {
                return .undecided(.rounding(passes: passes))
            }
            direction = next
            if fixed.isWhole { return .decided(direction: direction, strict: 0, equal: result.equal) }
        }
        return .undecided(.passes(passes))
    }

    /// The answer where a direction satisfies all conditions, or nil.
    func verify(_ direction: [DoubleDouble]) throws(DescentError) -> Answer? {
        guard oneSided.allSatisfy({ $0.dot(direction).high >= 0 }) else { return nil }
        let result = try pass(direction, within: fixed)
        return result.rows.isEmpty
            ? .decided(direction: direction, strict: result.strict, equal: result.equal) : nil
    }

    /// A condition's vector in the coordinates of the search, and its length in those of the data.
    private func vector(_ row: RecessionRow) -> (vector: [DoubleDouble], size: Double) {
        let whole = coordinates.vector(row), size = whole.norm.high
        return (frame?.project(whole) ?? whole, size)
    }

    /// Conditions that were not met so far, into the working set. False where all of them are there already, which only
    /// rounding can cause.
    private func take(_ rows: [RecessionRow]) -> Bool {
        let fresh = rows.filter { known.insert([$0.sample, $0.condition.plus, $0.condition.minus]).inserted }
        let equalities = fresh.filter(\.condition.isEquality)
        if !equalities.isEmpty {
            fixed.extend(by: equalities.map(vector).filter(isSeen).map(\.vector))
            faces.append(Face(rows: equalities, multipliers: [], remainder: 0))
        }
        for row in fresh where !row.condition.isEquality {
            let seen = vector(row)
            guard isSeen(seen) else { continue }
            working.append(Ray(row: row, vector: seen.vector.scaled(by: DoubleDouble(1) / seen.vector.norm)))
        }
        return !fresh.isEmpty
    }

    /// Whether a vector is more than rounding in the coordinates of the search.
    private func isSeen(_ seen: (vector: [DoubleDouble], size: Double)) -> Bool {
        let length = seen.vector.norm.high
        return frame == nil ? length > 0 : length > tolerance * seen.size
    }

    /// A direction that is strictly positive on the working set, as far as that is not fixed; what has to be fixed for
    /// it is. Nil where rounding leaves the question open.
    private func reduce(with extra: [DoubleDouble]?) -> [DoubleDouble]? {
        while !fixed.isWhole {
            if extra != nil || hull?.rank != fixed.rank { hull = SeparationHull(rank: fixed.rank) }
            if let extra, let vector = fixed.direction(outside: extra) { hull!.add(vector, nil, tolerance) }
            for ray in working[hull!.seen...] {
                if let vector = fixed.direction(outside: ray.vector) { hull!.add(vector, ray.row, tolerance) }
            }
            hull!.seen = working.count
            defer { if extra != nil { hull = nil } }
            guard hull!.nearest != nil else { break }
            switch hull!.nearest!.find() {
            case .direction(let direction): return direction
            case .stalled: return nil
            case .origin(let multipliers, let remainder):
                // Small ones may be rounding; what they stand for is found again in what is left.
                let largest = multipliers.reduce(0) { max($0, $1.value) }
                let rank = fixed.rank
                fixed.extend(by: multipliers.filter { $0.value >= 0x1p-20 * largest }.map { hull!.vectors[$0.index] })
                guard fixed.rank > rank else { return nil }
                faces.append(
                    Face(
                        rows: multipliers.compactMap { hull!.rows[$0.index] }, multipliers: multipliers.map(\.value),
                        remainder: remainder))
            }
        }
        return [DoubleDouble](zeros: order)
    }

    /// One pass: conditions that the direction violates, or that are 0 although they need not be.
    private func pass(
        _ direction: [DoubleDouble], within subspace: Subspace
    ) throws(DescentError) -> (strict: Int, equal: Int, rows: [RecessionRow]) {
        query.ask(direction, within: subspace, in: frame)
        passes += 1
        return try engine.run { partial in
            (
                Int(partial[MarginReduction<Element>.Field.strict.rawValue]),
                Int(partial[MarginReduction<Element>.Field.equal.rawValue]), engine.reduction.rows(of: partial)
            )
        }
    }

    /// The span of the vectors of all conditions, in the coordinates of the search, of which that of the fixed ones is a part. Nil where rounding or the
    /// limit of passes leaves it open.
    func span() throws(DescentError) -> Subspace? {
        var span = fixed
        span.extend(by: working.map(\.vector))
        for _ in 0..<passLimit {
            if span.isWhole { return span }
            let rows = try pass([DoubleDouble](zeros: order), within: span).rows
            if rows.isEmpty { return span }
            let rank = span.rank
            span.extend(by: rows.map { vector($0).vector })
            if span.rank == rank { return nil }
        }
        return nil
    }

    /// Samples with a weight, on some of whose conditions all directions vanish.
    func remaining(_ direction: [DoubleDouble]) throws(DescentError) -> [Int] {
        query.ask(direction, within: fixed, in: frame)
        passes += 1
        let marks = try Buffer<UInt8>(data.sampleCount)
        let marking = try SweepEngine(
            MarginReduction(query: query, output: output, marks: marks), over: feed, plan: plan, grant: grant)
        try marking.run { _ in }
        try marking.gather(marks.base, rows: 1)
        return (0..<data.sampleCount).filter { marks[$0] == 2 }
    }

    /// Whether C has a direction whose product with a vector is positive. Nil where that is open.
    func allows(_ vector: [DoubleDouble]) throws(DescentError) -> Bool? {
        let (fixedBefore, facesBefore) = (fixed, faces)
        defer { (fixed, faces, hull) = (fixedBefore, facesBefore, nil) }
        switch try run(extra: vector) {
        case .decided: return fixed.direction(outside: vector) != nil
        case .undecided: return nil
        }
    }
}
