"""Printing: what is wanted, the printers, the pages as they are drawn, and many documents one after the other."""
