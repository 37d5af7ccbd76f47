import Descent
import Testing

/// Errors are compared, so that whoever catches one, or tests for one, says which.
@Suite struct ErrorEqualityTests {
    private struct Fault: Error, CustomStringConvertible {
        let description: String
    }
    private struct Other: Error, CustomStringConvertible {
        let description: String
    }

    /// Each is itself, and none of the others.
    static let all: [DescentError] = [
        .empty(.samples), .empty(.features), .mismatch(.targets, .samples, expected: 1, found: 2),
        .mismatch(.targets, .samples, expected: 2, found: 1),
        .nonFinite(.features, sample: 1, component: 2, value: .nan, count: 1),
        .nonFinite(.features, sample: 1, component: 2, value: .infinity, count: 1),
        .illegalTarget(neuron: "n", domain: .finite, sample: 0, output: 0, value: 1),
        .negativeWeight(sample: 1, value: -1),
        .totalWeight(0), .totalWeight(.nan), .classIndex(sample: 1, value: 2, classes: 3),
        .singleClass(neuron: "n", value: 1), .oneClass(metric: "n", value: 1), .constantTargets(metric: "n", value: 1),
        .illegalValue(.targets, sample: 0, component: 0, value: 1, requirement: "r"),
        .noStatistics(because: .penalised),
        .noStatistics(because: .neuron("n")), .cancelled, .tooLarge(what: "w", bytes: 1, machine: 2), .noThread,
        .unusableState(reason: "r"), .unusableState(reason: "s"),
        .illegalOption(name: "n", value: "v", requirement: "r"),
        .illegalPair(activation: "tanh", cost: "a", reason: "r"),
        .illegalPair(activation: "tanh", cost: "b", reason: "r"), .overflow(.loss, sample: nil),
        .overflow(.loss, sample: 0), .notAClassifier(neuron: "n"), .brokenSource(samples: 0..<1, reason: "r"),
        .source(samples: 0..<1, underlying: Fault(description: "f")),
        .source(samples: 0..<1, underlying: Fault(description: "g")),
        .source(samples: 0..<1, underlying: Other(description: "f")), .failed(rank: 1, message: "m"),
        .different(what: "w", rank: 1, value: "v", first: "f"),
        .illegalShapes(operation: "o", shapes: ["a number"], requirement: "r"), .noValue("n"),
        .illegalLoss(name: "n", reason: "r"), .algebra(because: .outOfMemory(bytes: 1)),
        .algebra(because: .outOfMemory(bytes: 2)),
    ]

    @Test func whichIsWhich() {
        for (place, error) in Self.all.enumerated() {
            #expect(Self.all.indices.filter { Self.all[$0] == error } == [place], "\(error)")
        }
    }
}
