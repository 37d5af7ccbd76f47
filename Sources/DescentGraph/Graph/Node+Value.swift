public import DescentAlgebra

extension Node {
    /// Numbers with their shape: `3`, `[1, 2]`, or `Value(matrix)`.
    public struct Value: Sendable, Hashable {
        /// How the numbers are arranged.
        package let shape: Shape
        /// A matrix's column after column.
        public let values: [Double]

        init(shape: Shape, values: [Double]) {
            self.shape = shape
            self.values = values
        }

        /// One number.
        public init(_ number: Double) { self.init(shape: .number, values: [number]) }
        /// A vector. An empty one is a value, but a node made of it carries `empty`.
        public init(_ vector: [Double]) { self.init(shape: .vector(vector.count), values: vector) }
        /// A copy of a matrix. One without values is a value, but a node made of it carries `empty`.
        public init(_ matrix: Matrix<Double>) {
            self.init(shape: .matrix(rows: matrix.rows, columns: matrix.columns), values: matrix.values)
        }

        /// The number, or `nil` for a vector or a matrix.
        public var number: Double? { shape == .number ? values[0] : nil }

        /// A number repeated, others as they are.
        func spread(to count: Int) -> [Double] {
            shape == .number ? [Double](repeating: values[0], count: count) : values
        }
    }

    /// How many numbers a value has, and how they are arranged.
    package enum Shape: Sendable, Hashable {
        /// One number, which meets every value of the other shapes.
        case number
        /// So many numbers in a row.
        case vector(Int)
        /// rows × columns numbers.
        case matrix(rows: Int, columns: Int)

        var count: Int {
            switch self {
            case .number: 1
            case .vector(let count): count
            case .matrix(let rows, let columns): rows * columns
            }
        }
    }
}

extension Node.Value: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    public init(floatLiteral number: Double) { self.init(number) }
    public init(integerLiteral number: Int) { self.init(Double(number)) }
    public init(arrayLiteral vector: Double...) { self.init(vector) }
}

extension Node.Value: CustomStringConvertible {
    /// At most six numbers, and how many more there are.
    public var description: String {
        if let number { return number.shortened }
        let shown = values.prefix(6).map(\.shortened).joined(separator: ", ")
        let rest = values.count > 6 ? ", … \(values.count - 6) more" : ""
        guard case .matrix(let rows, let columns) = shape else { return "[\(shown)\(rest)]" }
        return "\(rows)×\(columns) [\(shown)\(rest)]"
    }
}

extension Node.Shape: CustomStringConvertible {
    package var description: String {
        switch self {
        case .number: "a number"
        case .vector(let count): "a vector of \(count)"
        case .matrix(let rows, let columns): "a \(rows) × \(columns) matrix"
        }
    }
}
