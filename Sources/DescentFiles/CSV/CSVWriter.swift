internal import Descent

/// Writes the lines of a CSV file.
struct CSVWriter<Element: Scalar> {
    private var blocks: TextBlocks
    private let separator: UInt8

    init(separator: UInt8, _ sink: @escaping TextBlocks.Sink) {
        self.separator = separator
        blocks = TextBlocks(sink)
    }

    mutating func finish() throws(FileError) { try blocks.finish() }

    mutating func writeHeader(_ parts: [CSVPart<Element>]) throws(FileError) {
        for (index, name) in parts.flatMap(\.names).enumerated() {
            if index > 0 { blocks.add(separator) }
            blocks.add(Self.quoted(name, separator))
        }
        try endLine()
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    mutating func writeRows(
        _ parts: [CSVPart<Element>], beside carried: [CSVPart<Element>], _ rows: Int, _ blanks: [Int]
    ) throws(FileError) {
        let fields = parts.reduce(0) { $0 + $1.names.count }
        let labels = quotedLabels(parts), carriedLabels = quotedLabels(carried)
        var left = blanks[...], row = 0
        for line in 0..<rows + blanks.count {
            add(carried, line, carriedLabels)
            if !carried.isEmpty { blocks.add(separator) }
            if left.first == line || row == rows {
                left.removeFirst()
                addBlank(fields, isAlone: carried.isEmpty)
            } else {
                add(parts, row, labels)
                row += 1
            }
            try endLine()
        }
    }

    /// Quoted once, not for each row.
    private func quotedLabels(_ parts: [CSVPart<Element>]) -> [[[UInt8]]] {
        parts.map { part in
            if case .labels(_, _, let texts) = part { texts.map { Self.quoted($0, separator) } } else { [] }
        }
    }

    @inline(__always)
    private mutating func add(_ parts: [CSVPart<Element>], _ row: Int, _ labels: [[[UInt8]]]) {
        for (index, part) in parts.enumerated() {
            if index > 0 { blocks.add(separator) }
            switch part {
            case .numbers(_, let values): blocks.add(values[row])
            case .integers(_, let values): blocks.add(integer: values[row])
            case .texts(_, let values): blocks.add(Self.quoted(values[row], separator))
            case .labels(_, let values, _): blocks.add(labels[index][values[row]])
            case .matrix(_, let matrix): addColumn(row, of: matrix)
            }
        }
    }

    /// Fields without values. Of a row of one field quotes say that it is there: readers skip lines that are blank.
    private mutating func addBlank(_ fields: Int, isAlone: Bool) {
        if fields == 1, isAlone { blocks.add(Self.quoted("", separator)) }
        for _ in 1..<max(1, fields) { blocks.add(separator) }
    }

    @inline(__always)
    private mutating func addColumn(_ column: Int, of matrix: Matrix<Element>) {
        let separator = separator, isSampleMajor = matrix.layout == .sampleMajor
        matrix.withUnsafePointer { values in
            let first = values + (isSampleMajor ? column * matrix.stride : column)
            for row in 0..<matrix.rows {
                if row > 0 { blocks.add(separator) }
                blocks.add(first[isSampleMajor ? row : row * matrix.stride])
            }
        }
    }

    private mutating func endLine() throws(FileError) {
        blocks.add(0x0a)
        try blocks.pass()
    }

    /// A text as a field: within quotes where something in it would end it, or where nothing is in it, which a reader of one column would
    /// not see.
    private static func quoted(_ text: String, _ separator: UInt8) -> [UInt8] {
        let bytes = Array(text.utf8)
        let isPlain = !bytes.contains { $0 == 0x22 || $0 == 0x0a || $0 == 0x0d || $0 == separator }
        if isPlain && !bytes.isEmpty { return bytes }
        return [0x22] + bytes.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
    }
}
