/// The samples of one batch after the other, as runs of neighbours in the data: position by position, lane after lane.
///
/// The driver selects a batch between sweeps; the threads of a sweep only read.
final class BatchSelection: @unchecked Sendable {
    let order: BatchOrder
    private var epoch = -1
    private var window = -1
    private let rotations: Buffer<Int>
    private let places: Buffer<UInt8>
    /// Where each lane's block begins in the rotated lane.
    private let starts: Buffer<Int>
    /// Samples that each lane gives to the batch.
    private let counts: Buffer<Int>
    /// Samples of the lanes before: one more than there are lanes.
    private let positions: Buffer<Int>

    init(_ order: BatchOrder) throws(DescentError) {
        self.order = order
        rotations = try Buffer(order.lanes)
        places = try Buffer(order.lanes * BatchOrder.window)
        starts = try Buffer(order.lanes)
        counts = try Buffer(order.lanes)
        positions = try Buffer(order.lanes + 1)
    }

    var samples: Int { positions[order.lanes] }

    func select(epoch: Int, batch: Int) {
        let (window, place) = batch.quotientAndRemainder(dividingBy: BatchOrder.window)
        let isNewEpoch = epoch != self.epoch, isNewWindow = isNewEpoch || window != self.window
        self.epoch = epoch
        self.window = window
        for lane in 0..<order.lanes {
            if isNewEpoch { rotations[lane] = order.rotation(epoch: epoch, lane: lane) }
            let shuffled = places.base + lane * BatchOrder.window
            if isNewWindow { order.shuffle(epoch: epoch, lane: lane, window: window, into: shuffled) }
            let start = (window * BatchOrder.window + Int(shuffled[place])) * order.block
            starts[lane] = start
            counts[lane] = min(order.block, order.lane(lane).count - start)
            positions[lane + 1] = positions[lane] + counts[lane]
        }
    }

    /// Calls `body` with every run of neighbours among some positions of the batch, and the first position of each.
    @inline(__always)
    func forEachRun(
        in range: Range<Int>, _ body: (_ samples: Range<Int>, _ position: Int) throws(DescentError) -> Void
    ) throws(DescentError) {
        // Blocks of all batches but the last are equally long, which says where to begin.
        var lane = min(range.lowerBound / order.block, order.lanes - 1)
        var position = range.lowerBound
        while position < range.upperBound {
            let all = order.lane(lane), end = min(positions[lane + 1], range.upperBound)
            var rest = end - position
            var place = starts[lane] + (position - positions[lane]) + rotations[lane]
            if place >= all.count { place -= all.count }
            while rest > 0 {
                let count = min(rest, all.count - place)
                try body(all.lowerBound + place..<all.lowerBound + place + count, position)
                position += count
                rest -= count
                place = 0
            }
            lane += 1
        }
    }
}
