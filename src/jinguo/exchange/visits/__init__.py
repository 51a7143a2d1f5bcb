"""
Visits of an evaluation as a workbook: one an assessor who does not use the system, out and filled back in.

It has what she needs to find the household and to fill the sheet, and never a first score. A veto has no
column here either (docs/decisions/0010): whoever runs the round enters it on the page of the visit.
"""
