import Descent

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Every picture of the documentation into the folder that the argument names.
func run(_ arguments: [String]) throws {
    guard arguments.count == 2 else { throw FigureError.usage }
    for figure in Figure.all { try save(try figure.svg(), to: "\(arguments[1])/\(figure.name).svg") }
}

func save(_ text: String, to path: String) throws {
    guard let file = fopen(path, "w") else { throw FigureError.file(path, String(cString: strerror(errno))) }
    let isWhole = fputs(text, file) >= 0
    guard fclose(file) == 0, isWhole else { throw FigureError.file(path, String(cString: strerror(errno))) }
}

enum FigureError: Error, CustomStringConvertible {
    case usage
    case file(_ path: String, _ reason: String)
    case noMinimum(Outcome)

    var description: String {
        switch self {
        case .usage: "usage: figures <folder>"
        case .file(let path, let reason): "cannot write \(path): \(reason)"
        case .noMinimum(let outcome): "the least loss is not known: the fit to find it has \(outcome)"
        }
    }
}

do {
    try run(CommandLine.arguments)
} catch {
    _ = Array("figures: \(error)\n".utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    exit(1)
}
