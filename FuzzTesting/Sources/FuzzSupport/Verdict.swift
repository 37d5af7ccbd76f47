import DescentFiles

/// What a reader made of an input: bits, or words. Two ways to read the same bytes must come to the same.
public enum Verdict: Equatable {
    case read([UInt64])
    case refused(String)

    public init(_ body: () throws -> [Double]) {
        do { self = .read(try body().map(\.bitPattern)) } catch {
            precondition(error is FileError, "another error than a file's: \(error)")
            self = .refused("\(error)")
        }
    }
}
