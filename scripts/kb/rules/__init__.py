"""The rules that data and prose keep: one small function each. `every` lists them, `built` the build's."""
