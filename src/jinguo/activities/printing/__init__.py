"""What is printed of activities: posters, sign-in lists and certificates."""
