"""The values that facts, criteria and amounts are made of. Exact: whole numbers and fractions, never binary floats.

Money is counted in 元 (as an exact number) inside formulas and in whole fen everywhere else; areas in ㎡, rates in the
unit that the policy file names. A missing value is None and makes a result undetermined, never zero.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = int | Fraction
Scalar: TypeAlias = int | Fraction | date | str | bool
Row: TypeAlias = Mapping[str, Scalar | None]
Value: TypeAlias = Scalar | tuple[Row, ...]
