"""Numbers in, numbers out: programs, sweeps over them, and the derivatives the sweeps give."""
