internal import DescentDrawing

/// Fewer points for the same picture.
enum Thinning {
    /// Of points in a row that fall into one narrow column, the first, the lowest, the highest and the last, in their order:
    /// no extreme is lost, and the line stays within a column's width of its own.
    static func thinned(_ points: [Drawing.Point], column: Double = 0.5) -> [Drawing.Point] {
        guard points.count > Int(2 * Canvas.narrow) else { return points }
        var result: [Drawing.Point] = []
        var start = 0
        while start < points.count {
            let place = (points[start].x / column).rounded(.down)
            var end = start, low = start, high = start
            while end + 1 < points.count, (points[end + 1].x / column).rounded(.down) == place {
                end += 1
                if points[end].y < points[low].y { low = end }
                if points[end].y > points[high].y { high = end }
            }
            for index in Set([start, low, high, end]).sorted() { result.append(points[index]) }
            start = end + 1
        }
        return result
    }
}
