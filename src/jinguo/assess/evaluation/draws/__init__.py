"""The frame, the plan, the draw with its reserves, who visits whom, and the record anyone can verify."""
