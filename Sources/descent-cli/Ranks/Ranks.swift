internal import Descent
internal import DescentMPI
internal import DescentSystem

/// The processes that run this command together, under `mpirun`; else this one alone.
enum Ranks {
    /// Nil for one process.
    nonisolated(unsafe) private(set) static var all: (any Communicator)?

    /// Whether this process is the one that talks and writes files.
    static var isFirst: Bool { all == nil || all!.rank == 0 }

    /// Threads of this process where nobody says: its share of the machine's cores. Nil for what one process takes.
    nonisolated(unsafe) private(set) static var threads: Int?

    #if MPI
        nonisolated(unsafe) private static var world: World?

        /// Before anything else, if `mpirun` started this process.
        static func start(_ words: [String]) throws {
            guard World.isLaunched else { return }
            let isFast = words.contains(Flag.Name.fastReduce.typed), started = try World(ordersSums: !isFast)
            world = started
            guard started.count > 1 else { return }
            all = started
            // What was asked for in the environment stands.
            threads = System.environment("DESCENT_THREADS") == nil ? started.threads : nil
            if isFast {
                Output.say(
                    "\(Flag.Name.fastReduce.typed): the last digits depend on the number of ranks; a resumed fit needs as many"
                )
            }
        }

        static func finish() { world?.finish() }
    #else
        /// Several that know nothing of each other would each do all of the work, and write the same files.
        static func start(_ words: [String]) throws {
            let ranks = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE"].compactMap { System.environment($0).flatMap { Int($0) } }
            guard ranks.allSatisfy({ $0 <= 1 }) else {
                throw Failure.run("this descent was built without MPI: swift build -c release --traits MPI")
            }
        }
        static func finish() {}
    #endif

    /// Does what one process is enough for, and is believed by all.
    ///
    /// - Throws: what it throws, on all ranks.
    static func first(_ body: () throws -> Void) throws {
        guard let all else { return try body() }
        var failure: (any Error)?
        if isFirst {
            do { try body() } catch { failure = error }
        }
        try all.agree(on: failure)
    }

    /// The first signal that any rank has received.
    static var signal: Int32? {
        get throws {
            guard let all else { return Signals.pending }
            let number = try all.most(Int(Signals.pending ?? 0))
            return number == 0 ? nil : Int32(number)
        }
    }
}
