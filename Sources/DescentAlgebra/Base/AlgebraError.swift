/// What is wrong with a matrix, a mapped file, a factorisation or the BLAS itself; thrown as ``DescentError/algebra(_:)``.
///
/// Its description says which it is, with the sizes: a shape that memory or BLAS's 32-bit integers cannot hold, values that do not
/// fill it, a file that cannot be mapped or is too short, a matrix that is not positive definite, an OpenBLAS that computes wrongly
/// on this machine. Two are equal where cause and sizes are.
public struct AlgebraError: Hashable, Sendable {
    package let cause: Cause

    package init(cause: Cause) { self.cause = cause }

    package enum Cause: Hashable, Sendable {
        /// A row or column count below zero.
        case negativeSize(rows: Int, columns: Int)
        /// rows × columns × bytes per value does not fit an `Int`.
        case sizeOverflow(rows: Int, columns: Int)
        /// The values given do not fill the shape.
        case valueCount(expected: Int, found: Int, rows: Int, columns: Int)
        /// A column (a sample) whose length differs from the first one's.
        case raggedColumn(index: Int, expected: Int, found: Int)
        /// The distance between columns is shorter than a column.
        case stride(minimum: Int, found: Int)
        /// A size that BLAS's 32-bit integers cannot hold reached a call over the whole matrix.
        case beyondBLAS(rows: Int, columns: Int)
        /// Memory of this many bytes was refused.
        case outOfMemory(bytes: Int)
        /// An operating-system call on a file failed.
        case file(path: String, operation: String, errno: Int32)
        /// The path is a directory, pipe or device, which cannot be mapped.
        case notARegularFile(path: String)
        /// The file ends before the matrix does, or the matrix starts where no value can.
        case fileRange(path: String, neededBytes: Int, offset: Int, fileBytes: Int)
        /// A pointer or file offset that is not a multiple of the value's size.
        case misaligned(offset: Int, alignment: Int)
        /// The leading minor of this order is not positive definite.
        case notPositiveDefinite(order: Int)
        /// OpenBLAS computes this routine wrongly on this machine.
        case selfTest(routine: String, core: String, version: String, detail: String)
    }
}

extension AlgebraError: CustomStringConvertible {
    public var description: String {
        switch cause {
        case .negativeSize(let rows, let columns):
            "a matrix cannot have \(rows) rows and \(columns) columns"
        case .sizeOverflow(let rows, let columns):
            "\(rows) rows × \(columns) columns are more bytes than an address can count"
        case .valueCount(let expected, let found, let rows, let columns):
            "\(rows) rows × \(columns) columns need \(expected) values, but there are \(found)"
        case .raggedColumn(let index, let expected, let found):
            "column \(index) has \(found) values where column 0 has \(expected)"
        case .stride(let minimum, let found):
            "the stride between columns is \(found), but must be at least \(minimum)"
        case .beyondBLAS(let rows, let columns):
            "\(rows) rows × \(columns) columns exceed BLAS's 32-bit sizes; a sweep, which works in tiles, takes any "
                + "number of samples that are contiguous"
        case .outOfMemory(let bytes):
            "no memory for \(bytes) bytes"
        case .file(let path, let operation, let errno):
            "\(path.shown): \(operation) failed: \(systemMessage(errno)) (errno \(errno))"
        case .notARegularFile(let path):
            "\(path.shown): not a regular file, so it cannot be mapped"
        case .fileRange(let path, let needed, let offset, let bytes):
            "\(path.shown): the matrix needs \(needed) bytes from offset \(offset), but the file has \(bytes)"
        case .misaligned(let offset, let alignment):
            "offset \(offset) is not a multiple of \(alignment) bytes, or below 0"
        case .notPositiveDefinite(let order):
            "the leading minor of order \(order) is not positive definite"
        case .selfTest(let routine, let core, let version, let detail):
            "OpenBLAS \(version) (core \(core)) computes \(routine) wrongly: \(detail). "
                + "Install another version, or set OPENBLAS_CORETYPE to another core"
        }
    }
}

extension DescentError {
    /// Of a matrix, a file or the BLAS, for this cause.
    package static func algebra(because cause: AlgebraError.Cause) -> DescentError {
        .algebra(AlgebraError(cause: cause))
    }
}
