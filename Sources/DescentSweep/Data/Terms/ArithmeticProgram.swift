internal import DescentAlgebra

/// Arithmetic with the columns of a table that it reads: a run of samples at a time, in loops over numbers that lie side by
/// side.
struct ArithmeticProgram: Sendable {
    private enum Step: Sendable {
        case column(NumberColumn, name: String)
        case constant(Double)
        case negative
        case operation(Arithmetic.Operation)
        case function(Arithmetic.Function)
        /// What each code of a category stands for: 0 or 1, or a number of its date; of a gap, NaN.
        case codes(CategoryColumn, meanings: [Double], name: String)
    }

    private let steps: [Step]
    /// Runs of numbers that are kept at once.
    let depth: Int

    /// - Throws: what is wrong with the columns.
    init(_ arithmetic: Arithmetic, _ table: Table) throws(TermFault) {
        var steps: [Step] = [], depth = 0, deepest = 0
        for step in arithmetic.steps {
            switch step {
            case .column(let name):
                guard case .numbers(let numbers) = try table.column(name).values else {
                    throw TermFault("'\(name.shown)' is a category, where a number is needed")
                }
                steps.append(.column(numbers, name: name))
                depth += 1
            case .number(let value):
                steps.append(.constant(value))
                depth += 1
            case .level(let level, let name, let isNegated):
                guard case .categories(let column) = try table.column(name).values else {
                    throw TermFault("'\(name.shown)' is a number, which is not compared with a text")
                }
                let meanings = column.levels.map { ($0 == level) != isNegated ? 1.0 : 0 } + [.nan]
                steps.append(.codes(column, meanings: meanings, name: name))
                depth += 1
            case .date(let part, let name):
                guard case .categories(let column) = try table.column(name).values else {
                    throw TermFault("'\(name.shown)' is a number, where a date such as 2026-12-31 is needed")
                }
                var meanings: [Double] = []
                for level in column.levels {
                    guard let date = CalendarDate(level) else {
                        throw TermFault("'\(name.shown)' has '\(level.shown)', which is no date such as 2026-12-31")
                    }
                    meanings.append(Double(date[part]))
                }
                steps.append(.codes(column, meanings: meanings + [.nan], name: name))
                depth += 1
            case .negative: steps.append(.negative)
            case .function(let function): steps.append(.function(function))
            case .operation(let operation):
                steps.append(.operation(operation))
                depth -= 1
            }
            deepest = max(deepest, depth)
        }
        (self.steps, self.depth) = (steps, deepest)
    }

    /// The values of a range, at the start of a stack of `depth` runs that begin `stride` numbers apart.
    func run(_ range: Range<Int>, _ stack: UnsafeMutablePointer<Double>, stride: Int) {
        var top = stack - stride
        let count = range.count
        for step in steps {
            switch step {
            case .column(let numbers, _):
                top += stride
                numbers.read(range, into: top)
            case .constant(let value):
                top += stride
                top.update(repeating: value, count: count)
            case .codes(let column, let meanings, _):
                top += stride
                let run = top
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { codes in
                    column.read(range, into: codes.baseAddress!)
                    meanings.withUnsafeBufferPointer { for i in 0..<count { run[i] = $0[Int(codes[i])] } }
                }
            case .negative: for i in 0..<count { top[i] = -top[i] }
            case .function(let function): Self.apply(function, top, count)
            case .operation(let operation):
                top -= stride
                Self.apply(operation, top, top + stride, count)
            }
        }
    }

    private static func apply(_ function: Arithmetic.Function, _ a: UnsafeMutablePointer<Double>, _ count: Int) {
        switch function {
        case .log: for i in 0..<count { a[i] = Math.logarithm(a[i]) }
        case .log2: for i in 0..<count { a[i] = Math.binaryLogarithm(a[i]) }
        case .log10: for i in 0..<count { a[i] = Math.decimalLogarithm(a[i]) }
        case .log1p: for i in 0..<count { a[i] = Math.logarithm1p(a[i]) }
        case .exp: for i in 0..<count { a[i] = Math.exponential(a[i]) }
        case .sqrt: for i in 0..<count { a[i] = a[i].squareRoot() }
        case .abs: for i in 0..<count { a[i] = a[i].magnitude }
        }
    }

