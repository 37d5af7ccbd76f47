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
            guard World.isLaunched else { return try requireAlone() }
            let isFast = words.contains(Flag.Name.fastReduce.typed), started = try World(ordersSums: !isFast)
            world = started
            guard started.count > 1 else { return try requireAlone() }
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

        private static let advice =
            "start them by the MPI that descent was built against, such as srun --mpi=pmix; for a fit of its own in each, unset"
    #else
        static func start(_ words: [String]) throws { try requireAlone() }
        static func finish() {}

        private static let advice =
            "this descent was built without MPI: swift build -c release --traits MPI; for a fit of its own in each, unset"
    #endif

    /// Several that know nothing of each other would each do all of the work, and write the same files.
    private static func requireAlone() throws {
        func number(_ name: String) -> Int? { System.environment(name).flatMap { Int($0) } }
        // Of `mpirun`, whose word comes first; of what speaks PMI; of `srun`.
        let names = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"]
        guard let name = names.first(where: { number($0) != nil }), let tasks = number(name), tasks > 1 else { return }
        throw Failure.run("\(tasks) tasks were started that know nothing of each other: \(advice) \(name)")
    }

    /// Does what one process is enough for, and is believed by all.
    ///
    /// - Throws: what it throws, on all ranks.
    static func first(_ body: () throws -> Void) throws {
        guard let all else { return try body() }
        try all.together {
            guard isFirst else { return }
            // What it does is for itself: the others do not meet it in between.
            self.all = nil
            defer { self.all = all }
            try body()
        }
    }

    /// Makes sure that all ranks see a file of the same shape, before anything is exchanged whose size depends on it: under one path,
    /// machines may have files that differ.
    ///
    /// - Throws: on all ranks, `different` with the file and what two of them see.
    static func requireSame(_ shape: @autoclosure () -> String, of path: String) throws {
        try all?.requireSame([(path.shown, shape())])
    }

    /// Whether any rank wishes so.
    static func any(_ wish: Bool) throws -> Bool { try all?.any(wish) ?? wish }

    /// The first signal that any rank has received.
    static var signal: Int32? {
        get throws {
            guard let all else { return Signals.pending }
            let number = try all.most(Int(Signals.pending ?? 0))
            return number == 0 ? nil : Int32(number)
        }
    }
}
