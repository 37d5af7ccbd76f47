import Testing

import Descent
@testable import DescentSolvers

/// What a rule is given is its own memory, and nothing else can be reached through it.
@Suite struct RuleStepTests {
    /// Three parameters, two numbers each.
    private static func withStep(_ body: (RuleStep) -> Void) {
        var gradient = [1.0, 2, 3], point = [4.0, 5, 6], memory = [0.0, 0, 0, 7, 8, 9]
        gradient.withUnsafeMutableBufferPointer { gradient in
            point.withUnsafeMutableBufferPointer { point in
                memory.withUnsafeMutableBufferPointer { memory in
                    body(
                        RuleStep(
                            rate: 0.1, number: 1, count: 3, weightCount: 2, gradient: gradient.baseAddress!,
                            point: point.baseAddress!, memory: memory))
                }
            }
        }
    }

    @Test func reachesItsOwn() {
        Self.withStep { step in
            #expect((0..<3).map { step.gradient[$0] } == [1, 2, 3] && step.gradient.count == 3)
            step.point[2] -= 1
            #expect((0..<3).map { step.point[$0] } == [4, 5, 5])
            let second = step.vector(1)
            #expect((0..<3).map { second[$0] } == [7, 8, 9] && second.count == 3)
            second[0] = 1
            #expect(step.vector(1)[0] == 1 && step.vector(0)[0] == 0)
        }
    }

    @Test(arguments: [-1, 3, Int.max, Int.min]) func trapsBeyond(_ index: Int) async {
        await #expect(processExitsWith: .failure) { [index = index as Int] in
            RuleStepTests.withStep { _ = $0.gradient[index] }
        }
        await #expect(processExitsWith: .failure) { [index = index as Int] in
            RuleStepTests.withStep { $0.point[index] = 1 }
        }
        await #expect(processExitsWith: .failure) { [index = index as Int] in
            RuleStepTests.withStep { _ = $0.point[index] }
        }
        await #expect(processExitsWith: .failure) { [index = index as Int] in
            RuleStepTests.withStep { $0.vector(0)[index] = 1 }
        }
        await #expect(processExitsWith: .failure) { [index = index as Int] in
            RuleStepTests.withStep { _ = $0.vector(index == 3 ? 2 : index) }
        }
    }
}
