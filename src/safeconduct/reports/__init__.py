"""What leaves the house: the export of everything that a member may open."""
