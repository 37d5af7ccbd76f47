internal import Descent
internal import DescentSweep

/// The terms of a formula as a model keeps them.
///
/// ```text
/// {"formula":"y ~ age * city","bias":true,"factors":[{"name":"age",
/// "place":[4,7],"number":["age"]},…],"terms":[[[0,false]],…],
/// "offsets":[],"means":[]}
/// ```
///
/// Arithmetic is a list of its steps, operands before operators: a text is a column, a number a number, and a list a sign or a
/// function, or a comparison with a level.
extension LearnedTerms {
    var json: JSON {
        let terms = self.terms.map { term in
            JSON.array(term.parts.map { .array([.integer($0.factor), .boolean($0.isFull)]) })
        }
        var members: [(String, JSON)] = [
            ("formula", .string(formula)), ("bias", .boolean(hasBias)),
            ("factors", .array(factors.map(\.json))), ("terms", .array(terms)),
            ("offsets", .array(offsets.map(\.json))),
            ("means", .array(means.sorted { $0.key < $1.key }.map { .array([.string($0.key), .number($0.value)]) })),
        ]
        if let response { members.append(("response", response.json)) }
        return .object(members)
    }

    /// - Parameter missingTexts: which have a place of their own in a model.
    /// - Throws: `notAModel`.
    init(_ json: JSON, missingTexts: [String], path: String) throws(FileError) {
        func fault(_ reason: String) -> FileError { .notAModel(path: path, reason: "of its terms, \(reason)") }
        guard let formula = json["formula"]?.text, case .boolean(let hasBias)? = json["bias"],
            let factors = json["factors"]?.all(LearnedFactor.init), let offsets = json["offsets"]?.all(Arithmetic.init),
            let products = json["terms"]?.all({ $0.all(Part.init) }), let means = json["means"]?.all(Self.mean)
        else { throw fault("a part is not there, or is something else") }
        let response = json["response"].map { LearnedFactor($0) }
        if case .some(nil) = response { throw fault("what is predicted is no factor") }
        if let reason = Self.fault(in: products, factors) ?? offsets.lazy.compactMap(\.fault).first
            ?? response??.fault
        {
            throw fault(reason)
        }
        if let requirement = CSVMissingTexts.fault(in: missingTexts) {
            throw fault("texts for what is missing are not \(requirement)")
        }
        self.init(
            restoring: products, hasBias: hasBias, response: response ?? nil, factors: factors, offsets: offsets,
            formula: formula)
        self.means = Dictionary(means) { first, _ in first }
        self.missingTexts = missingTexts
    }

    private static func mean(_ json: JSON) -> (String, Double)? {
        guard let pair = json.elements, pair.count == 2, let name = pair[0].text, let mean = pair[1].double,
            mean.isFinite
        else { return nil }
        return (name, mean)
    }
}

extension LearnedTerms.Part {
    fileprivate init?(_ json: JSON) {
        guard let pair = json.elements, pair.count == 2, let factor = pair[0].integer,
            case .boolean(let isFull) = pair[1]
        else { return nil }
        self.init(factor: factor, isFull: isFull)
    }
}

extension LearnedFactor {
    fileprivate var json: JSON {
        var members: [(String, JSON)] = [
            ("name", .string(name)), ("place", .array([.integer(place.lowerBound), .integer(place.upperBound)])),
        ]
        switch kind {
        case .number(let value): members.append(("number", value.json))
        case .category(let category):
            members += [
                ("category", .string(category.column)), ("ofNumbers", .boolean(category.isOfNumbers)),
                ("levels", .array(category.levels.map { .string($0) })),
                ("contrast", .string(category.contrast.rawValue)), ("reference", .integer(category.reference)),
                ("gaps", .boolean(category.hasGaps)),
            ]
        case .spline(let value, let degree, let knots):
            members += [("spline", value.json), ("degree", .integer(degree)), ("knots", .numbers(knots))]
        case .polynomial(let value, let centre, let scale, let shifts, let ratios, let norms):
            members += [
                ("polynomial", value.json), ("centre", .number(centre)), ("scale", .number(scale)),
                ("shifts", .numbers(shifts)), ("ratios", .numbers(ratios)), ("norms", .numbers(norms)),
            ]
        }
        return .object(members)
    }

