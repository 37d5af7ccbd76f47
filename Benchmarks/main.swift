#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

func run(_ arguments: [String]) throws {
    if arguments.count == 3, arguments[1] == "serve" {
        try Rerun.inRelease(arguments)
        Rerun.withoutThreadsOfBLAS(arguments)
        return try Serve(folder: arguments[2]).run()
    }
    if arguments.dropFirst().first == YardstickServer.flag { return YardstickServer.run() }
    let options = try Options(arguments.dropFirst())
    switch options.action {
    case .help: try Table().line(Flag.help)
    case .list: try Bench(options).list()
    case .measure:
        let bench = try Bench(options)
        try Rerun.inRelease(arguments)
        Rerun.withoutThreadsOfBLAS(arguments)
        try bench.measure()
    }
}

do {
    try run(CommandLine.arguments)
} catch {
    System.say("\(error)")
    exit((error as? BenchError)?.status ?? 1)
}
