/// How much memory the samples of a sparse file may take, where zeros that the file leaves out are written out.
public enum DenseLimit: Sendable, Hashable {
    /// A thousand times the size of the file, but 16 MB at least; and what this process may have of the machine's memory.
    ///
    /// A line of LIBSVM may name feature 2 000 000 000 in a dozen bytes. Data that are meant to be dense have a number for one
    /// feature in a hundred at the least.
    case thousandfold
    /// What this process may have of the machine's memory.
    case memory

    static let factor = 1000
    /// Too little to harm, whatever a file's size.
    static let harmless = 16 << 20

    /// Of a file of so many bytes; nil where the memory alone is the limit.
    func most(ofFile bytes: Int) -> Int? {
        guard self == .thousandfold else { return nil }
        return max(Self.harmless, bytes.multiplied(checked: Self.factor) ?? .max)
    }
}
