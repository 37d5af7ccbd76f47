internal import DescentFiles

/// `descent doctor`: whether fits work here, and as fast as they could.
struct Doctor {
    private let isJSON: Bool

    init(_ arguments: Arguments) { isJSON = arguments.has(.json) }

    func run() throws -> Int32 {
        let surroundings = Surroundings.measured()
        if isJSON {
            try Output.print(JSON.told(surroundings.members))
        } else {
            try Output.print(Self.page(surroundings))
        }
        return surroundings.findings.status
    }

    static func page(_ surroundings: Surroundings) -> String {
        let lines = surroundings.lines, width = lines.map(\.name.count).max()! + 2, findings = surroundings.findings
        var page = ["descent \(Command.version), built \(surroundings.isDebugBuild ? "in debug" : "for release")"]
        page += lines.map { $0.name.padded(to: width) + $0.value }
        for finding in findings {
            page += ["", "\(finding.kind.rawValue): \(finding.what)", "  do: \(finding.advice)"]
        }
        return (page + ["", findings.verdict]).joined(separator: "\n")
    }
}
