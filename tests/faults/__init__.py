"""The proof that no save is lost: a seeded world of laptops and a county with every fault that a line, a disk, a
clock or a power switch can make, and the properties that must hold all the same.

    python -m tests.faults --minutes 10 --seed 1

runs it for longer and prints what it did; a failure names the seed that repeats it.
"""
