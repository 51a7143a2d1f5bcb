"""What became of certifications: how long they last, and whether levels cluster."""
