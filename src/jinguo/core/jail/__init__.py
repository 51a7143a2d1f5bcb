"""Reading what strangers send: in a process of its own, with limits, whose death is a sentence."""
