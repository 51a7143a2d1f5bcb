"""Reading a workbook from outside: in a process of its own, with limits, after a look at the archive."""
