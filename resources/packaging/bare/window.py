"""The least that a window made with PySide6 can be: what the program's start is measured against."""

import sys

from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QTableWidget, QTableWidgetItem

application = QApplication(sys.argv[:1])
application.setStyle("fusion")
window = QMainWindow()
window.setWindowTitle("拱墅众创扶持审核")
window.setWindowIcon(QIcon(QPixmap(16, 16)))
table = QTableWidget(14, 8)
for row in range(14):
    for column in range(8):
        table.setItem(row, column, QTableWidgetItem(f"拱众审〔2016〕{row * column}号"))
window.setCentralWidget(table)
window.statusBar().addWidget(QLabel("bare"))
window.resize(1366, 768)
window.show()
sys.exit(application.exec())
