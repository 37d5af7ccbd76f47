/// What is computed from the numbers of a sample: `.log("visits" + 1)`. A text is the name of a column.
///
/// It is kept in the order that it is computed in, operands before operators, so that neither its length nor its depth
/// needs a stack of calls.
public struct Arithmetic: Sendable, Hashable {
    package enum Step: Sendable, Hashable {
        case column(String)
        case number(Double)
        case negative
        case operation(Operation)
        case function(Function)
        /// 1 where a category has the level, else 0; the other way round where it is negated.
        case level(String, of: String, isNegated: Bool)
        /// Of a category whose levels are dates.
        case date(CalendarDate.Part, of: String)
    }

    package enum Operation: String, Sendable, Hashable, CaseIterable {
        case plus = "+"
        case minus = "-"
        case times = "*"
        case over = "/"
        case power = "^"
        case equal = "=="
        case unequal = "!="
        case below = "<"
        case atMost = "<="
        case above = ">"
        case atLeast = ">="
    }

    package enum Function: String, Sendable, Hashable, CaseIterable {
        case log, log2, log10, log1p, exp, sqrt, abs
    }

    package private(set) var steps: [Step]

    package init(_ steps: [Step]) { self.steps = steps }

    /// Appends what is computed next.
    package mutating func append(_ other: Arithmetic, then step: Step) {
        steps += other.steps
        steps.append(step)
    }

    package mutating func append(_ step: Step) { steps.append(step) }

    /// The column whose numbers it is; nil for what is computed.
    var plainColumn: String? {
        if case .column(let name)? = steps.first, steps.count == 1 { return name }
        return nil
    }

    /// The columns that it reads.
    package var columns: [String] {
        steps.compactMap {
            switch $0 {
            case .column(let name), .level(_, let name, _), .date(_, let name): name
            default: nil
            }
        }
    }

    private func then(_ step: Step) -> Arithmetic { Arithmetic(steps + [step]) }

    private static func apply(_ operation: Operation, _ a: Arithmetic, _ b: Arithmetic) -> Arithmetic {
        var result = a
        result.append(b, then: .operation(operation))
        return result
    }

    /// The sum of two.
    public static func + (a: Arithmetic, b: Arithmetic) -> Arithmetic { apply(.plus, a, b) }
    /// The difference of two.
    public static func - (a: Arithmetic, b: Arithmetic) -> Arithmetic { apply(.minus, a, b) }
    /// The product of two.
    public static func * (a: Arithmetic, b: Arithmetic) -> Arithmetic { apply(.times, a, b) }
    /// One divided by another.
    public static func / (a: Arithmetic, b: Arithmetic) -> Arithmetic { apply(.over, a, b) }
    /// This to the power of another.
    public func raised(to power: Arithmetic) -> Arithmetic { Self.apply(.power, self, power) }

    /// ln x, for numbers above 0.
    public static func log(_ x: Arithmetic) -> Arithmetic { x.then(.function(.log)) }
    /// eˣ
    public static func exp(_ x: Arithmetic) -> Arithmetic { x.then(.function(.exp)) }
    /// √x, for numbers from 0 on.
    public static func sqrt(_ x: Arithmetic) -> Arithmetic { x.then(.function(.sqrt)) }
    /// |x|
    public static func abs(_ x: Arithmetic) -> Arithmetic { x.then(.function(.abs)) }
    /// 1 where a category has this level, else 0.
    public static func indicator(of level: String, in column: String) -> Arithmetic {
        Arithmetic([.level(level, of: column, isNegated: false)])
    }
}

extension Arithmetic: ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    /// A column by its name.
    public init(stringLiteral name: String) { self.init([.column(name)]) }
    /// A number.
    public init(floatLiteral value: Double) { self.init([.number(value)]) }
    /// A number.
    public init(integerLiteral value: Int) { self.init([.number(Double(value))]) }
}
