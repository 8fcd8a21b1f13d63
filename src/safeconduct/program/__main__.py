"""`python -m safeconduct.program`, which is `safeconduct`."""

from safeconduct.program import main

main()
