package import DescentAlgebra

extension Communicator {
    /// The rank that surveys a sample, and so is the one to find what is wrong with it.
    package func rank<Element: Scalar>(
        ofSample sample: Int, in source: any SampleSource<Element>, outputs: Int
    ) -> Int {
        let plan = Surveyor.plan(SurveyReduction(features: source.featureCount, targetRows: outputs), source)
        return shares.owner(ofChunk: sample / plan.chunkSamples, of: plan)
    }
}
