import DescentFiles

/// What a reader made of an input: bits, or an error with its place. Two ways to read the same bytes must come to the same.
public enum Verdict: Equatable {
    case read([UInt64])
    case refused(FileError)

    public init(_ body: () throws(FileError) -> [Double]) {
        do throws(FileError) { self = .read(try body().map(\.bitPattern)) } catch { self = .refused(error) }
    }

    /// How long the file has to be by its own account, where that was all that was wrong with it.
    public var neededBytes: Int? {
        switch self {
        case .refused(.truncated(_, let needed, _)), .refused(.trailingBytes(_, let needed, _)): needed
        default: nil
        }
    }

    /// An error has words, whatever bytes stand in it.
    public func requireWords() {
        if case .refused(let error) = self { require(!error.description.isEmpty, "an error without words") }
    }
}
