"""Programs on other machines than the server's, which connect out to it: what they share, and the printing one."""