    private static func apply(
        _ operation: Arithmetic.Operation, _ a: UnsafeMutablePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int
    ) {
        /// A gap on either side stays one.
        func compare(_ holds: (Double, Double) -> Bool) {
            for i in 0..<count { a[i] = a[i].isNaN || b[i].isNaN ? .nan : holds(a[i], b[i]) ? 1 : 0 }
        }
        switch operation {
        case .plus: for i in 0..<count { a[i] += b[i] }
        case .minus: for i in 0..<count { a[i] -= b[i] }
        case .times: for i in 0..<count { a[i] *= b[i] }
        case .over: for i in 0..<count { a[i] /= b[i] }
        case .power: for i in 0..<count { a[i] = b[i] == 2 ? a[i] * a[i] : Math.power(a[i], b[i]) }
        case .equal: compare(==)
        case .unequal: compare(!=)
        case .below: compare(<)
        case .atMost: compare(<=)
        case .above: compare(>)
        case .atLeast: compare(>=)
        }
    }
}

extension ArithmeticProgram {
    /// All values, or the first that is not finite.
    func values(samples: Int) throws(TermFault) -> [Double] {
        if let fault = firstFault(samples: samples, allowingGaps: false) { throw fault }
        return [Double](unsafeUninitializedCapacity: samples) { out, count in
            each(samples) { piece, values in
                (out.baseAddress! + piece.lowerBound).update(from: values, count: piece.count)
                return false
            }
            count = samples
        }
    }

    /// What the first value is that is not finite and why; gaps in the table may be allowed.
    func firstFault(samples: Int, allowingGaps: Bool) -> TermFault? {
        var fault: TermFault?
        each(samples) { piece, values in
            for i in 0..<piece.count where !values[i].isFinite {
                let found = explanation(piece.lowerBound + i)
                if allowingGaps && found.isGap { continue }
                fault = found.fault
                return true
            }
            return false
        }
        return fault
    }

    /// Runs of values, until the body has seen enough.
    private func each(_ samples: Int, _ body: (Range<Int>, UnsafeMutablePointer<Double>) -> Bool) {
        let run = 512
        withUnsafeTemporaryAllocation(of: Double.self, capacity: depth * run) { stack in
            for piece in (0..<samples).pieces(of: run) {
                self.run(piece, stack.baseAddress!, stride: run)
                if body(piece, stack.baseAddress!) { return }
            }
        }
    }

    /// By the steps of one sample: the first that makes something that is not finite.
    private func explanation(_ sample: Int) -> (fault: TermFault, isGap: Bool) {
        var stack: [Double] = []
        for step in steps {
            var reason: String, isGap = false
            switch step {
            case .column(let numbers, let name):
                stack.append(numbers[sample])
                isGap = stack.last!.isNaN
                reason = isGap ? "'\(name.shown)' is missing" : "'\(name.shown)' is \(stack.last!)"
            case .codes(let column, let meanings, let name):
                stack.append(meanings[column[sample]])
                isGap = true
                reason = "'\(name.shown)' is missing"
            case .constant(let value):
                stack.append(value)
                reason = "\(value)"
            case .negative:
                stack[stack.count - 1].negate()
                reason = ""
            case .function(let function):
                reason = "\(function) of \(stack.last!.asWritten) is not finite"
                withUnsafeMutablePointer(to: &stack[stack.count - 1]) { Self.apply(function, $0, 1) }
            case .operation(let operation):
                let right = stack.removeLast()
                reason = "\(stack.last!.asWritten) \(operation.rawValue) \(right.asWritten) is not finite"
                withUnsafeMutablePointer(to: &stack[stack.count - 1]) { a in
                    withUnsafePointer(to: right) { Self.apply(operation, a, $0, 1) }
                }
            }
            if !stack.last!.isFinite { return (TermFault("\(reason) in sample \(sample)"), isGap) }
        }
        return (TermFault("not finite in sample \(sample)"), false)
    }
}

extension Table {
    func column(_ name: String) throws(TermFault) -> Column {
        guard let column = self[name] else { throw TermFault(noColumn(name)) }
        return column
    }
}
