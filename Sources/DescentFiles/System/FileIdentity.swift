internal import DescentAlgebra

/// Which file a name stands for, whatever names it has: by its device and its number there. One that is still to come is known by its
/// folder and its name in it.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64
    /// In the folder of that number; nil where the number is the file's own.
    private let name: [UInt8]?

    /// Nil for a name that leads nowhere, and for a terminal or /dev/null, which keeps nothing that another could take the place of.
    package init?(_ path: String) {
        guard let found = try? FileStatus(path) else {
            // Not there yet.
            guard let target = try? OutputPlace.followed(path),
                let folder = try? FileStatus(OutputPlace.folder(of: target, orHere: true))
            else { return nil }
            self.init(folder, name: Array(target.pathBytes.dropFirst(OutputPlace.folder(of: target).pathBytes.count)))
            return
        }
        guard found.kind != .characters else { return nil }
        self.init(found)
    }

    /// That of a regular file that is open; nil for anything else.
    package init?(descriptor: Int32) {
        guard let found = FileStatus(descriptor: descriptor), found.kind == .regular else { return nil }
        self.init(found)
    }

    /// Of what is there, or, with a name, of what is still to come in that folder.
    init(_ status: FileStatus, name: [UInt8]? = nil) {
        (device, number, self.name) = (status.device, status.number, name)
    }
}
