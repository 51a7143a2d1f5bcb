"""Sign-up lists of WeChat groups (接龙): written to be pasted there, and read when they come back."""
