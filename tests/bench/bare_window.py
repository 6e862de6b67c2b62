"""The floor of a start: a program that is nothing but a form of 40 fields."""

import sys

from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QLineEdit, QWidget

app = QApplication([])
window = QWidget()
grid = QGridLayout(window)
for row in range(40):
    grid.addWidget(QLabel(f"Question {row + 1}"), row, 0)
    grid.addWidget(QLineEdit(), row, 1)
window.show()
app.processEvents()
sys.stdout.write("shown\n")
sys.stdout.flush()
