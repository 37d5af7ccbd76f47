import DescentSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

func run(_ arguments: [String]) throws {
    if (3...4).contains(arguments.count), arguments[1] == "serve" {
        try Rerun.inRelease(arguments)
        System.rerun(with: [System.withoutThreadsOfBLAS])
        let server = try Serve(folder: arguments[2], arguments.dropFirst(3).first)
        return try server.run()
    }
    if arguments.dropFirst().first == YardstickServer.flag { return YardstickServer.run() }
    if arguments.dropFirst().first == MemoryServer.flag { return try MemoryServer.run() }
    #if MPI
        if arguments.dropFirst().first == RankWork.word {
            System.rerun(with: [System.withoutThreadsOfBLAS])
            return try RankWork.run(arguments.dropFirst(2))
        }
    #endif
    if arguments.dropFirst().first == Comparison.word {
        guard arguments.count == 4 else { throw BenchError.usage("\(Comparison.word) needs two results of --json") }
        for line in try Comparison(arguments[2], arguments[3]).lines { try Table().line(line) }
        return
    }
    let options = try Options(arguments.dropFirst())
    switch options.action {
    case .help: try Table().line(Flag.help)
    case .list: try Bench(options).list()
    case .measure where options.subject == .mpi:
        #if MPI
            let bench = try RankBench(options)
            try Rerun.inRelease(arguments)
            System.rerun(with: [System.withoutThreadsOfBLAS])
            try bench.measure()
        #else
            throw BenchError.noMPI
        #endif
    case .measure:
        let bench = try Bench(options)
        try Rerun.inRelease(arguments)
        System.rerun(with: [System.withoutThreadsOfBLAS])
        try bench.measure()
    }
}

do {
    try run(CommandLine.arguments)
} catch {
    System.say("bench: \(error)")
    exit((error as? BenchError)?.status ?? 1)
}
