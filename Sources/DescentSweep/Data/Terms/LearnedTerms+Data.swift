public import DescentAlgebra

extension LearnedTerms {
    /// The columns of a table's samples, made tile by tile: for predictions, and for fits that bring their own targets.
    ///
    /// - Parameters:
    ///   - table: with the columns that the terms need, whose levels may be in another order.
    ///   - unknown: what to do with levels that were not learned from, and with gaps.
    /// - Throws: `illegalFormula`, with the term and the sample, for columns that are not there or of another kind, unknown levels and
    ///   gaps where they are refused, and values that are not finite, such as the logarithm of 0.
    public func samples<Element: Scalar>(
        of table: Table, unknown: UnknownLevel = .refuse, as type: Element.Type = Double.self
    ) throws(DescentError) -> some SampleSource<Element> {
        try TermSource<Element>(self, of: table, unknown: unknown)
    }

    /// What is added to the scores of a table's samples: 0 without an offset.
    ///
    /// - Throws: as `samples(of:unknown:as:)`.
    public func offsets(of table: Table) throws(DescentError) -> [Double] {
        var result = [Double](repeating: 0, count: table.sampleCount)
        for offset in offsets {
            let place = formula.unicodeScalars.count
            do {
                let values = try ArithmeticProgram(offset, table).values(samples: table.sampleCount)
                for sample in result.indices { result[sample] += values[sample] }
            } catch {
                throw .illegalFormula(formula: formula, place: 0..<place, reason: "offset(\(offset)): \(error.reason)")
            }
        }
        return result
    }

    /// The samples of a table with the response as their targets, named and ready for a fit.
    ///
    /// A response of numbers is the targets. One of categories with two levels is 0 for the first and 1 for the second; with
    /// more it is classes. A fit without a bias is asked for by `hasBias` of these terms.
    ///
    /// - Parameters:
    ///   - table: with the response.
    ///   - weights: as of a `Dataset`.
    ///   - threads: for the survey; see `ThreadBudget`.
    ///   - ranks: as of a `Dataset`.
    /// - Throws: `illegalFormula` as `samples(of:unknown:as:)`, and where the terms have no response; otherwise as a `Dataset`.
    public func dataset<Element: Scalar>(
        of table: Table, as type: Element.Type = Double.self, weights: [Double]? = nil, threads: Int? = nil,
        across ranks: (any Communicator)? = nil
    ) throws(DescentError) -> Dataset<Element> {
        let source = try TermSource<Element>(self, of: table)
        let shifts: [Element]? = offsets.isEmpty ? nil : try offsets(of: table).map { Element($0) }
        let weights = weights.map { $0.map { Element($0) } }
        let (targets, levels) = try targets(of: table)
        let data: Dataset<Element>
        if let classes = levels?.count, classes > 2 {
            data = try Dataset(
                source, classes: targets.map { Int($0) }, of: classes, weights: weights,
                offsets: try shifts.map { shifts throws(DescentError) in
                    try Matrix(rows: 1, columns: shifts.count, layout: .featureMajor, shifts)
                }, threads: threads, across: ranks)
        } else {
            data = try Dataset(
                source, targets: targets.map { Element($0) }, weights: weights, offsets: shifts, threads: threads,
                across: ranks)
        }
        return try data.naming(features: featureNames)
    }

    /// Of each sample a value, or the index of a level; and the levels, where they are categories.
    package func targets(of table: Table) throws(DescentError) -> (values: [Double], levels: [String]?) {
        guard let response else {
            let reason = "no response, where a fit needs one: write it before a ~, or say predicting(_:)"
            throw .illegalFormula(formula: formula, place: 0..<formula.unicodeScalars.count, reason: reason)
        }
        do {
            guard let category = response.category else {
                guard case .number(let value) = response.kind else { preconditionFailure("a response is no basis") }
                return (try ArithmeticProgram(value, table).values(samples: table.sampleCount), nil)
            }
            let column = try table.categories(category.column)
            let places = try category.places(of: column, .refuse)
            let values = (0..<table.sampleCount).map { Double(places[column[$0]]!) }
            return (values, category.levels)
        } catch { throw fault(error.reason, at: response) }
    }
}
