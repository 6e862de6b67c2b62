"""The window: Qt only, no rule."""
