/// `descent completions`: what a shell completes.
struct Completions {
    private let shell: Shell

    init(_ arguments: Arguments) throws(Failure) {
        let known = Shell.allCases.map(\.rawValue).joinedByOr
        guard let word = arguments.operands.first else {
            throw .usage("completions needs a shell: \(known)", .completions)
        }
        guard let shell = Shell(rawValue: word) else {
            throw .usage("there are no completions for '\(word.shown)', but for \(known)", .completions)
        }
        self.shell = shell
    }

    func run() throws -> Int32 {
        try Output.print(shell.completions)
        return 0
    }
}
