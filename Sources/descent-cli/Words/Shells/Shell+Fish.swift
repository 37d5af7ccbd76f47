extension Shell {
    static var fishFile: String {
        """
        \(title)
        # Whether the command line begins with one of these commands; without any, whether it has none yet.
        function __descent_has
            set -l words (commandline -opc)
            if test (count $argv) -eq 0
                test (count $words) -eq 1
            else
                test (count $words) -ge 2; and contains -- $words[2] $argv
            end
        end
        complete -c descent -f
        complete -c descent -n __descent_has -l help -d 'the commands'
        complete -c descent -n __descent_has -l version -d 'what this is'
        \((Subcommand.allCases.map(fishCommand) + Subcommand.allCases.flatMap(fishFlags)).joined(separator: "\n"))
        """
    }

    private static func fishCommand(_ command: Subcommand) -> String {
        "complete -c descent -n __descent_has -a \(command.rawValue) -d \(command.summary.quotedForFish)"
    }

    private static func fishFlags(_ command: Subcommand) -> [String] {
        let beginning = "complete -c descent -n '__descent_has \(command.rawValue)'"
        var lines = Flag.all(of: command).map { flag in
            var line = "\(beginning) -l \(flag.name.rawValue) -d \(flag.summary.quotedForFish)"
            if flag.value != nil { line += flag.takesFile ? " -r -F" : " -x" }
            if !flag.words.isEmpty { line += " -a \(flag.words.spaced.quotedForFish)" }
            return line
        }
        if command.takesFiles { lines.append("\(beginning) -F") }
        if !command.operandWords.isEmpty {
            lines.append("\(beginning) -a \(command.operandWords.spaced.quotedForFish)")
        }
        return lines
    }
}
