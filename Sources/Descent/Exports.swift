// `import Descent` is all that a user writes. (There is no unattributed spelling.)
@_exported public import DescentAlgebra
@_exported public import DescentFit
@_exported public import DescentGraph
@_exported public import DescentSolvers
@_exported public import DescentSweep
