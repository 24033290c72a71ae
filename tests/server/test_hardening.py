"""What the compiler and the linker can do against a fault in memory is in the program."""

import re
import subprocess

import pytest

from school import BINARY


def readelf(*options):
    return subprocess.run(["readelf", "-W", *options, BINARY], capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif("sanitize" in str(BINARY), reason="sanitizers replace some of it")
def test_the_program_is_hardened():
    assert re.search(r"Type:\s+DYN \(Position-Independent", readelf("-h"))
    assert re.search(r"FLAGS_1\).*NOW.*PIE", readelf("-d"))
    segments = readelf("-l")
    assert "GNU_RELRO" in segments
    assert re.search(r"GNU_STACK(?:\s+0x\w+){5}\s+RW\s", segments), "no code on the stack"
    symbols = readelf("--dyn-syms")
    assert "__stack_chk_fail" in symbols, "canaries"
    assert re.search(r"__(memcpy|snprintf|vsnprintf|read|fread)_chk", symbols), "bounds of C functions"
