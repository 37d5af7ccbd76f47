/// Which columns a fit has, as a recipe: numbers, categories, splines, polynomials and their products.
///
///     let terms = Terms.number("age") * .category("city")
///         + .spline("income", degreesOfFreedom: 5)
///     let learned = try terms.predicting("bought").learned(from: table)
///     let fit = try learned.dataset(of: table).fit(neuron: .logistic)
///
/// `a + b` has the terms of both; `a * b` has them and their products, as formulas of R do; `a.interaction(with: b)` has the
/// products alone. A term, or an offset, that is there twice counts once. Terms come in the order of how many factors they
/// have, then as they were written.
public struct Terms: Sendable {
    /// In the order of their first appearance, which is also that of the factors of a product.
    package private(set) var factors: [Factor] = []
    private var places: [Factor: Int] = [:]
    /// Products by the places of their factors, ascending, and when each was added.
    private var added: [[Int]: Int] = [:]
    private var next = 0
    package private(set) var offsets: [Arithmetic] = []
    private var knownOffsets: Set<Arithmetic> = []
    package var response: Factor?
    package var hasIntercept = true
    /// More terms than are allowed were asked for.
    package private(set) var isTooLong = false
    /// What a person wrote, and where in it factors first stand; nil for terms that were written in Swift.
    package var written: (formula: String, places: [Factor: Range<Int>])?

    /// Pairs of products that were looked at to come here.
    private var pairs = 0

    /// Products that a recipe may have.
    package static let most = 4096
    /// Pairs that may be looked at. What has as many terms as there may be comes from far fewer; a line of text that says the same over
    /// and over would take hours to read.
    private static let mostPairs = 1 << 20

    package init() {}

    package init(_ factor: Factor) {
        add(product: [place(of: factor)])
    }

    /// The products, each the places of its factors: those of fewer factors first, then as they were added.
    package var products: [[Int]] {
        added.sorted { ($0.key.count, $0.value) < ($1.key.count, $1.value) }.map(\.key)
    }

    package var productCount: Int { added.count }

    /// The columns of a table that they read, the response's and offsets' included.
    package var columnNames: Set<String> {
        let used = Set(products.joined()).map { factors[$0] }
        return Set((used + [response].compactMap(\.self)).flatMap(\.columnNames) + offsets.flatMap(\.columns))
    }

    private mutating func place(of factor: Factor) -> Int {
        if let place = places[factor] { return place }
        places[factor] = factors.count
        factors.append(factor)
        return factors.count - 1
    }

    private mutating func add(product: [Int]) {
        guard added[product] == nil else { return }
        guard added.count < Self.most else {
            isTooLong = true
            return
        }
        added[product] = next
        next += 1
    }

    /// The products of others by places among these factors, in the order in which they were added.
    private mutating func adopt(_ other: Terms) -> [[Int]] {
        let moved = other.factors.map { place(of: $0) }
        return other.added.sorted { $0.value < $1.value }.map { product, _ in product.map { moved[$0] }.sorted() }
    }

    /// Adds the terms of another, and what else it says.
    package mutating func add(_ other: Terms) {
        for product in adopt(other) { add(product: product) }
        inherit(other)
    }

    package mutating func remove(_ other: Terms) {
        for product in adopt(other) { added[product] = nil }
    }

    /// The products of each with each, instead of the terms or beside them.
    package mutating func multiply(by other: Terms, keepingBoth: Bool) {
        let own = added.sorted { $0.value < $1.value }.map(\.key), others = adopt(other)
        inherit(other)
        if !keepingBoth { added = [:] }
        if keepingBoth { for product in others { add(product: product) } }
        // Neither has more than 4096, so that the product is a number.
        count(pairs: own.count * others.count)
        guard pairs <= Self.mostPairs else {
            isTooLong = true
            return
        }
        for one in own {
            for another in others where !isTooLong { add(product: Self.union(one, another)) }
        }
    }

