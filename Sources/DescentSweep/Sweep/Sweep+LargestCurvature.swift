package import DescentSolvers

extension Sweep {
    /// The largest eigenvalue of the Hessian at a point, to about a per cent, by the power method; nil where a product
    /// cannot be had or there is no curvature. Gradient descent diverges at rates above 2 over it.
    package func largestCurvature(at point: Parameters) -> Double? {
        var direction = zero
        // Not orthogonal to anything that is likely to matter.
        for i in direction.values.indices { direction.values[i] = 1 + 0.5 * Double(i % 7) / 7 }
        var curvature = 0.0
        for _ in 0..<50 {
            let size = direction.values.withUnsafeBufferPointer { norm($0.baseAddress!, $0.count) }
            guard size > 0, size.isFinite else { break }
            for i in direction.values.indices { direction.values[i] /= size }
            guard let product = try? hessianVector(at: point, along: direction) else { break }
            let next = zip(product.values, direction.values).reduce(0) { $0 + $1.0 * $1.1 }
            let isSettled = (next - curvature).magnitude <= 1e-3 * next.magnitude
            curvature = next
            direction = product
            if isSettled { break }
        }
        return curvature > 0 && curvature.isFinite ? curvature : nil
    }
}
