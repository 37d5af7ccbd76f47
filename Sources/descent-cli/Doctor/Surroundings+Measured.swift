internal import Descent
internal import DescentMPI
internal import DescentSystem

extension Surroundings {
    /// Of this process, by asking what its fits ask; about a second, which is the reading of memory.
    static func measured() -> Surroundings {
        let threads = Self.reason { try ThreadBudget.grant(asked: Ranks.threads).threads }
        let count = (try? threads.get()) ?? 1
        return Surroundings(
            processor: Processor(
                name: System.text(ofFile: "/proc/cpuinfo").flatMap { System.value(of: "model name", in: $0) }
                    ?? "unknown",
                level: Self.reason { try KernelLevel.active.get().name }, levels: KernelLevel.runnable.map(\.name),
                isX86: isX86),
            openBLAS: OpenBLAS(
                version: BLAS.version, core: BLAS.core, threading: BLAS.threading.rawValue,
                selfTest: Self.reason { try BLAS.verified.get().ignoresAlignment },
                coreWish: System.environment("OPENBLAS_CORETYPE")),
            cores: Cores(
                all: System.cores, allowed: ThreadBudget.cores, quota: ControlGroup().cores, threads: threads,
                load: System.text(ofFile: "/proc/loadavg")?.split(separator: " ").first.flatMap { Double($0) }),
            memory: Room(
                total: Memory.total, available: Memory.available, groupLeft: ControlGroup().memoryLeft,
                addressLimit: Memory.addressLimit, hasRoomForThreads: BLAS.hasRoom(forThreads: count),
                pagePolicy: Memory.pagePolicy),
            reading: reading(threads: count), mpi: mpi, isDebugBuild: isDebugBuild)
    }

    /// Of memory many times the caches; where memory is short, a quarter of what there is.
    private static func reading(threads: Int) -> Reading {
        let bytes = min(256 << 20, max(8 << 20, (Memory.available ?? .max) / 4))
        guard BLAS.hasRoom(forThreads: 1), let memory = try? ReadBandwidth(bytes: bytes) else { return Reading() }
        let one = memory.measure(threads: 1)
        return Reading(one: one, all: threads == 1 ? one : memory.measure(threads: threads))
    }

    private static func reason<Value>(_ body: () throws -> Value) -> Result<Value, Reason> {
        Result(catching: body).mapError(Reason.init)
    }

    private static var mpi: String? {
        #if MPI
            World.library
        #else
            nil
        #endif
    }

    private static var isX86: Bool {
        #if arch(x86_64)
            true
        #else
            false
        #endif
    }

    private static var isDebugBuild: Bool {
        #if DEBUG
            true
        #else
            false
        #endif
    }
}
