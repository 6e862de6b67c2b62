"""Arithmetic of the clinic: values in, values out; standard library only."""
