/// How the bytes of a data file come to a sweep.
public enum FileReading: Sendable, Hashable {
    /// As memory, without a copy; the default. The file must not be truncated meanwhile: the process dies of reads past its end,
    /// as is usual for maps. A file that is written meanwhile is an error after the sweep that read it.
    case mapped
    /// As memory too, by a process-wide handler of SIGBUS, which passes on what is not about these maps: a file that is truncated
    /// meanwhile is an error as well. For programs, such as the command `descent`, whose signal handlers are their own.
    case guarded
    /// By read calls, into the memory of a tile per thread: for file systems that cannot be mapped, and where address space is short.
    case copied
}

/// An open file, in one of the ways.
enum FileBytes: Sendable {
    case map(FileMap)
    case file(InputFile)

    init(_ file: InputFile, _ reading: FileReading) throws(FileError) {
        self = reading == .copied ? .file(file) : .map(try FileMap(file, isGuarded: reading == .guarded))
    }

    func confirm() throws(FileError) {
        switch self {
        case .map(let map): try map.confirm()
        case .file(let file): try file.confirm()
        }
    }
}
