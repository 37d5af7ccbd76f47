/// Needs nothing but bash, from version 4 on.
extension Shell {
    static var bashFile: String {
        """
        \(title)
        # The caller's word in `cur` is completed by names of files, or by the words that are given.
        _descent_files() {
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$1")
        }
        _descent_words() {
            mapfile -t COMPREPLY < <(compgen -W "$2" -- "$1")
        }
        _descent() {
            local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
            COMPREPLY=()
            # --flag=value comes as three words.
            if [[ $cur == "=" ]]; then
                cur=""
            elif [[ $prev == "=" ]]; then
                prev=${COMP_WORDS[COMP_CWORD - 2]}
            fi
            if ((COMP_CWORD == 1)); then
                _descent_words "$cur" "\((Subcommand.allCases.map(\.rawValue) + ["--help", "--version"]).spaced)"
                return
            fi
            case "$command $prev" in
        \(bashValues)
            esac
            if [[ $cur == -* ]]; then
                case $command in
        \(bashFlags)
                esac
                return
            fi
            case $command in
        \(bashOperands)
            esac
        }
        complete -F _descent descent
        """
    }

    /// What comes after a flag with a value.
    private static var bashValues: String {
        Subcommand.allCases.flatMap { command in
            Flag.all(of: command).filter { $0.value != nil }.map { flag in
                let words =
                    flag.takesFile
                    ? "_descent_files \"$cur\"; "
                    : flag.words.isEmpty ? "" : "_descent_words \"$cur\" \"\(flag.words.spaced)\"; "
                return "        \"\(command.rawValue) \(flag.name.typed)\") \(words)return ;;"
            }
        }.joined(separator: "\n")
    }

    private static var bashFlags: String {
        Subcommand.allCases.map { command in
            let flags = Flag.all(of: command).map(\.name.typed).spaced
            return "            \(command.rawValue)) _descent_words \"$cur\" \"\(flags)\" ;;"
        }.joined(separator: "\n")
    }

    private static var bashOperands: String {
        Subcommand.allCases.compactMap { command in
            guard command.mostOperands > 0 else { return nil }
            let reply =
                command.takesFiles
                ? "_descent_files \"$cur\"" : "_descent_words \"$cur\" \"\(command.operandWords.spaced)\""
            return "        \(command.rawValue)) \(reply) ;;"
        }.joined(separator: "\n")
    }
}

extension [String] {
    var spaced: String { joined(separator: " ") }
}
