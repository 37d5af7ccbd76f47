internal import DescentAlgebra

extension LearnedTerms {
    /// Terms by their factors alone, from which their names and columns follow.
    ///
    /// What is wrong with these `fault(in:_:)` says before.
    package init(
        restoring products: [[Part]], hasBias: Bool, response: LearnedFactor?, factors: [LearnedFactor],
        offsets: [Arithmetic], formula: String
    ) {
        var column = 0
        let terms = products.map { parts in
            let width = parts.reduce(1) { $0 * factors[$1.factor].width(isFull: $1.isFull) }
            defer { column += width }
            return Term(
                name: parts.map { factors[$0.factor].name }.joined(separator: ":"), columns: column..<column + width,
                parts: parts)
        }
        self.init(
            terms: terms, hasBias: hasBias, response: response, factors: factors, offsets: offsets, formula: formula)
    }

    /// What is wrong with products of factors that come from outside, if anything.
    package static func fault(in products: [[Part]], _ factors: [LearnedFactor]) -> String? {
        if let fault = factors.lazy.compactMap(\.fault).first { return fault }
        guard !products.isEmpty, products.count <= Terms.most else {
            return "there are \(products.count) terms, and not 1 to \(Terms.most)"
        }
        var columns = 0
        for parts in products {
            guard !parts.isEmpty, parts.allSatisfy({ factors.indices.contains($0.factor) }),
                Set(parts.map(\.factor)).count == parts.count
            else { return "a term has factors that are not there, or one twice" }
            var width = 1
            for part in parts {
                let own = factors[part.factor].width(isFull: part.isFull)
                guard own > 0, own <= mostColumns / width else { return "a term has no columns, or too many" }
                width *= own
            }
            guard width <= mostColumns - columns else { return "there are more than \(mostColumns) columns" }
            columns += width
        }
        return nil
    }
}

extension LearnedFactor {
    /// What is wrong with a factor that comes from outside, if anything.
    package var fault: String? {
        switch kind {
        case .number(let value): return value.fault
        case .category(let category):
            guard !category.levels.isEmpty, Set(category.levels).count == category.levels.count,
                category.levels.indices.contains(category.reference)
            else {
                return "the levels of '\(category.column.shown)' are none, or one is there twice, or not the reference"
            }
            return nil
        case .spline(let value, let degree, let knots):
            guard (1...20).contains(degree), (2...1000).contains(knots.count), knots.allSatisfy(\.isFinite),
                zip(knots, knots.dropFirst()).allSatisfy({ $0 < $1 })
            else { return "the knots of \(name.shown) do not ascend" }
            return value.fault
        case .polynomial(let value, let centre, let scale, let shifts, let ratios, let norms):
            guard (1...50).contains(shifts.count), ratios.count == shifts.count, norms.count == shifts.count,
                (shifts + ratios + norms + [centre, scale]).allSatisfy(\.isFinite), scale > 0,
                norms.allSatisfy({ $0 > 0 })
            else { return "the numbers of \(name.shown) are no polynomials" }
            return value.fault
        }
    }
}

extension Arithmetic {
    /// What is wrong with steps that come from outside, if anything: each takes what those before it have left.
    package var fault: String? {
        var depth = 0
        for step in steps {
            switch step {
            case .column, .number, .level, .date: depth += 1
            case .negative, .function: if depth < 1 { return "arithmetic without its operands" }
            case .operation:
                if depth < 2 { return "arithmetic without its operands" }
                depth -= 1
            }
            guard depth <= 1000 else { return "arithmetic that is more than 1000 deep" }
        }
        return depth == 1 ? nil : "arithmetic without one result"
    }
}
