extension OutputFile {
    /// Whether a file of this name can be made or written to, before the work whose result it is to hold.
    ///
    /// - Throws: `system`, `notWritable`.
    package static func requireWritable(_ path: String) throws(FileError) {
        switch try OutputPlace(path) {
        case .file: _ = try OutputFile(path)
        case .stream(let status): if status.kind == .pipe { try OutputPipe.hold(path, status) }
        }
    }
}
