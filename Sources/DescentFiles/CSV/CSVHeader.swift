/// The columns of a CSV file, and where its data begin.
struct CSVHeader {
    let names: [String]
    /// Whether there is a line of names whose first is empty.
    private(set) var lacksFirstName = false
    let dataStart: UnsafeRawPointer

    /// - Throws: `empty` for a text of nothing but blank lines.
    init(_ text: TextBytes, _ scanner: CSVScanner, isThere: Bool) throws(FileError) {
        let bytes = UnsafeRawBufferPointer(start: text.start, count: text.end - text.start)
        if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) {
            throw .illegalText(
                path: text.path, line: 1, column: 1,
                reason: "the text is UTF-16; it must be UTF-8, or its encoding be said")
        }
        // Before the first record lines mean nothing, except in a table of one column that no line names.
        var first = text.start
        while first < text.end, CSVScanner.isLineEnd(scanner.byte(first)) { first = scanner.afterLineEnd(first) }
        guard first < text.end else { throw .empty(path: text.path) }
        var fields: [CSVScanner.Field] = []
        var names: [String] = []
        do throws(CSVFault) {
            let next = try scanner.record(at: first, most: CSVOptions.mostColumns) { fields.append($0) }.next
            try Self.requireSeparator(fields, scanner)
            if isThere {
                names = try Self.names(fields, scanner)
                lacksFirstName = fields[0].isEmpty
                dataStart = next
            } else {
                names = fields.indices.map { "\($0 + 1)" }
                dataStart = fields.count == 1 ? text.start : first
            }
        } catch { throw text.error(error, names: []) }
        self.names = names
    }

    /// Of columns that are not there all are named at once.
    func require(_ wanted: [String], path: String) throws(FileError) {
        let known = TextLevels(names)
        var missing: [String] = []
        for name in wanted where known.index(of: name) == nil && !missing.contains(name) { missing.append(name) }
        guard missing.isEmpty else { throw .noColumn(path: path, names: missing, columns: names) }
    }

    private static func names(_ fields: [CSVScanner.Field], _ scanner: CSVScanner) throws(CSVFault) -> [String] {
        var names: [String] = [], known = TextLevels()
        for (index, field) in fields.enumerated() {
            let text = try scanner.text(of: field), name = text.isEmpty ? "column \(index + 1)" : text
            guard known.insert(name).isNew else {
                throw scanner.fault("a second column \"\(name.shown)\"", at: field.place)
            }
            names.append(name)
        }
        return names
    }

    /// Of a single column that holds another separator, somebody will have meant that one.
    private static func requireSeparator(_ fields: [CSVScanner.Field], _ scanner: CSVScanner) throws(CSVFault) {
        guard fields.count == 1, !fields[0].isQuoted else { return }
        for (byte, name) in [(UInt8(ascii: ";"), "';'"), (UInt8(ascii: "\t"), "tabs"), (UInt8(ascii: ","), "','")]
        where byte != scanner.separator {
            var place = fields[0].start
            while place < fields[0].end {
                if scanner.byte(place) == byte {
                    throw scanner.fault("the columns seem to be separated by \(name), which must be said", at: place)
                }
                place += 1
            }
        }
    }
}
