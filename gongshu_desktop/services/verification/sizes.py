"""How large the files may be that a verification is given: for the window, the command line, packages and the check itself."""

LARGEST_MEMO = 64 * 1024 * 1024
LARGEST_TRUST_FILE = 4 * 1024 * 1024
