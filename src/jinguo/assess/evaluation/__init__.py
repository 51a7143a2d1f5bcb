"""
Independent evaluation: the frame, the draw, the estimates, and what lasts.

Everything here is a pure function of what it is given: no tables, no clock, no database, and nothing of
Django but the sentences of its errors. ``draws`` is what anyone outside can repeat; ``estimates`` and
``agreement`` turn returned visits into figures with intervals; ``lasting`` looks at what became of
certifications.
"""
