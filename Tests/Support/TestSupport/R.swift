import Foundation

/// The R that `make r` installs, with its package MASS: `Rscript` on the path, or what `DESCENT_RSCRIPT` names. Tests that need it
/// are skipped where it is absent.
public enum R {
    public static let path: String? = {
        let environment = ProcessInfo.processInfo.environment
        let folders = (environment["PATH"] ?? "").split(separator: ":")
        let named = environment["DESCENT_RSCRIPT"], places = named.map { [$0] } ?? folders.map { "\($0)/Rscript" }
        // A distribution may pack R without the packages that are recommended beside it.
        let question = "if (!requireNamespace('MASS', quietly = TRUE)) quit(status = 1)"
        return places.first { place in
            FileManager.default.isExecutableFile(atPath: place)
                && (try? OtherProgram.run(place, ["--vanilla", "-e", question])) != nil
        }
    }()

    /// Runs a script, named from the folder `Tests`, and returns what it prints.
    public static func run(_ script: String, _ arguments: [String]) throws -> String {
        let place = OtherProgram.tests.appendingPathComponent(script).path
        return try OtherProgram.run(path!, ["--vanilla", place] + arguments)
    }
}
