"""`python -m bench.hostile`: the main job on files that are made to hurt it, beside the samples."""
