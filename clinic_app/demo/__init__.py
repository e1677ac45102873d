"""The practice county 演示县: seeded, fictitious, in a temporary folder."""
