-- The debugger by its other name.
return require "ldbgmon"
