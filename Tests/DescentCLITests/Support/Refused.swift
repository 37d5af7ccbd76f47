import Testing

extension Bench {
    /// A run that fails: with a status, quiet on stdout, on stderr a line or two with these parts; and the folder holds what it held.
    func expectRefused(
        _ words: [String], status: Int32 = 1, _ parts: [String], lines: Int = 2,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = try files.names, ended = try run(words)
        #expect(ended.status == status && ended.out == "", "\(words): \(ended)", sourceLocation: sourceLocation)
        #expect(
            ended.err.hasPrefix("descent: ") && ended.errLines.count <= lines, "\(words): \(ended)",
            sourceLocation: sourceLocation)
        for part in parts where !part.isEmpty {
            #expect(ended.err.contains(part), "\(words): no '\(part)' in \(ended)", sourceLocation: sourceLocation)
        }
        try #expect(files.names == before, sourceLocation: sourceLocation)
    }

    func expectRefused(
        _ line: String, status: Int32 = 1, _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try expectRefused(
            line.split(separator: " ").map(String.init), status: status, parts, sourceLocation: sourceLocation)
    }
}
