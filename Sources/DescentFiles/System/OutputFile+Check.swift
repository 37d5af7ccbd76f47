extension OutputFile {
    /// Whether a file of this name can be made, before the work whose result it is to hold.
    ///
    /// - Throws: `system`.
    package static func requireWritable(_ path: String) throws(FileError) { _ = try OutputFile(path) }
}
