"""Running a Python function of a user's own in a process that can do nothing but compute.

`runner.run` starts the process and speaks with it; `child` runs inside and locks itself in with
`seccomp` before it touches the user's code. See docs/decisions/0019.
"""
