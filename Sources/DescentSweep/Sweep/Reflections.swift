internal import CDescentKernels
package import DescentAlgebra

/// A triangle into which blocks of rows are reflected: the arithmetic of a tall-skinny QR, whatever its rows are.
///
/// A partial holds the triangle, dense and column-major, and room for a panel of reflectors. Wide blocks go to `dtpqrt`,
/// narrow ones to a kernel of our own.
package struct Reflections: Sendable {
    /// Columns of the triangle.
    package let order: Int

    /// - Throws: `algebra` where so many columns make a triangle that no memory holds.
    package init(order: Int) throws(DescentError) {
        self.order = order
        let (square, wide) = order.multipliedReportingOverflow(by: order)
        guard !wide, !square.multipliedReportingOverflow(by: 256).overflow else {
            throw .algebra(because: .outOfMemory(bytes: .max))
        }
    }

    package var partialCount: Int { order * order + 2 * panel * order }

    /// Up to here a block of the triangle's width fits the first cache, and calls of BLAS on it cost more than what they
    /// do. One thread, 12 million values (Cascade Lake), ms by reflections and by the best `dtpqrt`: 48 columns 72 and
    /// 100, 64 columns 82 and 112, 96 columns 140 and 136, 200 columns 610 and 470.
    private static var widestNarrow: Int { 64 }
    private var isNarrow: Bool { order <= Self.widestNarrow }

    /// Columns per block reflection of `dtpqrt`. 784 × 30 000, one thread: 4 columns 4.6 s, 8 2.4, 16 1.7, 32 1.5, 64 1.5;
    /// at 200 columns and fewer 4 and 8 are best.
    private var panel: Int { min(order, order < 256 ? 8 : 32) }

    /// Rows per block, whole vectors: as many as stay in a first cache; of wide data no fewer than the triangle has,
    /// because a block costs passes over it.
    package var blockRows: Int {
        isNarrow ? max(64, min(512, 4096 / order / 16 * 16)) : max(order < 256 ? 512 : 1024, (order + 7) / 8 * 8)
    }

    /// Absorbs rows of a block whose columns are `blockRows` apart, and which is used up.
    package func absorb(_ block: UnsafeMutablePointer<Double>, rows: Int, into partial: UnsafeMutablePointer<Double>) {
        guard isNarrow else {
            return absorb(block, rows: rows, stride: blockRows, trapezoid: 0, into: partial)
        }
        // Kernels work on whole vectors: rows of zeros change nothing.
        let padded = (rows + 7) / 8 * 8
        for column in 0..<order {
            for row in rows..<padded { block[column * blockRows + row] = 0 }
        }
        Kernels.wide.reflect(order, padded, partial, order, block, blockRows)
    }

    /// Absorbs rows of which the last `trapezoid` are the first of an upper triangle; they are used up.
    package func absorb(
        _ block: UnsafeMutablePointer<Double>, rows: Int, stride: Int, trapezoid: Int,
        into partial: UnsafeMutablePointer<Double>
    ) {
        let t = partial + order * order
        Double.tpqrt(
            rows: rows, columns: order, trapezoid: trapezoid, blockSize: panel, r: partial, strideR: order, b: block,
            strideB: stride, t: t, work: t + panel * order)
    }

    /// Absorbs another triangle, which is used up.
    package func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        absorb(
            UnsafeMutablePointer(mutating: next), rows: order, stride: order, trapezoid: order, into: partial)
    }
}
