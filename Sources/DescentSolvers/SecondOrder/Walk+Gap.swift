extension Walk {
    /// The duality gap of an l1 penalty, to first order, about the weights that it holds: Σ (l1 |w| + g w), and what scaling the
    /// residuals into the dual's domain costs, with g the gradient of all but the l1 penalty.
    ///
    /// By Fenchel and Young the dual value at the residuals themselves is the risk less Σ (l1 |w| + g w); it is allowed where
    /// |g| ≤ l1 everywhere, and else after a scaling by s = min l1/|g|, which costs (1 − s) |Σ g w| and no more to first order.
    /// What is not penalised by l1 is taken to be solved exactly: what is left there is part of the decrement.
    package var gap: Double {
        var sum = 0.0, products = 0.0, scale = 1.0
        for i in 0..<count where l1[i] > 0 {
            sum += l1[i] * base[i].magnitude + gradient[i] * base[i]
            products += gradient[i] * base[i]
            if gradient[i].magnitude > l1[i] { scale = min(scale, l1[i] / gradient[i].magnitude) }
        }
        // A weight at 0 that wants to leave has no part in the products.
        return sum.magnitude + (1 - scale) * max(products.magnitude, loss.magnitude)
    }
}