    /// Once, however often it is there: brackets are multiplied out, and their offset is still one.
    private mutating func add(offset: Arithmetic) {
        if knownOffsets.insert(offset).inserted { offsets.append(offset) }
    }

    /// To one more than there may be.
    private mutating func count(pairs more: Int) { pairs = min(pairs + more, Self.mostPairs + 1) }

    /// Why terms are too long.
    package var excess: String {
        pairs > Self.mostPairs
            ? "the same terms over and over: too many products to look at" : "more than \(Self.most) terms"
    }

    /// Of two that ascend, what is in either, ascending.
    private static func union(_ a: [Int], _ b: [Int]) -> [Int] {
        var result: [Int] = [], i = 0, j = 0
        result.reserveCapacity(a.count + b.count)
        while i < a.count, j < b.count {
            result.append(min(a[i], b[j]))
            (i, j) = (i + (a[i] <= b[j] ? 1 : 0), j + (b[j] <= a[i] ? 1 : 0))
        }
        result.append(contentsOf: a[i...])
        result.append(contentsOf: b[j...])
        return result
    }

    private mutating func inherit(_ other: Terms) {
        for offset in other.offsets { add(offset: offset) }
        hasIntercept = hasIntercept && other.hasIntercept
        response = response ?? other.response
        isTooLong = isTooLong || other.isTooLong
        count(pairs: other.pairs)
        written = nil
    }
}

extension Terms {
    /// A number: a column, or what is computed from columns, such as `.number(.log("visits" + 1))`.
    public static func number(_ value: Arithmetic) -> Terms { Terms(Factor.number(value)) }

    /// A category, of which every level has a coefficient, but for one where the bias or a margin stands for it.
    ///
    /// - Parameters:
    ///   - column: of categories, or of numbers, each of which is a level then.
    ///   - contrast: what the columns are. Default: that of `learned(from:contrast:)`.
    ///   - reference: the level that is left out. Default: the first; the last of a sum.
    ///   - hasGaps: whether a missing value is a level of its own. Default: it is an error.
    public static func category(
        _ column: String, _ contrast: Contrast? = nil, reference: String? = nil, hasGaps: Bool = false
    ) -> Terms {
        var coding = Coding()
        (coding.contrast, coding.reference, coding.hasGaps) = (contrast, reference, hasGaps)
        return Terms(.category(column, coding))
    }

    /// A smooth curve: B-splines between knots at quantiles, of R's `bs`. As many columns as degrees of freedom.
    public static func spline(_ value: Arithmetic, degreesOfFreedom: Int, degree: Int = 3) -> Terms {
        Terms(.spline(value, degreesOfFreedom: degreesOfFreedom, degree: degree))
    }

    /// A polynomial by orthogonal columns, of R's `poly`: as many as the degree.
    public static func polynomial(_ value: Arithmetic, degree: Int) -> Terms {
        Terms(.polynomial(value, degree: degree))
    }

    /// Added to the score as it is, without a coefficient, such as the logarithm of an exposure.
    public static func offset(_ value: Arithmetic) -> Terms {
        var result = Terms()
        result.add(offset: value)
        return result
    }

    /// The terms of both.
    public static func + (a: Terms, b: Terms) -> Terms {
        var result = a
        result.add(b)
        return result
    }

    /// The terms of both and their products.
    public static func * (a: Terms, b: Terms) -> Terms {
        var result = a
        result.multiply(by: b, keepingBoth: true)
        return result
    }

    /// The products of each term with each of others, without the terms themselves.
    public func interaction(with others: Terms) -> Terms {
        var result = self
        result.multiply(by: others, keepingBoth: false)
        return result
    }

    /// The same terms for a fit without a bias.
    public var withoutBias: Terms {
        var result = self
        result.hasIntercept = false
        return result
    }

    /// The same terms to predict a column, or what is computed from columns.
    public func predicting(_ response: Arithmetic) -> Terms {
        var result = self
        result.response = .number(response)
        result.written = nil
        return result
    }
}
