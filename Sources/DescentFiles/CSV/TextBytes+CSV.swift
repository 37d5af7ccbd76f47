extension TextBytes {
    /// The text of a CSV file, or of several with the same columns as if the lines of all stood in one.
    ///
    /// - Parameter path: of the file; of several, which `options` names, what people call them.
    /// - Throws: as for one file, and `illegalText` for a file whose first line names other columns.
    convenience init(csv path: String, _ options: CSVOptions, _ reading: FileReading) throws(FileError) {
        switch options.files.count {
        case 0: try self.init(path, reading, encoding: options.encoding)
        case 1: try self.init(options.files[0], reading, encoding: options.encoding)
        default: try self.init(joining: options.files, as: path, options, reading)
        }
    }

    private convenience init(
        joining paths: [String], as name: String, _ options: CSVOptions, _ reading: FileReading
    ) throws(FileError) {
        var names: [String] = [], sources: [FileBytes] = [], parts: [Part] = [], all: GrownBytes?
        for path in paths {
            let text = try TextBytes(path, reading, encoding: options.encoding)
            let scanner = CSVScanner(start: text.start, end: text.end, separator: options.separator)
            let header = try CSVHeader(text, scanner, isThere: options.hasHeader)
            let isFirst = all == nil
            if isFirst { names = header.names } else { try text.require(names, of: paths[0], header, options) }
            if isFirst {
                all = try GrownBytes(name, "the texts of all files", expected: paths.count * (text.end - text.start))
            }
            let memory = all!
            // Of a file that another line follows, the last line ends.
            let data = isFirst || !options.hasHeader ? text.start : header.dataStart
            try text.requireClosedQuotes(scanner, from: data, header)
            parts.append(
                Part(
                    path: path, start: memory.count,
                    linesBefore: text.position(of: data - text.start).line - 1))
            try memory.append(UnsafeRawBufferPointer(start: data, count: text.end - data))
            if text.end > data, !CSVScanner.isLineEnd(text[text.end - 1]) {
                try withUnsafeBytes(of: UInt8(ascii: "\n")) { byte throws(FileError) in try memory.append(byte) }
            }
            // What it was unpacked to goes before the next is.
            sources += withExtendedLifetime(text) { text.sources }
        }
        self.init(name, in: all!, of: sources, parts)
    }

    /// Makes sure that the columns of another file are the same.
    private func require(
        _ names: [String], of path: String, _ header: CSVHeader, _ options: CSVOptions
    ) throws(FileError) {
        guard header.names != names else { return }
        var first = start
        while CSVScanner.isLineEnd(self[first]) { first += 1 }
        let place = position(of: first - start)
        func fault(_ reason: String) -> FileError {
            .illegalText(path: self.path, line: place.line, column: place.column, reason: reason)
        }
        let differing = zip(header.names, names).enumerated().first { $0.element.0 != $0.element.1 }
        if options.hasHeader, let differing {
            let (found, wanted) = (differing.element.0.shown, differing.element.1.shown)
            throw fault(
                "column \(differing.offset + 1) is called \"\(found)\", but \"\(wanted)\" in \(path.shown): files of one table have the"
                    + " same columns")
        }
        let extra = header.names.count > names.count ? header.names[names.count] : names[header.names.count]
        let which = options.hasHeader ? " (\"\(extra.shown)\" is in one of them alone)" : ""
        throw fault(
            "\(header.names.count) columns, but \(names.count) in \(path.shown)\(which): files of one table have the same columns"
        )
    }

    /// A quote that a file leaves open would make its last record swallow the next file.
    private func requireClosedQuotes(
        _ scanner: CSVScanner, from data: UnsafeRawPointer, _ header: CSVHeader
    ) throws(FileError) {
        var quotes = 0
        for byte in UnsafeRawBufferPointer(start: start, count: end - start) { quotes &+= byte == 0x22 ? 1 : 0 }
        guard quotes % 2 == 1 else { return }
        // One that nothing closes is found by reading.
        var place = data
        do throws(CSVFault) {
            while place < end { place = try scanner.record(at: place, most: CSVOptions.mostColumns) { _ in }.next }
        } catch { throw self.error(error, names: header.names) }
    }
}
