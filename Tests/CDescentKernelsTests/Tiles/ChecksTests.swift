import Testing

/// Verdicts on vectors, with the offender at every place.
@Suite struct ChecksTests {
    @Test(arguments: Level.here, Shapes.lengths) func oneInfiniteValueIsFoundAnywhere(_ level: Level, _ count: Int) {
        checkFinite(Double.self, level, count)
        checkFinite(Float.self, level, count)
    }

    private func checkFinite<T: Precision>(_: T.Type, _ level: Level, _ count: Int) {
        let allFinite = T.kernels(level).allFinite
        let ends: [T] = [.greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, -0.0]
        let values = (0..<count).map { ends[$0 % ends.count] }
        #expect(allFinite(count, values) == 1)
        for place in 0..<count {
            for bad in [T.infinity, -.infinity, .nan, -.nan, .signalingNaN] {
                var spoilt = values
                spoilt[place] = bad
                #expect(allFinite(count, spoilt) == 0, "\(bad) at \(place) of \(count)")
            }
        }
        // What lies beyond the run is not looked at.
        #expect(allFinite(count, values + [.nan]) == 1)
    }

    @Test(arguments: Level.here, Shapes.lengths) func theFirstOutsideIsFound(_ level: Level, _ count: Int) {
        checkOutside(Double.self, level, count)
        checkOutside(Float.self, level, count)
    }

    private func checkOutside<T: Precision>(_: T.Type, _ level: Level, _ count: Int) {
        let firstOutside = T.kernels(level).firstOutside
        let whole = (0..<count).map { T($0 % 4) }
        #expect(firstOutside(count, whole, 0, 3, 1) == count)
        let offenders: [(value: T, ofRange: Bool)] = [
            (-1, true), (4, true), (.nan, true), (.infinity, true), (-.infinity, true), (1e30, true), (0.5, false),
            (2.999, false), (.leastNonzeroMagnitude, false),
        ]
        for place in 0..<count {
            for (value, ofRange) in offenders {
                var spoilt = whole
                spoilt[place] = value
                #expect(firstOutside(count, spoilt, 0, 3, 1) == place, "\(value) at \(place) of \(count)")
                #expect(firstOutside(count, spoilt, 0, 3, 0) == (ofRange ? place : count), "\(value) at \(place)")
                spoilt[count - 1] = -2
                #expect(firstOutside(count, spoilt, 0, 3, 1) == place, "the first of two offenders")
            }
        }
    }

    @Test(arguments: Level.here) func theEndsOfTheRangeBelongToIt(_ level: Level) {
        let outside = Double.kernels(level).firstOutside
        #expect(outside(3, [0, 0.5, 1], 0, 1, 0) == 3)
        #expect(outside(3, [0, 0.5, 1.0.nextUp], 0, 1, 0) == 2)
        #expect(outside(2, [-.greatestFiniteMagnitude, .greatestFiniteMagnitude], -.infinity, .infinity, 0) == 2)
        #expect(outside(1, [.nan], -.infinity, .infinity, 0) == 0)
    }
}
