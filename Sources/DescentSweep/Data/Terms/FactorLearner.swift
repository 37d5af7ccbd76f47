internal import DescentAlgebra

/// Takes from a table what factors need.
struct FactorLearner {
    let table: Table
    let contrast: Contrast
    let gapsAreLevels: Bool

    /// - Throws: what the table does not allow.
    func learn(_ factor: Factor, at place: Range<Int>) throws(TermFault) -> LearnedFactor {
        let kind: LearnedFactor.Kind
        var name = factor.text
        switch factor {
        case .number(let value):
            let program = try ArithmeticProgram(value, table)
            if let fault = program.firstFault(samples: table.sampleCount, allowingGaps: false) { throw fault }
            kind = .number(value)
        case .category(let column, let coding):
            let category = try learn(column, coding)
            kind = .category(category)
            // Numbers keep their C( ), since the same column may be a term as numbers too.
            if table.isCategory(column) == true { name = column.asName }
        case .spline(let value, let degreesOfFreedom, let degree):
            let basis = try SplineBasis(values(value), degreesOfFreedom: degreesOfFreedom, degree: degree)
            kind = .spline(value, degree: degree, knots: basis.knots)
        case .polynomial(let value, let degree):
            let basis = try OrthogonalPolynomial(values(value), degree: degree)
            kind = .polynomial(
                value, centre: basis.centre, scale: basis.scale, shifts: basis.shifts, ratios: basis.ratios,
                norms: basis.norms)
        }
        return LearnedFactor(name: name, kind: kind, place: place)
    }

    private func values(_ value: Arithmetic) throws(TermFault) -> [Double] {
        try ArithmeticProgram(value, table).values(samples: table.sampleCount)
    }

    private func learn(_ name: String, _ coding: Coding) throws(TermFault) -> LearnedFactor.Category {
        let column = try table.categories(name)
        let gap = column.firstSample(where: column.levels.map { _ in false } + [true])
        if let gap, !coding.hasGaps, !gapsAreLevels {
            throw TermFault(
                "'\(name.shown)' is missing in sample \(gap); C(\(name.asName), na=true) makes gaps a level of their own"
            )
        }
        let contrast = coding.contrast ?? contrast
        let hasGaps = gap != nil
        let levels = column.levels + (hasGaps ? ["NA"] : [])
        var reference = contrast == .sum ? levels.count - 1 : 0
        if let level = coding.reference {
            guard let place = levels.firstIndex(of: level) else {
                throw TermFault(
                    "'\(level.shown)' is no level of '\(name.shown)'; there \(levels.count == 1 ? "is" : "are") "
                        + levels.prefix(10).map { "'\($0.shown)'" }.joined(separator: ", ")
                        + (levels.count > 10 ? " and \(levels.count - 10) more" : ""))
            }
            reference = place
        }
        return LearnedFactor.Category(
            column: name, isOfNumbers: table.isCategory(name) == false, levels: levels, contrast: contrast,
            reference: reference, hasGaps: hasGaps)
    }

    /// A response that is a column of categories is one of classes.
    func asResponse(_ response: Factor) -> Factor {
        guard let name = response.plainColumn, table.isCategory(name) == true else { return response }
        return .category(name, Coding())
    }
}

extension Table {
    /// A column's categories; of numbers, each is a level.
    func categories(_ name: String) throws(TermFault) -> CategoryColumn {
        switch try column(name).values {
        case .numbers(let numbers): CategoryColumn(numbers)
        case .categories(let categories): categories
        }
    }
}
