/// What the command finds itself in: the facts that decide whether it works, and how fast. Nothing here judges.
struct Surroundings: Sendable {
    var processor: Processor
    var openBLAS: OpenBLAS
    var cores: Cores
    var memory: Room
    var reading: Reading
    /// The library's name and version; nil where it is not built in.
    var mpi: String?
    /// Whether the compiler left out what makes programs fast.
    var isDebugBuild: Bool

    struct Processor: Sendable {
        var name: String
        /// The level of the kernels in use, or why there is none.
        var level: Result<String, Reason>
        /// All that this CPU runs, slowest first.
        var levels: [String]
        /// Whether its instructions are those of x86-64, for which there is more than one level.
        var isX86: Bool
    }

    struct OpenBLAS: Sendable {
        var version: String
        var core: String
        var threading: String
        /// Whether a product has the same bits wherever data lie; a reason where the self-test failed.
        var selfTest: Result<Bool, Reason>
        /// What `OPENBLAS_CORETYPE` says.
        var coreWish: String?
    }

    struct Cores: Sendable {
        /// Of the machine, and those of them that the scheduler gives this process.
        var all: Int
        var allowed: Int
        /// As much time as so many cores have.
        var quota: Double?
        /// Threads that a fit takes, or why it takes none.
        var threads: Result<Int, Reason>
        /// Programs that ran or waited lately.
        var load: Double?
    }

    struct Room: Sendable {
        var total: Int?
        var available: Int?
        /// What control groups leave.
        var groupLeft: Int?
        var addressLimit: Int?
        /// Whether every thread finds the address space that OpenBLAS takes for it.
        var hasRoomForThreads: Bool
        var pagePolicy: String?
    }

    /// Bytes per second from memory that no cache holds; nil where it could not be measured.
    struct Reading: Sendable {
        var one: Double?
        var all: Double?
    }

    /// Why something is not there.
    struct Reason: Error, Equatable {
        let words: String
        init(_ error: any Error) { words = "\(error)" }
        init(_ words: String) { self.words = words }
    }
}
