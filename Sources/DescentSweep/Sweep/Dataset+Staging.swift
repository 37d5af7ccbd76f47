package import DescentAlgebra

extension Dataset {
    /// What tiles are copied by for a sweep in some coordinates; nil where they are used as they lie.
    ///
    /// A BLAS whose bits depend on where a tile lies gets every tile from the same kind of place.
    ///
    /// - Throws: `algebra` where the BLAS is not to be trusted, or there is no memory.
    package func staging(in coordinates: Standardisation?) throws(DescentError) -> StagedCopy<Element>? {
        let blas = try BLAS.verified.get()
        if let coordinates, coordinates.isStaged {
            return try StagedCopy(shift: coordinates.shift, scale: coordinates.scale)
        }
        if blas.ignoresAlignment { return nil }
        return try StagedCopy(
            shift: [Double](repeating: 0, count: featureCount), scale: [Double](repeating: 1, count: featureCount))
    }
}
