"""Casebook's core: everything that is true without a screen."""

VERSION = "0.1.0"