    fileprivate init?(_ json: JSON) {
        guard let name = json["name"]?.text, let place = json["place"]?.elements?.map(\.integer), place.count == 2,
            let start = place[0], let end = place[1], start >= 0, start <= end, let kind = Self.kind(json)
        else { return nil }
        self.init(name: name, kind: kind, place: start..<end)
    }

    private static func kind(_ json: JSON) -> Kind? {
        func value(_ key: String) -> Arithmetic? { json[key].flatMap { Arithmetic($0) } }
        if let value = value("number") { return .number(value) }
        if let value = value("spline"), let degree = json["degree"]?.integer, let knots = json["knots"]?.all(\.double) {
            return .spline(value, degree: degree, knots: knots)
        }
        if let value = value("polynomial"), let centre = json["centre"]?.double, let scale = json["scale"]?.double,
            let shifts = json["shifts"]?.all(\.double), let ratios = json["ratios"]?.all(\.double),
            let norms = json["norms"]?.all(\.double)
        {
            return .polynomial(
                value, centre: centre, scale: scale, shifts: shifts, ratios: ratios, norms: norms)
        }
        guard let column = json["category"]?.text, case .boolean(let isOfNumbers)? = json["ofNumbers"],
            let levels = json["levels"]?.all(\.text), let word = json["contrast"]?.text,
            let contrast = Contrast(rawValue: word), let reference = json["reference"]?.integer,
            case .boolean(let hasGaps)? = json["gaps"]
        else { return nil }
        return .category(
            Category(
                column: column, isOfNumbers: isOfNumbers, levels: levels, contrast: contrast, reference: reference,
                hasGaps: hasGaps))
    }
}

extension Arithmetic {
    fileprivate var json: JSON {
        .array(
            steps.map { step in
                switch step {
                case .column(let name): .string(name)
                case .number(let value): .number(value)
                case .negative: .array([.string("negative")])
                case .function(let function): .array([.string(function.rawValue)])
                case .operation(let operation): .array([.string(operation.rawValue)])
                case .level(let level, let column, let isNegated):
                    .array([.string(isNegated ? "!=" : "=="), .string(column), .string(level)])
                case .date(let part, let column): .array([.string(part.rawValue), .string(column)])
                }
            })
    }

    fileprivate init?(_ json: JSON) {
        guard let steps = json.all(Self.step) else { return nil }
        self.init(steps)
    }

    private static func step(_ json: JSON) -> Step? {
        switch json {
        case .string(let name): return .column(name)
        case .number: return json.double.map { .number($0) }
        case .array(let elements):
            let words = elements.compactMap(\.text)
            guard words.count == elements.count else { return nil }
            if words.count == 3, ["==", "!="].contains(words[0]) {
                return .level(words[2], of: words[1], isNegated: words[0] == "!=")
            }
            if words.count == 2 { return CalendarDate.Part(rawValue: words[0]).map { .date($0, of: words[1]) } }
            guard words.count == 1 else { return nil }
            if words[0] == "negative" { return .negative }
            return Function(rawValue: words[0]).map { .function($0) }
                ?? Operation(rawValue: words[0]).map { .operation($0) }
        default: return nil
        }
    }
}

extension JSON {
    fileprivate static func numbers(_ values: [Double]) -> JSON { .array(values.map { .number($0) }) }

    /// What each element of a list is; nil where this is no list, or an element is something else.
    fileprivate func all<Value>(_ read: (JSON) -> Value?) -> [Value]? {
        guard let elements else { return nil }
        let values = elements.compactMap(read)
        return values.count == elements.count ? values : nil
    }
}
