internal import DescentAlgebra

extension GradientCheck {
    /// A function near a point, one coordinate at a time.
    struct Probe {
        let point: [Double]
        let resolution: Double
        let function: ([Double]) throws(DescentError) -> Double
        private var center: Double?

        init(
            point: [Double], resolution: Double, function: @escaping ([Double]) throws(DescentError) -> Double
        ) {
            self.point = point
            self.resolution = resolution
            self.function = function
        }

        mutating func check(_ index: Int, _ gradient: Double, tolerance: Double) throws(DescentError) -> Coordinate {
            let size = Swift.max(1, point[index].magnitude).binade
            let step = Math.cubeRoot(resolution).binade * size
            let wide = try slopes(index, step)
            func coordinate(_ slopes: Slopes, _ verdict: Verdict? = nil) -> Coordinate {
                let error = slopes.error(of: gradient, tolerance: tolerance)
                return Coordinate(
                    index: index, gradient: gradient, difference: slopes.central, error: error,
                    verdict: verdict ?? (error <= tolerance ? .agrees : .disagrees))
            }
            let first = coordinate(wide)
            if first.verdict == .agrees, wide.gap <= 0.01 * wide.steepest { return first }
            let narrow = try slopes(index, step / 16)
            // In a smooth function the gap shrinks with the step, by 16; at a jump it grows by 16; at a kink it stays.
            let growth = narrow.gap / wide.gap
            let slack = Swift.max(tolerance * narrow.steepest, narrow.noise)
            let isBetween = narrow.low - slack <= gradient && gradient <= narrow.high + slack
            if narrow.gap > slack, growth > 0.25, growth < 4, isBetween { return coordinate(narrow, .kink) }
            let second = coordinate(narrow)
            return second.verdict == .agrees ? second : first
        }

        /// Differences to the left, to the right and across.
        struct Slopes {
            let left, right, central: Double
            /// What rounding makes of a slope of 0.
            let noise: Double

            var low: Double { Swift.min(left, right) }
            var high: Double { Swift.max(left, right) }
            var gap: Double { high - low }
            var steepest: Double { Swift.max(left.magnitude, right.magnitude) }

            /// Relative to the larger one, or to a size at which noise is within the tolerance.
            func error(of gradient: Double, tolerance: Double) -> Double {
                let difference = (gradient - central).magnitude
                return difference == 0
                    ? 0 : difference / Swift.max(gradient.magnitude, central.magnitude, noise / tolerance)
            }
        }

        private mutating func slopes(_ index: Int, _ step: Double) throws(DescentError) -> Slopes {
            if center == nil { center = try value(point, index) }
            let middle = center!
            // Multiples of the resolution, so that a function in single precision sees the very steps.
            let grid = resolution * Swift.max(1, point[index].magnitude).binade
            var above = point, below = point
            above[index] = ((point[index] + step) / grid).rounded() * grid
            below[index] = ((point[index] - step) / grid).rounded() * grid
            let high = try value(above, index), low = try value(below, index)
            let largest = Swift.max(high.magnitude, low.magnitude, middle.magnitude)
            return Slopes(
                left: (middle - low) / (point[index] - below[index]),
                right: (high - middle) / (above[index] - point[index]),
                central: (high - low) / (above[index] - below[index]), noise: 8 * resolution * largest / step)
        }

        private func value(_ point: [Double], _ index: Int) throws(DescentError) -> Double {
            let value = try function(point)
            guard value.isFinite else {
                throw .nonFinite(.loss, sample: 0, component: index, value: value, count: 1)
            }
            return value
        }
    }
}
