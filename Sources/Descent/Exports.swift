// `import Descent` is all that a user writes: matrices are part of every call. (There is no unattributed spelling.)
@_exported public import DescentAlgebra
