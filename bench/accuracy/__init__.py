"""`make eval`: how much of annotated reports comes out right, on the development half and on the locked half."""
