internal import DescentFiles
internal import DescentReport

extension ReportPage {
    /// Writes the page whole or not at all.
    func write(to path: String) throws(FileError) {
        let file = try OutputFile(path)
        try file.write(Array(html.utf8))
        try file.finish()
    }
}
