"""Offline review of policy-fund applications: checklist, calculation with derivation, signed review memo."""

__version__ = "0.1.0"
