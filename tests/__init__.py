"""The tests: one folder for each room, journeys, faults, the house and benchmarks."""
