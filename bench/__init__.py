"""What the compass of speed reads: each bench prints this project, a peer or a bare limit, and the ratio."""
