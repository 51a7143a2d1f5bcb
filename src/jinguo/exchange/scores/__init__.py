"""
Score sheets as a workbook: one row a household, one column an item, out to the town and filled back in.

A veto has no column here. It may tell of a penalty or of violence, and a list that names the families it is
true of must not exist: such a household is scored on its own page.
"""
