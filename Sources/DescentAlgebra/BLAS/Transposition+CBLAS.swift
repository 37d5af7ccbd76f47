internal import CDescentBLAS

extension Transposition {
    var cblas: CBLAS_TRANSPOSE { self == .plain ? CblasNoTrans : CblasTrans }
}
