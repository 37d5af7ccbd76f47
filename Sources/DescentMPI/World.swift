#if MPI
    internal import CDescentMPI
    public import Descent
    internal import DescentSystem

    /// All ranks that `mpirun` or `srun` started together.
    ///
    ///     let world = try World()
    ///     let data = try Dataset(samples, targets: y, across: world)
    ///     let fit = try data.fit(neuron: .logistic)
    ///     world.finish()
    ///
    /// Calls come from one thread, the one that made it. One per process, and once.
    ///
    /// A rank that waits for another longer than `timeout` ends the job: one that hangs is as good as gone.
    public final class World: Communicator {
        /// This process's number, from 0.
        public let rank: Int
        /// Ranks of the job, on all machines.
        public let count: Int
        /// Ranks of this machine, with this one.
        public let ranksOfMachine: Int
        /// Threads for this rank: the cores that it may use, divided among the ranks of its machine that may use the same.
        public let threads: Int
        /// Seconds.
        public let timeout: Double
        /// Whether sums are those of one process, to the bit. Else MPI makes them, in an order of its own.
        public let ordersSums: Bool

        /// Whether this process was started as one rank of several.
        public static var isLaunched: Bool {
            ["OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK", "MPI_LOCALRANKID"].contains {
                System.environment($0) != nil
            }
        }

        /// MPI could not be started as it is needed: with calls from one thread of several.
        public struct Unavailable: Error, CustomStringConvertible {
            /// One sentence, the same always.
            public let description = "MPI does not allow calls beside threads (MPI_THREAD_FUNNELED)"
        }

        /// The MPI that this program was built with, by its own first line.
        package static var library: String {
            var words = [CChar](repeating: 0, count: 1024)
            descent_mpi_library(&words, Int32(words.count))
            let text = String(decoding: words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let line = text.split(separator: "\n").first ?? "unknown"
            return String(line.split(separator: ",").first ?? line)
        }

        /// - Parameters:
        ///   - timeout: seconds that this rank waits for another before it ends the job: longer than the slowest rank takes to
        ///     read its samples. Default: the environment's `DESCENT_RANK_TIMEOUT`, or 600.
        ///   - ordersSums: whether sums are those of one process, to the bit. Default true.
        /// - Throws: `Unavailable`.
        public init(timeout: Double? = nil, ordersSums: Bool = true) throws {
            var place = descent_mpi_place()
            guard descent_mpi_start(&place, Self.coresAllowed) != 0 else { throw Unavailable() }
            (rank, count, ranksOfMachine) = (Int(place.rank), Int(place.count), Int(place.local_count))
            threads = max(1, ThreadBudget.cores / Int(max(1, place.sharing)))
            self.ordersSums = ordersSums
            self.timeout = timeout ?? System.environment("DESCENT_RANK_TIMEOUT").flatMap { Double($0) } ?? 600
        }

        /// A number for the set of cores that this process may use; the same for all where the system does not say.
        private static var coresAllowed: Int64 {
            let text = System.text(ofFile: "/proc/self/status") ?? ""
            let list = System.value(of: "Cpus_allowed_list", in: text) ?? ""
            return list.utf8.reduce(0) { $0 &* 31 &+ Int64($1) }
        }

        /// The last call of every rank.
        public func finish() { descent_mpi_finish() }

        /// The least of the words that the ranks bring.
        public func least(_ word: Int) -> Int {
            var least = Int64(word)
            require(descent_mpi_least(&least, timeout))
            return Int(least)
        }

        /// What the speaker has, to all: of as many bytes on every rank.
        public func broadcast(_ bytes: UnsafeMutableRawBufferPointer, from speaker: Int) {
            require(descent_mpi_broadcast(bytes.baseAddress, bytes.count, Int32(speaker), timeout))
        }

        /// Sends to one rank and receives from another at the same time; no bytes go to, or come from, nobody.
        public func exchange(
            _ sent: UnsafeRawBufferPointer, to receiver: Int, _ received: UnsafeMutableRawBufferPointer,
            from sender: Int
        ) {
            require(
                descent_mpi_exchange(
                    sent.baseAddress, sent.count, Int32(receiver), received.baseAddress, received.count, Int32(sender),
                    timeout))
        }

        /// The sums of what the ranks have, number by number and the same on all, by one reduction of MPI: its order is its own.
        public func add(_ numbers: UnsafeMutableBufferPointer<Double>) {
            require(descent_mpi_add(numbers.baseAddress, numbers.count, timeout))
        }

        private func require(_ isDone: Int32) {
            guard isDone == 0 else { return }
            System.say("descent: rank \(rank) has waited \(Int(timeout)) s for another rank: the job ends")
            descent_mpi_abort(1)
        }
    }
#else
    /// All ranks that `mpirun` started together, where the package is built with its trait `MPI`.
    @available(
        *, unavailable,
        message: "depend on Descent with its trait: .package(url: …, from: …, traits: [\"MPI\"])"
    )
    public final class World: Sendable {}
#endif
