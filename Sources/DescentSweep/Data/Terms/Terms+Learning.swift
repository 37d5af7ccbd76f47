public import DescentAlgebra

extension Terms {
    /// The terms with what they take from a table: levels, references, knots, the coefficients of bases.
    ///
    /// A category has a column per level but the reference where the others' sum is in the model already: beside the bias
    /// and in products beside their margins, by the rule of R's `model.matrix`. Without a bias the first category has all.
    ///
    /// - Parameters:
    ///   - table: of the samples of the fit, all of them.
    ///   - contrast: what stands for the levels of categories that do not say so themselves.
    ///   - gapsAreLevels: whether a missing category is a level, also of those that do not say so themselves.
    /// - Throws: `empty` for a table without samples; `illegalFormula`, with the term and its place, for columns that are not there or
    ///   not of the kind that is needed, gaps, values that are not finite such as the logarithm of 0, a category of one level,
    ///   a spline or polynomial of too few different values, no columns at all, and more than 1 048 576.
    public func learned(
        from table: Table, contrast: Contrast = .treatment, gapsAreLevels: Bool = false
    ) throws(DescentError) -> LearnedTerms {
        guard table.sampleCount > 0 else { throw .empty(.samples) }
        guard !isTooLong else { throw fault(excess) }
        let (formula, places) = text
        let whole = 0..<formula.unicodeScalars.count, products = products
        let learner = FactorLearner(table: table, contrast: contrast, gapsAreLevels: gapsAreLevels)
        func learn(_ factor: Factor) throws(DescentError) -> LearnedFactor {
            do { return try learner.learn(factor, at: places[factor] ?? whole) } catch {
                throw fault(error.reason, at: factor)
            }
        }
        // Those that were taken out again are not looked at.
        var learned: [Int: LearnedFactor] = [:]
        for place in Set(products.joined()).sorted() {
            guard factors[place].plainColumn == nil || factors[place].plainColumn != response?.plainColumn else {
                throw fault("the response cannot be a term too", at: factors[place])
            }
            learned[place] = try learn(factors[place])
        }
        let used = learned.keys.sorted()
        let moved = Dictionary(uniqueKeysWithValues: zip(used, 0...))
        let isFull = fullCodings(products) { learned[$0]?.category }
        var terms: [LearnedTerms.Term] = [], column = 0
        for (index, product) in products.enumerated() {
            var width = 1
            for (place, isFull) in zip(product, isFull[index]) {
                let own = learned[place]!.width(isFull: isFull)
                guard own > 0 else {
                    throw fault("a category of one level, which differs from nothing", at: factors[place])
                }
                width = width.multipliedReportingOverflow(by: own).overflow ? .max : width * own
            }
            let name = product.map { learned[$0]!.name }.joined(separator: ":")
            let limit = LearnedTerms.mostColumns
            guard width <= limit - column else {
                throw fault("the term \(name.shown) makes the columns more than \(limit)", at: factors[product.last!])
            }
            terms.append(
                LearnedTerms.Term(
                    name: name, columns: column..<column + width,
                    parts: zip(product, isFull[index]).map { .init(factor: moved[$0]!, isFull: $1) }))
            column += width
        }
        guard column > 0 else { throw fault("no term but the bias, where a fit needs one") }
        for offset in offsets { _ = try learn(.number(offset)) }
        var target: LearnedFactor?
        if let response { target = try learn(learner.asResponse(response)) }
        return LearnedTerms(
            terms: terms, hasBias: hasIntercept, response: target, factors: used.map { learned[$0]! },
            offsets: offsets, formula: formula)
    }

    /// Per product and factor, whether a category has a column for every level: it has not where the rest of the product is
    /// part of a term before it, or where there is no rest. Without a bias the first category has.
    private func fullCodings(
        _ products: [[Int]], _ category: (Int) -> LearnedFactor.Category?
    ) -> [[Bool]] {
        var before: Set<[Int]> = [], result: [[Bool]] = []
        var isFirst = !hasIntercept
        for (index, product) in products.enumerated() {
            result.append(
                product.map { place in
                    guard let category = category(place) else { return false }
                    let isOfNoBias = isFirst
                    isFirst = false
                    if category.contrast == .none || isOfNoBias { return true }
                    let rest = product.filter { $0 != place }
                    if rest.isEmpty || before.contains(rest) { return false }
                    return !products[..<index].contains { Set(rest).isSubset(of: $0) }
                })
            before.insert(product)
        }
        return result
    }
}

extension LearnedTerms {
    /// Columns that terms may have.
    static let mostColumns = 1 << 20
}
