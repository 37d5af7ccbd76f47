internal import DescentAlgebra

/// Terms with all that they take from the samples that they were learned from: levels, references, knots, and the
/// coefficients of bases.
///
/// The same columns are made of any other table that has the columns they need. It is plain data: names and numbers.
public struct LearnedTerms: Sendable {
    /// A term and the columns that it has.
    public struct Term: Sendable, Hashable {
        /// Such as `age`, `bs(income, 5)` or `age:city`.
        public let name: String
        /// Places among the features.
        public let columns: Range<Int>
        /// Places of factors, and whether each has a column for every level.
        package let parts: [Part]
    }

    package struct Part: Sendable, Hashable {
        package let factor: Int
        package let isFull: Bool

        package init(factor: Int, isFull: Bool) { (self.factor, self.isFull) = (factor, isFull) }
    }

    /// In the order of their columns.
    public let terms: [Term]
    /// Whether a bias goes with them: `fit(hasBias:)` is for who wants them without.
    public let hasBias: Bool
    /// What the fit predicts, if the terms say so.
    package let response: LearnedFactor?
    package let factors: [LearnedFactor]
    package let offsets: [Arithmetic]
    /// What was written, or would be: for messages, with the places of factors in it.
    public let formula: String
    /// Of columns of numbers: what stands for a gap, where tables to come may have some. Default nothing.
    package var means: [String: Double] = [:]
    /// Texts of tables to come that mean a gap, beside the empty one.
    package var missingTexts: [String] = []

    package init(
        terms: [Term], hasBias: Bool, response: LearnedFactor?, factors: [LearnedFactor], offsets: [Arithmetic],
        formula: String
    ) {
        (self.terms, self.hasBias, self.response, self.factors) = (terms, hasBias, response, factors)
        (self.offsets, self.formula) = (offsets, formula)
    }

    /// Columns in all.
    public var featureCount: Int { terms.last?.columns.upperBound ?? 0 }

    /// The columns' names, as R gives them: `age`, `cityOslo`, `age:cityOslo`, `bs(income, 5)1`, and of sums `city1`, `city2`.
    public var featureNames: [String] {
        terms.flatMap { term in
            // The first factor's columns change fastest.
            term.parts.reduce([""]) { names, part in
                factors[part.factor].columnNames(isFull: part.isFull).flatMap { name in
                    names.map { $0.isEmpty ? name : $0 + ":" + name }
                }
            }
        }
    }
}
