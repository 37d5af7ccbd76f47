internal import CDescentBLAS

/// The OpenBLAS in use: which one it is, that it stays on one thread, and that it computes rightly.
public enum BLAS {
    /// Version, as OpenBLAS reports it: "0.3.21".
    public static let version: String = {
        let words = String(cString: openblas_get_config()).split(separator: " ")
        return words.count > 1 ? String(words[1]) : "unknown"
    }()

    /// The kernels that OpenBLAS chose for this CPU, such as "Zen", "SkylakeX" or "Cooperlake".
    public static let core = String(cString: openblas_get_corename())

    /// How this build of OpenBLAS makes threads.
    package static let threading: Threading = {
        switch openblas_get_parallel() {
        case 0: .serial
        case 2: .openMP
        default: .pthreads
        }
    }()

    /// How OpenBLAS was built: without threads of its own, with the system's, or with OpenMP's.
    package enum Threading: String, Sendable {
        case serial, pthreads, openMP
    }

    /// Sets OpenBLAS to one thread; called before Descent's first product and on every thread that Descent starts.
    ///
    /// Descent divides work among its own threads. OpenBLAS's setting is process-wide and is **not** restored, because
    /// changing it between calls is far slower than either choice. A host that uses OpenBLAS itself and wants more
    /// threads there gives them to Descent instead, or keeps its products in another process.
    /// The OpenMP build keeps the setting per thread, hence the call on each.
    public static func pinToOneThread() {
        if threading == .openMP {
            openblas_set_num_threads(1)
        } else {
            _ = pinned
        }
    }

    private static let pinned: Void = openblas_set_num_threads(1)

    /// Pins OpenBLAS to one thread and throws where it failed the self-test: what every first call goes through.
    package static func prepare() throws(DescentError) {
        pinToOneThread()
        if case .failure(let error) = verified { throw error }
    }

    /// Address space that OpenBLAS takes for each thread that is inside it.
    static let bufferBytes = 128 << 20

    /// Whether the system would grant OpenBLAS its buffers for this many threads. Where it refuses one, OpenBLAS asks
    /// again without end; so Descent asks first.
    package static func hasRoom(forThreads threads: Int) -> Bool { canMap(bytes: threads * bufferBytes) }

    /// The result of the self-test, run once per process and a few milliseconds long.
    package static let verified: Result<BLASProperties, DescentError> = {
        pinToOneThread()
        guard hasRoom(forThreads: 1) else { return .failure(.algebra(because: .outOfMemory(bytes: bufferBytes))) }
        return Result { () throws(DescentError) in try SelfTest().run() }
    }()
}

/// What the self-test found out about the bits of OpenBLAS's results.
package struct BLASProperties: Sendable, Hashable {
    /// A product over a fixed tile has the same bits wherever in memory the tile lies. Where this does not hold,
    /// sweeps copy tiles to aligned memory first.
    package var ignoresAlignment: Bool
}
