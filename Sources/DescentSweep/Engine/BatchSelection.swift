internal import DescentAlgebra

/// The samples of one batch after the other, as runs of neighbours in the data: position by position, lane after lane.
///
/// The driver selects a batch between sweeps; the threads of a sweep only read.
package final class BatchSelection: @unchecked Sendable {
    let order: BatchOrder
    private var epoch = -1
    private var window = -1
    private var place = 0
    private var isLast = false
    private let rotations: Buffer<Int>
    private let places: Buffer<UInt8>

    init(_ order: BatchOrder) throws(DescentError) {
        self.order = order
        rotations = try Buffer(order.lanes)
        places = try Buffer(order.lanes * BatchOrder.window)
    }

    /// Samples of the batch.
    var samples: Int { order.count(ofBatch: window * BatchOrder.window + place) }

    func select(epoch: Int, batch: Int) {
        let (window, place) = batch.quotientAndRemainder(dividingBy: BatchOrder.window)
        let isNewEpoch = epoch != self.epoch, isNewWindow = isNewEpoch || window != self.window
        self.epoch = epoch
        self.window = window
        self.place = place
        isLast = batch == order.batchesPerEpoch - 1
        guard isNewWindow else { return }
        for lane in 0..<order.lanes {
            if isNewEpoch { rotations[lane] = order.rotation(epoch: epoch, lane: lane) }
            order.shuffle(epoch: epoch, lane: lane, window: window, into: places.base + lane * BatchOrder.window)
        }
    }

    /// Samples of the data that enclose those at some positions of the batch: the lanes that these come from.
    func span(of positions: Range<Int>) -> Range<Int> {
        if isLast { return 0..<order.samples }
        let first = positions.lowerBound / order.block, last = (positions.upperBound - 1) / order.block
        return order.lane(first).lowerBound..<order.lane(last).upperBound
    }

    /// Calls `body` with every run of neighbours among some positions of the batch, and the first position of each.
    @inline(__always)
    func forEachRun(
        in range: Range<Int>, _ body: (_ samples: Range<Int>, _ position: Int) throws(DescentError) -> Void
    ) throws(DescentError) {
        let (order, rotations, places) = (self.order, self.rotations.base, self.places.base + place)
        let first = window * BatchOrder.window
        // Blocks of all batches but the last are equally long, which says where to begin.
        var lane = isLast ? 0 : range.lowerBound / order.block
        var position = isLast ? 0 : lane * order.block
        while position < range.upperBound {
            let all = order.lane(lane), start = (first + Int(places[lane * BatchOrder.window])) * order.block
            let block = position..<position + (isLast ? all.count - start : order.block)
            let wanted = block.clamped(to: range)
            if !wanted.isEmpty {
                // The lane is entered at a random place and comes round to it: a block may be in two runs.
                var place = start + rotations[lane] + (wanted.lowerBound - block.lowerBound)
                if place >= all.count { place -= all.count }
                let run = min(wanted.count, all.count - place)
                try body(all.lowerBound + place..<all.lowerBound + place + run, wanted.lowerBound)
                if run < wanted.count {
                    try body(all.lowerBound..<all.lowerBound + wanted.count - run, wanted.lowerBound + run)
                }
            }
            position = block.upperBound
            lane += 1
        }
    }
}
