internal import DescentAlgebra

extension LearnedFactor {
    /// What makes the columns from a table, all of whose samples are looked at here.
    ///
    /// - Parameter depth: raised to the runs of numbers that it computes with.
    func maker(
        isFull: Bool, of table: Table, unknown: UnknownLevel, depth: inout Int
    ) throws(TermFault) -> TermPlan.Maker {
        func program(_ value: Arithmetic, _ depth: inout Int) throws(TermFault) -> ArithmeticProgram {
            let program = try ArithmeticProgram(value, table)
            depth = max(depth, program.depth)
            if let fault = program.firstFault(samples: table.sampleCount, allowingGaps: unknown == .blank) {
                throw fault
            }
            return program
        }
        switch kind {
        case .number(let value): return .number(try program(value, &depth))
        case .spline(let value, let degree, let knots):
            return .spline(try program(value, &depth), SplineBasis(degree: degree, knots: knots))
        case .polynomial(let value, let centre, let scale, let shifts, let ratios, let norms):
            return .polynomial(
                try program(value, &depth),
                OrthogonalPolynomial(centre: centre, scale: scale, shifts: shifts, ratios: ratios, norms: norms))
        case .category(let category):
            let column = try table.categories(category.column)
            let levels = try category.places(of: column, unknown)
            if let rows = rows(isFull: isFull) {
                let blank = [Double](repeating: .nan, count: category.levels.count - 1)
                return .rows(column, levels.map { $0.map { rows[$0] } ?? blank })
            }
            return .indicators(
                column,
                places: levels.map { level in
                    guard let level else { return TermPlan.blank }
                    guard !isFull else { return Int32(level) }
                    if level == category.reference { return TermPlan.none }
                    return Int32(level - (level > category.reference ? 1 : 0))
                })
        }
    }
}

extension LearnedFactor.Category {
    /// The level of every code of a column, that of gaps last; nil for those whose samples are blank.
    func places(of column: CategoryColumn, _ unknown: UnknownLevel) throws(TermFault) -> [Int?] {
        let known = Dictionary(uniqueKeysWithValues: zip(named, 0...))
        var places = column.levels.map { known[$0] }
        places.append(hasGaps ? levels.count - 1 : nil)
        switch unknown {
        case .blank: break
        case .reference: places = places.map { $0 ?? reference }
        case .refuse:
            if let sample = column.firstSample(where: places.map { $0 == nil }) {
                let code = column[sample]
                guard code < column.levels.count else {
                    throw TermFault("'\(self.column.shown)' is missing in sample \(sample)")
                }
                throw TermFault(
                    "'\(column.levels[code].shown)' in sample \(sample) is none of the \(levels.count) levels of "
                        + "'\(self.column.shown)' that were learned from")
            }
        }
        return places
    }
}
