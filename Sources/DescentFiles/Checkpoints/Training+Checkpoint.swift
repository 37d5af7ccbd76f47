public import Descent

extension Training {
    /// Writes everything that changes during the fit to a file: whole or not at all, whatever happens meanwhile, and synced to the disk.
    /// A fit of the same data and options that resumes from it ends with the same bits, also on another number of threads.
    ///
    ///     while let progress = try run.step() {
    ///         if progress.step % 100 == 0 {
    ///             try run.writeCheckpoint(to: "fit.checkpoint")
    ///         }
    ///     }
    ///
    /// What processes that were killed have left behind beside that path is removed. Of two processes that write the same path, the last
    /// one to be complete wins.
    ///
    /// - Throws: `system`, and `illegalOption` for a fit that needs no descent and has nothing to go on from; the file that was there
    ///   before stays as it was.
    public func writeCheckpoint(to path: String) throws(FileError) {
        let state = encodedState
        guard !state.isEmpty else {
            throw .illegalOption(
                name: "the solver of a fit with checkpoints", value: "least squares",
                requirement: "one that descends, by name, such as .newton()")
        }
        try OutputFile.write(state, to: path)
    }

    /// Goes on from a checkpoint.
    ///
    /// - Throws: `FileError` where the file cannot be read; `DescentError.unusableState` for one that is damaged, truncated, of another
    ///   fit, or no checkpoint. This fit is as it was then.
    public mutating func resume(fromFile path: String) throws {
        try resume(from: try CheckpointFile.bytes(path))
    }
}

extension SavedProgress {
    /// What a checkpoint says of its fit. Throws as `Training.resume(fromFile:)`.
    public init(checkpoint path: String) throws { try self.init(of: try CheckpointFile.bytes(path)) }
}

private enum CheckpointFile {
    static func bytes(_ path: String) throws -> [UInt8] {
        let file = try InputFile(path)
        guard file.size <= longest else {
            throw DescentError.unusableState(reason: "\(path.shown) has \(file.size) bytes, more than any state")
        }
        return try file.bytes(0..<file.size)
    }

    /// A metric of 4096 parameters in a state of a million.
    private static let longest = 1 << 32
}
