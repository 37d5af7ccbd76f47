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
    let options = try Options(arguments.dropFirst())
    let bench = Bench(options: options)
    switch options.action {
    case .help: print(Flag.help)
    case .list: try bench.list()
    case .measure:
        try bench.requireCases()
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
