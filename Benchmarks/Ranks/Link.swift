import Descent

/// What a message costs: a latency, and a time for every byte.
struct Link {
    /// Seconds of an exchange between two ranks that says nothing.
    var latency: Double
    /// Bytes per second, each way at the same time.
    var bandwidth: Double
    /// Seconds of a word that all agree on, for every doubling of their number.
    var word: Double

    /// The factor between a measured time and the line, which nine of ten are below.
    let misfit: Double

    private func seconds(bytes: Int) -> Double { latency + Double(bytes) / bandwidth }

    /// As somebody says.
    init(latency: Double, bandwidth: Double, word: Double) {
        (self.latency, self.bandwidth, self.word, misfit) = (latency, bandwidth, word, 1)
    }

    /// The line through measured times whose relative errors are least in the mean of their squares, from 8 bytes to some megabytes. Nil
    /// without any.
    init?(exchanges: [(bytes: Double, seconds: Double)], word: Double) {
        guard !exchanges.isEmpty else { return nil }
        var (ones, s, ss, t, st) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for (bytes, seconds) in exchanges {
            let weight = 1 / (seconds * seconds)
            ones += weight
            s += weight * bytes
            ss += weight * bytes * bytes
            t += weight * seconds
            st += weight * bytes * seconds
        }
        let slope = (ones * st - s * t) / (ones * ss - s * s)
        // A line that noise has tilted says nothing beyond the smallest and the largest message.
        latency = max((t - slope * s) / ones, 0)
        bandwidth = slope > 0 ? 1 / slope : .infinity
        self.word = word
        let (latency, bandwidth) = (latency, bandwidth)
        let factors = exchanges.map { one in
            let expected = latency + one.bytes / bandwidth
            return max(expected / one.seconds, one.seconds / expected)
        }
        misfit = quantile(factors, 0.9)
    }

    /// Seconds until all ranks agree, if all have come.
    func agreement(ranks: Int) -> Double { Double(Self.doublings(ranks)) * word }

    /// Seconds until all have one sum of theirs: the meetings of the tree, and the whole to all.
    func reduction(of plan: Plan, ranks: Int, bytes: Int) -> Double {
        guard ranks > 1 else { return 0 }
        let shares = Shares(ranks: ranks)
        let all = (0..<ranks).map { Meetings(of: plan, rank: $0, among: shares) }
        // When each rank is done with what it has sent and got, level after level.
        var free = [Double](repeating: 0, count: ranks), next = free
        var places = [Int](repeating: 0, count: ranks)
        for level in 0..<Int.bitWidth {
            var isOver = true
            for rank in 0..<ranks where places[rank] < all[rank].meetings.count {
                isOver = false
                let meeting = all[rank].meetings[places[rank]]
                guard meeting.level == level else { continue }
                places[rank] += 1
                let others = [meeting.receiver, meeting.sender].compactMap { $0.map { free[$0] } }
                next[rank] = max(free[rank], others.max() ?? 0) + seconds(bytes: bytes)
            }
            if isOver { break }
            free = next
        }
        return free.max()! + Double(Self.doublings(ranks)) * seconds(bytes: bytes)
    }

    /// How often a message doubles those who have it until all do.
    static func doublings(_ ranks: Int) -> Int { ranks < 2 ? 0 : Int.bitWidth - (ranks - 1).leadingZeroBitCount }
}
