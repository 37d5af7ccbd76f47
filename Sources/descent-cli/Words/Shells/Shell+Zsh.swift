/// By the functions that come with zsh.
extension Shell {
    static var zshFile: String {
        """
        #compdef descent
        \(title)
        _descent() {
            local curcontext=$curcontext
            if (( CURRENT == 2 )); then
                local -a commands=(
        \(zshCommands)
                )
                _describe -t commands command commands
                return
            fi
            local command=$words[2]
            shift words
            (( CURRENT-- ))
            case $command in
        \(Subcommand.allCases.map(zshCase).joined(separator: "\n"))
            esac
        }
        # As a function that is loaded by its name, or from a file that is read.
        if [[ $funcstack[1] == _descent ]]; then
            _descent "$@"
        else
            compdef _descent descent
        fi
        """
    }

    private static var zshCommands: String {
        Subcommand.allCases.map { "            " + "\($0.rawValue):\($0.summary)".quotedForShell }.joined(
            separator: "\n")
    }

    private static func zshCase(_ command: Subcommand) -> String {
        var specifications = Flag.all(of: command).map(zshFlag)
        if command.takesFiles {
            specifications.append("'*:file:_files'")
        } else if command.mostOperands > 0 {
            specifications.append("'1:word:(\(command.operandWords.spaced))'")
        }
        let lines = specifications.map { "                \($0)" }.joined(separator: " \\\n")
        return "        \(command.rawValue))\n            _arguments \\\n\(lines) ;;"
    }

    private static func zshFlag(_ flag: Flag) -> String {
        let name = flag.name.typed, summary = flag.summary.escapedForZsh
        guard let value = flag.value else { return "\(name)[\(summary)]".quotedForShell }
        let action = flag.takesFile ? "_files" : flag.words.isEmpty ? " " : "(\(flag.words.spaced))"
        return "\(name)=[\(summary)]:\(value.escapedForZsh):\(action)".quotedForShell
    }
}

extension String {
    /// What stands between brackets or colons of a specification.
    fileprivate var escapedForZsh: String {
        map { "[]:\\".contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}
