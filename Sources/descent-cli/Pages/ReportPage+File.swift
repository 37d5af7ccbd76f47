internal import DescentFiles
internal import DescentReport

extension ReportPage {
    /// Writes the page whole or not at all.
    func write(to path: String) throws(FileError) {
        try OutputFile.write(Array(html.utf8), to: path)
    }
}
