import Descent
import DescentMPI
import DescentSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

#if MPI
    /// `bench mpi-rank SHAPE THREADS full|quick`: one of the ranks that `bench mpi` starts. The first prints what they have measured. It
    /// is no option, because nobody types it.
    struct RankWork {
        static let word = "mpi-rank"

        private let world: World
        private let talk: TimedCommunicator
        private let threads: Int
        private let effort: Effort
        private let ranked: Sweep<Double>
        /// The same data for one process, on the first rank.
        private let alone: Sweep<Double>?
        private let point: Parameters
        /// What is read before a message, as samples are.
        private let memory: ReadBandwidth

        static func words(_ shape: Shape, threads: Int, isQuick: Bool) -> [String] {
            [word, shape.name, "\(threads)", isQuick ? "quick" : "full"]
        }

        /// - Parameter words: those of `words`, without the first.
        static func run(_ words: ArraySlice<String>) throws {
            let words = Array(words)
            guard words.count == 3, let shape = Shape(words[0]), let threads = Int(words[1]) else {
                throw BenchError.usage("\(word) is for bench itself")
            }
            let world = try World()
            defer { world.finish() }
            let figures: RankFigures
            do {
                let work = try RankWork(world, shape, threads: threads, effort: words[2] == "quick" ? .quick : .full)
                figures = try work.measure()
            } catch DescentError.failed(let rank, let message) {
                // Which all have heard, and one says.
                if world.rank == 0 { throw DescentError.failed(rank: rank, message: message) }
                return
            } catch {
                // The others hear of it where they are.
                return try world.agree(on: error)
            }
            if world.rank == 0 { try Table().line(figures.text) }
        }

        private init(_ world: World, _ shape: Shape, threads: Int, effort: Effort) throws {
            self.world = world
            self.threads = threads
            self.effort = effort
            talk = TimedCommunicator(world)
            memory = try ReadBandwidth(bytes: 16 << 20)
            let field = try Field<Double>(shape, .sampleMajor)
            let targets = try field.targets(.logistic, outputs: 1)
            point = try field.layer(.logistic, outputs: 1).parameters
            ranked = try Sweep(
                Dataset(field.X, targets: targets, threads: threads, across: talk), neuron: .logistic, threads: threads)
            let all = min(threads * world.ranksOfMachine, ThreadBudget.maximum)
            alone =
                world.rank == 0
                ? try Sweep(Dataset(field.X, targets: targets, threads: all), neuron: .logistic, threads: all) : nil
        }

        /// In turns: all ranks together, then the first alone while the others wait, then the sum by MPI's own means.
        private func measure() throws -> RankFigures {
            var figures = RankFigures(), together = Evaluation(shape: ranked.zero), single = together
            figures.threads = threads * world.ranksOfMachine
            figures.isCrowded = try world.any(figures.threads > ThreadBudget.cores)
            // Each rank is its part of a machine.
            let parts = world.gathered([1 / Double(world.ranksOfMachine)], ends: Array(0...world.count))
            figures.machines = Int(parts.reduce(0, +).rounded())
            let (repetitions, warmUps) = try plan(&together)
            for _ in 0..<repetitions {
                try turn(into: &together, &figures, warmUps)
                // Ranks that look again and again whether they may go on would slow the one that works.
                let one = figures.alone.seconds.last ?? 0.1
                let seconds = try 2e-9 * Double(world.most(world.rank == 0 ? Int(one * 1e9) : 0)) * Double(warmUps + 1)
                try world.together {
                    guard let alone else { return rest(seconds) }
                    for _ in 0..<warmUps { try alone.lossGradient(at: point, into: &single) }
                    try figures.alone.add { try alone.lossGradient(at: point, into: &single) }
                    // What everything else rests on.
                    guard together.loss == single.loss, together.gradient.values == single.gradient.values else {
                        throw BenchError.wrongAnswer("the gradient by \(world.count) ranks is not that of one process")
                    }
                }
                addFreely(&figures)
            }
            figures.loss = together.loss
            figures.exchanges = exchanges()
            return figures
        }

        /// So many on all ranks as the first of them finds right: repetitions, and gradients before each of them that wake threads. One
        /// that has slept may take milliseconds to find a core.
        private func plan(_ evaluation: inout Evaluation) throws -> (repetitions: Int, warmUps: Int) {
            var one = Measurement()
            try ranked.lossGradient(at: point, into: &evaluation)
            try one.add { try ranked.lossGradient(at: point, into: &evaluation) }
            let wanted = Int(effort.seconds / one.minimum)
            let number = min(max(wanted, effort.repetitions.lowerBound), effort.repetitions.upperBound)
            let warmUps = min(max(1, Int(0.01 / one.minimum)), 1000)
            return (
                try world.most(world.rank == 0 ? number : 0), try world.most(world.rank == 0 ? warmUps : 0)
            )
        }

        /// One gradient, from a common start.
        private func turn(
            into evaluation: inout Evaluation, _ figures: inout RankFigures, _ warmUps: Int
        ) throws {
            for _ in 0..<warmUps { try ranked.lossGradient(at: point, into: &evaluation) }
            _ = world.least(0)
            _ = talk.take()
            var own = Measurement()
            try own.add { try ranked.lossGradient(at: point, into: &evaluation) }
            let record = talk.take(), total = own.total
            figures.bytes = record.bytes
            let all = world.gathered(
                [total, record.agreement, record.reduction], ends: (0...world.count).map { 3 * $0 })
            func mean(_ value: (Int) -> Double) -> Double {
                (0..<world.count).reduce(0) { $0 + value(3 * $1) } / Double(world.count)
            }
            let least = (0..<world.count).map { all[3 * $0 + 1] }.min()!
            figures.total.add(seconds: (0..<world.count).map { all[3 * $0] }.max()!)
            figures.sweep.add(seconds: mean { all[$0] - all[$0 + 1] - all[$0 + 2] })
            figures.agreement.add(seconds: least)
            figures.wait.add(seconds: mean { all[$0 + 1] } - least)
            figures.reduction.add(seconds: mean { all[$0 + 2] })
        }

        private func addFreely(_ figures: inout RankFigures) {
            var numbers = [Double](repeating: 1, count: max(1, figures.bytes / MemoryLayout<Double>.stride))
            for isTimed in [false, true] {
                _ = world.least(0)
                var one = Measurement()
                one.add { numbers.withUnsafeMutableBufferPointer { world.add($0) } }
                if isTimed { figures.allreduce.add(seconds: one.total) }
            }
        }

        /// Of the first rank and the last, which are on two machines if there are several: as many bytes there and back at the same
        /// time, each after a read of memory, as in a sweep. One right after the other they take less than half the time.
        private func exchanges() -> [(bytes: Double, seconds: Double)] {
            guard world.count > 1 else { return [] }
            let last = world.count - 1
            return (3...22).map { power in
                let sent = [UInt8](repeating: 1, count: 1 << power)
                var received = sent, times = Measurement()
                for _ in 0..<(effort.repetitions.lowerBound * 5) {
                    _ = memory.read(threads: 1)
                    _ = world.least(0)
                    guard world.rank == 0 || world.rank == last else { continue }
                    times.add {
                        sent.withUnsafeBytes { sent in
                            received.withUnsafeMutableBytes {
                                world.exchange(sent, to: last - world.rank, $0, from: last - world.rank)
                            }
                        }
                    }
                }
                return (Double(sent.count), times.median)
            }
        }

        private func rest(_ seconds: Double) {
            var time = timespec(tv_sec: Int(seconds), tv_nsec: Int((seconds - seconds.rounded(.down)) * 1e9))
            nanosleep(&time, nil)
        }
    }
#endif
