/// What is wrong at a place of a CSV text. Its line is counted when somebody is to read it.
struct CSVFault: Error, Equatable {
    enum Cause: Equatable {
        case text(String)
        case notANumber(String, column: Int)
        case missing(column: Int)
        case unknown(String, column: Int)
        /// Not what it was when records were counted.
        case changed
    }

    /// Bytes from the start of the text.
    let offset: Int
    let cause: Cause
}

extension TextBytes {
    /// As an error, with the line and the byte in it.
    func error(_ fault: CSVFault, names: [String]) -> FileError {
        let part = part(at: fault.offset), path = part.path
        let place = position(of: fault.offset, from: part.start)
        let (line, column) = (place.line + part.linesBefore, place.column)
        return switch fault.cause {
        case .text(let reason): .illegalText(path: path, line: line, column: column, reason: reason)
        case .notANumber(let value, let index):
            .notANumber(path: path, line: line, column: column, value: value, name: names[index])
        case .missing(let index): .missingValue(path: path, line: line, column: column, name: names[index])
        case .unknown(let value, let index):
            .unknownLevel(path: path, line: line, column: column, value: value, name: names[index])
        case .changed: .changed(path: path)
        }
    }

    /// From 1, with lines that end in LF, CR or both.
    ///
    /// - Parameter first: where lines are counted from. Default the start of the text.
    func position(of offset: Int, from first: Int = 0) -> (line: Int, column: Int) {
        let bytes = UnsafeRawBufferPointer(start: start, count: end - start)
        var line = 1, lineStart = first, place = first
        while place < offset {
            let byte = bytes[place]
            place += 1
            guard byte == 0x0a || byte == 0x0d else { continue }
            if byte == 0x0d, place < bytes.count, bytes[place] == 0x0a {
                // A place between the two is on the line that they end.
                guard place < offset else { break }
                place += 1
            }
            line += 1
            lineStart = place
        }
        return (line, offset - lineStart + 1)
    }
}
