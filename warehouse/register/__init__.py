"""Every township of the country: names, both code systems, and what it stands under.

Source, editions and how the two code systems are joined: docs/decisions/0003-register.md.
"""

from warehouse.register.load import load_register, shipped
from warehouse.register.names import short, township_type
from warehouse.register.register import District, Register, Township

__all__ = ["District", "Register", "Township", "load_register", "shipped", "short", "township_type"]
