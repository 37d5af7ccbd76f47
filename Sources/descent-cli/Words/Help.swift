/// What `--help` prints, of at most 100 columns.
enum Help {
    static let columns = 100

    static var overview: String {
        let width = Subcommand.allCases.map(\.rawValue.count).max()!
        let lines = Subcommand.allCases.map {
            "  " + $0.rawValue.padded(to: width + 2) + $0.summary
        }
        return """
            Trains a neuron on all your data at the speed of memory, and uses it.

            usage: descent COMMAND [options]

            \(lines.joined(separator: "\n"))

              descent COMMAND --help      the options of a command
              descent --version           what this is

            stdout is data; stderr talks.
            Exit status: 0 done, 1 the run failed, 2 wrong use, 3 the fit ended without converging.
            """
    }

    static func text(of command: Subcommand) -> String {
        var lines = ["descent \(command.rawValue): \(command.summary)", ""]
        for (index, line) in command.usage.enumerated() {
            lines.append((index == 0 ? "usage: " : "       ") + "descent \(line)")
        }
        let flags = Flag.all(of: command)
        let left = flags.map { "  " + [$0.name.typed, $0.value].compactMap { $0 }.joined(separator: " ") }
        let width = min(30, left.map(\.count).max()! + 2)
        for section in Flag.Section.allCases where flags.contains(where: { $0.section == section }) {
            lines += ["", "\(section.rawValue)"]
            for (flag, name) in zip(flags, left) where flag.section == section {
                lines += entry(name, flag.help, width)
            }
        }
        if !command.notes.isEmpty { lines.append("") }
        for note in command.notes { lines += note.wrapped(to: columns) }
        return lines.joined(separator: "\n")
    }

    /// A name too long for its column has a line of its own.
    private static func entry(_ name: String, _ help: String, _ width: Int) -> [String] {
        let space = String(repeating: " ", count: width)
        var lines = help.wrapped(to: columns - width).map { space + $0 }
        if name.count + 2 <= width {
            lines[0] = name.padded(to: width) + lines[0].dropFirst(width)
        } else {
            lines.insert(name, at: 0)
        }
        return lines
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }

    /// Lines of at most so many characters, broken at spaces.
    fileprivate func wrapped(to width: Int) -> [String] {
        var lines: [String] = [], line = ""
        for word in split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }
}
